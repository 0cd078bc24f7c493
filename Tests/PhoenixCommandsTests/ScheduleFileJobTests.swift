import PhoenixTestSupport
import Testing

@Suite("schedules in files", .ownThread, .serialized)
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

    @Test("may have everything that is documented, on servers that one entry selects")
    func documented() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(
                """
                project: skyblock
                schedules:
                  nightly-restart:
                    name: Nightly restart
                    servers: [all, "!name:test-*"]
                    schedule: "H 4 * * *"
                    timezone: UTC
                    enabled: true
                    only_when_online: true
                    formerly: [restart]
                    protect: true
                    ignore: [enabled]
                    steps:
                      - { countdown: [10m, 5m, 1m], command: "say Restart in ${left}" }
                      - { power: restart }
                      - { after: 2m, backup: { ignored: ["*.log", "cache/*"] }, continue_on_failure: true }
                      - { at: 15m, command: "say Backup made" }

                """, to: "p.yaml")
            let result = try phoenix("validate", "-f", "p.yaml")
            #expect(result.status == 0, "\(result.error)")
            #expect(
                result.output == """
                    Valid: 0 tasks, 0 services and 1 schedule of project skyblock in 1 file.
                    nightly-restart (H 4 * * *, UTC)
                       0:00  command say Restart in 10 minutes
                       5:00  command say Restart in 5 minutes
                       9:00  command say Restart in 1 minute
                      10:00  power restart
                      12:00  backup *.log\\ncache/*
                      15:00  command say Backup made

                    """, "\(result.output)")
        }
    }

    @Test("export writes files for Pelican, and import reads them into the same schedules")
    func pelican() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "p.yaml")
            for _ in 0..<2 {
                let written = try phoenix("export", "-f", "p.yaml", "--format", "pelican", "--to", "out")
                #expect(written.status == 0, "\(written.error)")
                #expect(
                    written.error == """
                        restart: 'restart' is schedule-restart.json
                          kept     the name 'restart'
                          kept     the schedule 0 4 * * *
                          kept     3 steps
                          dropped  its servers, all
                        1 of 1 written
                        wrote out/schedule-restart.json

                        """)
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

    @Test("export for Pelican says what such a file has no place for")
    func pelicanLosses() throws {
        try PhoenixProcess.withFolder { phoenix in
            let more = """
                    schedule: "H 4 * * *"
                    timezone: Europe/Berlin
                    formerly: [reboot]
                    protect: true
                    ignore: [enabled]
                """
            try phoenix.write(Self.manifest.replacing("    schedule: \"0 4 * * *\"", with: more), to: "p.yaml")
            let written = try phoenix("export", "-f", "p.yaml", "--format", "pelican", "--to", "out")
            #expect(written.status == 0, "\(written.error)")
            #expect(
                written.error.hasSuffix(
                    """
                      changed  the schedule 'H 4 * * *' is written as '31 4 * * *'
                      changed  every server that imports it runs it in the same minute
                      changed  Pelican runs it at these times in UTC, not in Europe/Berlin
                      dropped  its servers, all
                      dropped  'protect'
                      dropped  'ignore'
                      dropped  'formerly'
                    1 of 1 written
                    wrote out/schedule-restart.json

                    """), "\(written.error)")
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
            #expect(secret.error.hasSuffix("dropped  the schedule, of which a command is a secret\n0 of 1 written\n"))
        }
    }
}
