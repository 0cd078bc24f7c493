import PhoenixTestSupport
import Testing

@Suite("phoenix calendar", .ownThread, .serialized)
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

    @Test("advice is a patch that git applies, --write does the same, and what it gives needs no more advice")
    func advice() throws {
        try PhoenixProcess.withFolder { phoenix in
            // All of them may have these minutes alone.
            try phoenix.declare([
                "a": #"{ schedule: "H(0-2) 3 * * *" }"#, "b": #"{ schedule: "H(0-2) 3 * * *" }"#,
                "c": #"{ schedule: "H(0-2) 3 * * *" }"#, "d": #"{ schedule: "1 3 * * *" }"#,
                "e": #"{ schedule: "1 3 * * *" }"#, "f": #"{ schedule: "1 3 * * *" }"#,
            ])
            let calendar = ["calendar", "-f", "p.yaml", "--from", "2026-11-29"]
            let advised = try phoenix.run(calendar + ["--advise", "--move", "f", "--within", "1m"])
            #expect(advised.status == 0, "\(advised.error)")
            #expect(advised.output.contains("; 2 after "), "\(advised.output)")
            #expect(advised.output.contains("--- a/p.yaml\n+++ b/p.yaml\n@@ "))
            try phoenix.write(advised.output, to: "advice.txt")
            let script = "cp p.yaml q.yaml; git init -q . && git apply advice.txt && mv p.yaml r.yaml; mv q.yaml p.yaml"
            let applied = try phoenix.shell(script)
            #expect(applied.status == 0, "\(applied.error)")
            let written = try phoenix.run(calendar + ["--advise", "--move", "f", "--within", "1m", "--write"])
            #expect(written.error.contains("wrote p.yaml") && !written.output.contains("@@"), "\(written.error)")
            #expect(try phoenix.shell("cmp p.yaml r.yaml").status == 0)
            let again = try phoenix.run(calendar + ["--advise", "-o", "json"])
            #expect(again.output.contains(#""peak_before": 2"#) && again.output.contains(#""moves": []"#))
            #expect(again.output.contains(#""patch": """#))
        }
    }

    @Test("a task that cannot be moved is named with the reason")
    func refusedAdvice() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare([
                "a": #"{ schedule: "*/5 * * * *" }"#, "x-${n}": #"{ for_each: { n: [i, j] }, schedule: "H 3 * * *" }"#,
            ])
            let often = try phoenix.run(["calendar", "-f", "p.yaml", "--advise", "--move", "a"])
            #expect(often.status == 64 && often.error.contains("more than one minute"), "\(often.error)")
            let unknown = try phoenix.run(["calendar", "-f", "p.yaml", "--advise", "--move", "x-k"])
            #expect(unknown.status == 64 && unknown.error.contains("there is no task 'x-k' to move"))
            let shared = try phoenix.run(["calendar", "-f", "p.yaml", "--advise"])
            #expect(shared.error.contains("2 tasks not moved, several tasks share one schedule in the files: x-i, x-j"))
        }
    }

    private static let schedules = """
        project: net
        schedules:
          restart:
            servers: [all]
            schedule: "H 4 * * *"
            steps:
              - { countdown: [10m, 1m], command: "say Restart in ${left}" }
              - { power: restart }
          backup: { servers: ["00000001", "00000003"], schedule: "0 5 * * *", steps: [{ backup: {} }] }
          off: { servers: [all], schedule: "0 6 * * *", enabled: false, steps: [{ backup: {} }] }

        """

    @Test("shows the schedules of files step by step, on servers where the files name them")
    func scheduleFiles() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.schedules, to: "s.yaml")
            let shown = try phoenix("calendar", "-f", "s.yaml", "--from", "2026-11-29")
            #expect(shown.status == 0, "\(shown.error)")
            #expect(shown.output.contains("5 starts of 3 schedules.\n"), "\(shown.output)")
            #expect(shown.output.contains("restart          1 command say Restart in 10 minutes\n"))
            #expect(shown.output.contains("2026-11-29 05:00 +00:00  backup@00000003  1 backup\n"))
            #expect(!shown.output.contains("off"))
            #expect(
                shown.error == "1 schedule counted once, not on every server, and H as some minute: restart; "
                    + "--client-api shows what each server does\n")
            let refused = try phoenix("calendar", "-f", "s.yaml", "--advise", "--move", "restart")
            #expect(refused.status == 64)
            #expect(refused.error.contains("a schedule has one time for all of its servers"), "\(refused.error)")
            let advised = try phoenix("calendar", "-f", "s.yaml", "--advise", "--from", "2026-11-29")
            #expect(advised.status == 0, "\(advised.error)")
            #expect(advised.error.contains("schedules of panels are counted, and not moved"))
        }
    }

    @Test("shows what each server of a panel starts, declared or not, and nothing twice")
    func schedulePanel() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.schedules, to: "s.yaml")
            try StandInProcess.withPanel(phoenix, "--servers", "4", "--schedules", "1", "--suspended", "4") { panel in
                #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 5)
                let day = ["--from", "2026-11-29", "--for", "1d"]
                // Three servers with three steps, two with a backup, and one restart by hand on each that can be read.
                let live = try panel.run(["calendar", "--load"] + day)
                #expect(live.status == 0, "\(live.error)")
                #expect(live.output.contains("14 starts of 8 schedules.\n"), "\(live.output)")
                #expect(live.error.contains("not shown: the server 'server-4' (00000004) is suspended"))
                #expect(live.output.contains("NODE   TASKS  STARTS  AT MOST  WORST MINUTE"))
                let both = try panel.run(["calendar", "-f", "s.yaml", "--client-api", panel.url, "--load"] + day)
                #expect(both.output == live.output, "\(both.output)\(both.error)")
                let agenda = try panel.run(["calendar", "-o", "json", "--limit", "1000"] + day)
                let times = agenda.output.matches(of: /"at": "(.*)"/).map { String($0.1) }
                #expect(times.count == 14 && times == times.sorted())
                #expect(agenda.output.contains(#""task": "Restart 1 on server-2""#))
                let collisions = try panel.run(["calendar", "--collisions", "1"] + day)
                #expect(collisions.output.contains("backup@00000001 step 1, backup@00000003 step 1"))
                // What the files no longer have is on the panel still.
                try phoenix.write("project: net\nschedules: {}\n", to: "none.yaml")
                let none = try panel.run(["calendar", "-f", "none.yaml", "--client-api", panel.url, "--load"] + day)
                #expect(none.output == live.output, "\(none.error)")
                #expect(try panel.run(["calendar", "-f", "none.yaml"] + day).output.contains("0 starts of 0 tasks"))
            }
        }
    }

    @Test("shows the schedules of a panel that is not in UTC when they really start")
    func scheduleZone() throws {
        try PhoenixProcess.withFolder { phoenix in
            try StandInProcess.withPanel(
                phoenix, "--servers", "1", "--schedules", "1", "--zone", "Asia/Kolkata"
            ) { panel in
                let shown = try panel("calendar", "--from", "2026-11-29")
                #expect(shown.output.contains("2026-11-29 22:30 +00:00"), "\(shown.output)\(shown.error)")
                #expect(shown.error.contains("the panel computes schedules at UTC+05:30 now"))
                let named = try panel("calendar", "--from", "2026-11-29", "--zone", "Asia/Kolkata")
                #expect(named.output.contains("2026-11-29 04:00 +05:30"), "\(named.output)")
                #expect(named.error.isEmpty, "\(named.error)")
            }
        }
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["--load", "--collisions", "1"], ["--for", "1101d"], ["--for", "soon"], ["--from", "2026-02-30"],
            ["--limit", "0"], ["--write"], ["--move", "nightly"],
            ["--advise", "--load"], ["--advise", "--within", "5m"], ["--advise", "--move", "off", "--within", "1h"],
            ["--collisions", "-1"], ["-o", "yaml"], ["--zone", "CEST"],
        ])
    func usage(options: [String]) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(Self.tasks)
            let refused = try phoenix.run(["calendar", "-f", "p.yaml"] + options)
            #expect(refused.status == 64, "\(refused.error)")
        }
    }
}
