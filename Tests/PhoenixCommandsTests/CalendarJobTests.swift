import Testing

@Suite("phoenix calendar", .serialized)
struct CalendarJobTests {
    private static let tasks: KeyValuePairs<String, String> = [
        "nightly": #"{ schedule: "0 2 * * *", timezone: Europe/Berlin }"#, "weekly": #"{ schedule: "0 1 * * 0" }"#,
        "off": #"{ schedule: "0 3 * * *", enabled: false }"#,
    ]

    @Test("shows files without a panel, from midnight of the zone shown")
    func files() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(Self.tasks)
            let from = ["--from", "2026-11-29", "--zone", "Europe/Berlin"]
            let shown = try phoenix.run(["calendar", "-f", "p.yaml"] + from)
            #expect(shown.status == 0, "\(shown.error)")
            #expect(shown.output.hasPrefix("1d from 2026-11-29 00:00 +01:00 (Europe/Berlin): 2 starts of 2 tasks.\n"))
            #expect(shown.output.contains("2026-11-29 02:00 +01:00  nightly"))
            #expect(shown.output.contains("2026-11-29 02:00 +01:00  weekly   01:00 UTC"))
            #expect(!shown.output.contains("off"))
            let load = try phoenix.run(["calendar", "-f", "p.yaml", "--load"] + from)
            #expect(load.output.contains("8 starts of 2 tasks.\nAt most 2 starts in one minute."), "\(load.error)")
            let collisions = try phoenix.run(["calendar", "-f", "p.yaml", "--collisions", "1", "-o", "json"] + from)
            #expect(collisions.output.contains(#""at": "2026-11-29T01:00:00Z""#))
        }
    }

    @Test("shows a panel with how long its tasks took, and both without showing anything twice")
    func panel() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(Self.tasks)
            try phoenix.applied()
            let panel = try phoenix("calendar", "--load")
            #expect(panel.status == 0 && panel.output.contains("starts of 2 tasks"), "\(panel.error)")
            #expect(!panel.output.contains("WORK"))
            try phoenix.declare(["nightly": #"{ schedule: "0 2 * * *" }"#])
            let both = try phoenix("calendar", "-f", "p.yaml", "--store", "sqlite:panel.db", "--for", "7d")
            #expect(both.output.contains("8 starts of 2 tasks"), "\(both.error)\(both.output)")
        }
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["--load", "--collisions", "1"], ["--for", "1101d"], ["--for", "soon"], ["--from", "2026-02-30"],
            ["--limit", "0"], ["--collisions", "-1"], ["-o", "yaml"], ["--zone", "CEST"],
        ])
    func usage(options: [String]) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(Self.tasks)
            let refused = try phoenix.run(["calendar", "-f", "p.yaml"] + options)
            #expect(refused.status == 64, "\(refused.error)")
        }
    }
}
