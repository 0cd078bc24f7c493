import Testing

@Suite("schedules in files", .serialized)
struct ScheduleFileJobTests {
    private static let manifest = """
        schedules:
          restart:
            servers: [all]
            schedule: "0 4 * * *"
            steps:
              - { countdown: [10m, 1m], command: "say Restart in ${left}" }
              - { power: restart }

        """

    @Test("validate shows when each step really starts")
    func validate() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            let result = try phoenix("validate", "-f", "p.yaml")
            #expect(result.status == 0, "\(result.error)")
            #expect(
                result.output == """
                    Valid: 0 tasks, 0 services and 1 schedule of project default in 1 file.
                    restart (0 4 * * *, UTC)
                       0:00  command say Restart in 10 minutes
                       9:00  command say Restart in 1 minute
                      10:00  power restart

                    """)
        }
    }

    @Test("export writes files for Pelican, and import reads them into the same schedules")
    func pelican() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            for _ in 0..<2 {
                let written = try phoenix("export", "-f", "p.yaml", "--format", "pelican", "--to", "out")
                #expect(written.status == 0, "\(written.error)")
                #expect(written.error == "wrote out/schedule-restart.json\n")
            }
            let imported = try phoenix("import", "out/schedule-restart.json", "--servers", "all")
            #expect(imported.status == 0, "\(imported.error)")
            #expect(
                imported.error == """
                    out/schedule-restart.json: 'restart' is restart
                      kept     the name 'restart'
                      kept     the schedule 0 4 * * *
                      kept     3 steps
                    1 of 1 taken over

                    """)
            #expect(imported.output.contains("      - countdown: [10m, 1m]\n"))
            try phoenix.write(imported.output, to: "q.yaml")
            #expect(try phoenix("fmt", "-f", "q.yaml", "--check").status == 0)
            let same = try phoenix.shell("$PHOENIX export -f q.yaml --format pelican --to out2 && diff -r out out2")
            #expect(same.status == 0, "\(same.output)\(same.error)")
        }
    }

    @Test("import reads a crontab from standard input, and says what it leaves out")
    func crontab() throws {
        try PhoenixProcess.withFolder { phoenix in
            let arguments = ["import", "--from", "crontab", "-", "--servers", "all", "--timezone", "Europe/Berlin"]
            let crontab = "0 4 * * * screen -S mc -X stuff \"say hi^M\"\n0 5 * * * /opt/x.sh\n"
            let result = try phoenix.run(arguments, input: .init(crontab.utf8))
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("timezone: Europe/Berlin"))
            #expect(result.error.contains("<stdin>:2: 'Line 2' is left out\n  dropped  the line: it runs 'x.sh'"))
            #expect(result.error.hasSuffix("1 of 2 taken over\n"))
        }
    }

    @Test("wrong usage is said as such")
    func usage() throws {
        try PhoenixProcess.withFolder { phoenix in
            #expect(try phoenix("import", "a.json").status == 64)
            #expect(try phoenix("import", "a.json", "--servers", "all").codes == ["PHX0101"])
            #expect(try phoenix("import", "a.json", "--servers", "all", "--timezone", "UTC").status == 64)
            #expect(try phoenix("export", "--format", "pelican", "--to", "a").status == 64)
            #expect(try phoenix("export", "-f", "p.yaml").status == 64)
            try phoenix.write(Self.manifest.replacing("${left}", with: "${left} ${secret:env:A}"), to: "p.yaml")
            let secret = try phoenix.run(
                ["export", "-f", "p.yaml", "--format", "pelican", "--to", "a"], environment: ["A": "hush"])
            #expect(secret.status == 1)
            #expect(secret.codes == ["PHX0404"])
        }
    }
}
