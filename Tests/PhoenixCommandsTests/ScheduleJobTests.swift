import Foundation
import PhoenixTestSupport
import Testing

@Suite("Schedules that a panel runs itself", .ownThread)
struct ScheduleJobTests {
    private static let manifest = """
        project: net
        schedules:
          nightly:
            name: Nightly restart
            servers: [all]
            schedule: "0 4 * * *"
            steps:
              - { command: "say bye" }
              - { after: 1m, power: restart }
        """

    private func withPanel(
        _ options: String..., body: (PhoenixProcess, StandInProcess) throws -> Void
    ) throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "s.yaml")
            switch options.count {
            case 0: try StandInProcess.withPanel(phoenix, "--servers", "3") { try body(phoenix, $0) }
            case 2:
                try StandInProcess.withPanel(phoenix, "--servers", "3", options[0], options[1]) {
                    try body(phoenix, $0)
                }
            default:
                try StandInProcess.withPanel(
                    phoenix, "--servers", "3", options[0], options[1], options[2], options[3]
                ) { try body(phoenix, $0) }
            }
        }
    }

    @Test("are planned, applied and then in order, without any other panel")
    func applies() throws {
        try withPanel { phoenix, panel in
            let plan = try panel("plan", "-f", "s.yaml", "--detailed-exitcode")
            #expect(plan.status == 2, "\(plan.error)")
            #expect(plan.output.hasPrefix("Panel: \(panel.url) (Client API)\nProject: net\n"))
            #expect(plan.output.contains("+ create schedule nightly@00000001 \"Nightly restart\" on 'server-1'"))
            #expect(plan.output.contains("Plan: 3 to create, 0 unchanged. 15 requests."))
            let apply = try panel("apply", "-f", "s.yaml", "--yes", "--parallelism", "1")
            #expect(apply.status == 0, "\(apply.output)\(apply.error)")
            #expect(try panel.storedName(1, of: "00000001").hasPrefix("Nightly restart {phx net/nightly 1."))
            let again = try panel("plan", "-f", "s.yaml", "--detailed-exitcode")
            #expect(again.status == 0, "\(again.output)")
            #expect(again.output.contains("3 unchanged. No requests."))
            #expect(try panel("drift", "-f", "s.yaml").status == 0)
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.path + "/panel.db"))
        }
    }

    @Test("that somebody moved are drift, and are put back")
    func drift() throws {
        try withPanel { _, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes", "--parallelism", "1").status == 0)
            try panel.move(2, of: "00000002", named: panel.storedName(2, of: "00000002"), toHour: 9)
            let drift = try panel("drift", "-f", "s.yaml")
            #expect(drift.status == 3, "\(drift.error)")
            #expect(drift.output.contains("nightly@00000002"))
            #expect(drift.output.contains("0 4 * * * → 0 9 * * *"))
            #expect(drift.output.contains("2 unchanged"))
            #expect(try panel("plan", "-f", "s.yaml", "--detailed-exitcode").status == 3)
            #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 0)
            #expect(try panel("drift", "-f", "s.yaml").status == 0)
        }
    }

    @Test("that start many backups on one node at once are warned of, where the panel tells the nodes")
    func backupsAtOnce() throws {
        try withPanel { phoenix, panel in
            let manifest = Self.manifest.replacingOccurrences(of: "power: restart", with: "backup: {}")
            let warning = "schedule 'nightly' starts the backups of 2 servers of node 'node1' in one minute"
            try phoenix.write("limits: { heavy_starts: 1 }\n" + manifest, to: "s.yaml")
            let plan = try panel("plan", "-f", "s.yaml")
            #expect(plan.status == 0, "\(plan.error)")
            #expect((plan.output + plan.error).contains(warning), "\(plan.output)\(plan.error)")
            try phoenix.write("limits: { heavy_starts: 2 }\n" + manifest, to: "s.yaml")
            let quiet = try panel("plan", "-f", "s.yaml")
            #expect(quiet.status == 0, "\(quiet.error)")
            #expect(!(quiet.output + quiet.error).contains("starts the backups"))
        }
    }

    @Test("that name many servers are warned of once, by the file where there is no panel, and else by the node")
    func backupsAtOnceOnce() throws {
        try withPanel { phoenix, panel in
            let manifest = Self.manifest.replacingOccurrences(of: "power: restart", with: "backup: {}")
                .replacingOccurrences(of: "[all]", with: "[\"00000001\", \"00000002\", \"00000003\"]")
            try phoenix.write("limits: { heavy_starts: 1 }\n" + manifest, to: "s.yaml")
            #expect(try phoenix("validate", "-f", "s.yaml").codes == ["PHX0621"])
            for arguments in [["plan", "-f", "s.yaml"], ["apply", "-f", "s.yaml", "--yes"]] {
                let result = try phoenix.run(arguments, environment: panel.environment)
                let said = (result.output + result.error).components(separatedBy: "starts the backups of ")
                #expect(said.count == 2, "\(result.output)\(result.error)")
                #expect(said.last?.hasPrefix("2 servers of node 'node1' in one minute") == true)
            }
        }
    }

    @Test("of a suspended server are blocked, and drift ends with 1 unless that is taken as it is")
    func suspended() throws {
        try withPanel("--suspended", "2") { _, panel in
            let apply = try panel("apply", "-f", "s.yaml", "--yes")
            #expect(apply.status == 5, "\(apply.error)")
            #expect(apply.output.contains("the server 'server-2' (00000002) is suspended"))
            #expect(apply.output.contains("2 done, 1 blocked"))
            let drift = try panel("drift", "-f", "s.yaml")
            #expect(drift.status == 1)
            #expect(drift.output.contains("1 server not readable"))
            #expect(try panel("drift", "-f", "s.yaml", "--ignore-unreadable").status == 0)
        }
    }

    @Test("that no entry declares any more are orphans, looked for on other servers only when asked")
    func orphans() throws {
        try withPanel { phoenix, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 0)
            try phoenix.write(
                Self.manifest.replacingOccurrences(of: "servers: [all]", with: "servers: [all, \"!name:server-3\"]"),
                to: "s.yaml")
            let plan = try panel("plan", "-f", "s.yaml")
            #expect(plan.output.contains("Not read: 1 server that no entry selects"))
            #expect(!plan.output.contains("orphan schedule"))
            let all = try panel("plan", "-f", "s.yaml", "--all-servers")
            #expect(all.output.contains("? orphan schedule nightly@00000003"))
            let pruned = try panel("apply", "-f", "s.yaml", "--yes", "--prune")
            #expect(pruned.status == 0, "\(pruned.output)\(pruned.error)")
            #expect(pruned.output.contains("- delete schedule nightly@00000003"))
            try phoenix.write("project: net\nschedules: {}\n", to: "s.yaml")
            let none = try panel("apply", "-f", "s.yaml", "--yes", "--prune", "--allow-deletes", "2")
            #expect(none.status == 0, "\(none.output)\(none.error)")
            #expect(try panel("get", "schedules", "-o", "json").output.contains("\"data\": []"))
        }
    }

    @Test("made by hand are taken over with --adopt")
    func adopt() throws {
        try withPanel("--schedules", "1") { phoenix, panel in
            try phoenix.write(
                """
                project: net
                schedules:
                  restart:
                    name: Restart 1
                    servers: [name:server-1]
                    schedule: "0 5 * * *"
                    steps: [{ power: restart }]
                """, to: "s.yaml")
            let plan = try panel("plan", "-f", "s.yaml", "--detailed-exitcode")
            #expect(plan.status == 5)
            #expect(plan.output.contains("without a marker"))
            let adopt = try panel("apply", "-f", "s.yaml", "--yes", "--adopt")
            #expect(adopt.status == 0, "\(adopt.output)\(adopt.error)")
            #expect(try panel("plan", "-f", "s.yaml", "--detailed-exitcode").status == 0)
        }
    }

    @Test("of another zone than the panel's are blocked")
    func zone() throws {
        try withPanel("--schedules", "1", "--zone", "Europe/Berlin") { phoenix, panel in
            let plan = try panel("plan", "-f", "s.yaml", "--detailed-exitcode")
            #expect(plan.status == 5, "\(plan.output)")
            #expect(plan.output.contains("PHX0709"))
            try phoenix.write(
                Self.manifest.replacingOccurrences(of: "servers:", with: "timezone: Europe/Berlin\n    servers:"),
                to: "s.yaml")
            #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 0)
        }
    }

    @Test("are shown as a table, by server, and as JSON")
    func get() throws {
        try withPanel("--schedules", "1") { _, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 0)
            let table = try panel("get", "schedules", "--servers", "name:server-1")
            #expect(table.status == 0, "\(table.error)")
            let lines = table.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines[0].hasPrefix("SERVER"))
            #expect(lines[1].contains("Nightly restart") && lines[1].contains("net/nightly"))
            #expect(lines[2].contains("Restart 1"))
            let json = try panel("get", "schedules", "-o", "json")
            let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect((document?["data"] as? [Any])?.count == 6)
            #expect(try panel("get", "schedules", "--servers", "name:nothing").codes == ["PHX0733"])
        }
    }

    @Test("are exported as manifests whose plan is empty, once they are adopted", arguments: ["UTC", "Europe/Berlin"])
    func exports(zone: String) throws {
        try withPanel("--schedules", "2", "--zone", zone) { _, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes", "--allow-unsupported").status == 0)
            if zone != "UTC" { #expect(try panel("export", "--schedules", "--to", "out").status == 64) }
            let export = try panel(
                "export", "--schedules", "--foreign", "--to", "out", "--zone", zone)
            #expect(export.status == 0, "\(export.error)")
            let adopt = try panel("apply", "-f", "out", "--adopt", "--yes")
            #expect(adopt.status == 0, "\(adopt.output)\(adopt.error)")
            let again = try panel("export", "--schedules", "--to", "again", "--zone", zone)
            #expect(again.status == 0, "\(again.error)")
            let plan = try panel("plan", "-f", "again", "--detailed-exitcode")
            #expect(plan.status == 0, "\(plan.output)\(plan.error)")
            #expect(plan.output.contains("9 unchanged"))
        }
    }

    @Test("are exported as files for Pelican, a file for each different one, with what that loses")
    func exportsForPelican() throws {
        try withPanel("--schedules", "1") { phoenix, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes", "--parallelism", "1").status == 0)
            let owned = try panel("export", "--schedules", "--format", "pelican", "--to", "owned")
            #expect(owned.status == 0, "\(owned.error)")
            #expect(
                owned.error == """
                    left out: 3 schedules that no project owns; --foreign writes them too
                    server-1 (00000001) and 2 more: 'Nightly restart' is schedule-nightly-restart.json
                      kept     the name 'Nightly restart'
                      kept     the schedule 0 4 * * *
                      kept     2 steps
                      dropped  its servers, server-1 (00000001), server-2 (00000002), server-3 (00000003)
                      dropped  the marker of net/nightly
                    1 of 1 written
                    wrote owned/schedule-nightly-restart.json

                    """)
            let all = try panel("export", "--schedules", "--foreign", "--format", "pelican", "--to", "all")
            #expect(all.error.contains("4 of 4 written\n"), "\(all.error)")
            let names = try FileManager.default.contentsOfDirectory(atPath: phoenix.folder.path + "/all")
            #expect(
                names.sorted() == [
                    "schedule-nightly-restart.json", "schedule-restart-1-2.json", "schedule-restart-1-3.json",
                    "schedule-restart-1.json",
                ])
            let imported = try phoenix("import", "all/schedule-restart-1-2.json", "--servers", "all")
            #expect(imported.status == 0)
            #expect(imported.error.contains("kept     the schedule 7 4 * * *"), "\(imported.error)")
            #expect(!imported.error.contains("dropped"))
            // What H makes different is a file each.
            try phoenix.write(Self.manifest.replacingOccurrences(of: "0 4", with: "H 4"), to: "s.yaml")
            #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 0)
            let hashed = try panel("export", "--schedules", "--format", "pelican", "--to", "hashed")
            #expect(hashed.error.contains("3 of 3 written\n"), "\(hashed.error)")
            #expect(try panel("export", "--schedules", "--format", "pelican").status == 64)
            #expect(try panel("export", "--schedules", "-f", "s.yaml", "--format", "pelican", "--to", "x").status == 64)
        }
    }

    @Test("of another zone are exported for Pelican with the zone that this loses")
    func exportsForPelicanOfAnotherZone() throws {
        try withPanel("--schedules", "1", "--zone", "Europe/Berlin") { _, panel in
            let arguments = ["export", "--schedules", "--foreign", "--format", "pelican", "--to", "out"]
            #expect(try panel.run(arguments).status == 64)
            let export = try panel.run(arguments + ["--zone", "Europe/Berlin"])
            #expect(export.status == 0, "\(export.error)")
            #expect(
                export.error.contains("changed  Pelican runs it at these times in UTC, not in Europe/Berlin"),
                "\(export.error)")
        }
    }

    @Test("need a Client API: the error names the three ways to give one")
    func noTarget() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.write(Self.manifest, to: "s.yaml")
            for command in ["plan", "drift"] {
                let result = try phoenix(command, "-f", "s.yaml")
                #expect(result.status == 64)
                #expect(result.codes == ["PHX0913"])
                for way in ["--client-api", "PHOENIX_CLIENT_API", "client_api"] { #expect(result.error.contains(way)) }
            }
            #expect(try phoenix("get", "schedules").codes == ["PHX0913"])
        }
    }

    @Test("and tasks in one run are planned for both panels, and both are named")
    func both() throws {
        try withPanel { phoenix, panel in
            try phoenix.write(
                Self.manifest + "\ntasks:\n  backup: { schedule: \"0 2 * * *\", "
                    + "task: { type: backup, data: { servers: [all] } } }\n", to: "both.yaml")
            var environment = panel.environment
            environment["PHOENIX_STORE"] = "sqlite:panel.db"
            let apply = try phoenix("apply", "-f", "both.yaml", "--yes", environment: environment)
            #expect(apply.status == 0, "\(apply.output)\(apply.error)")
            #expect(apply.output.hasPrefix("Panel: embedded panel, sqlite:panel.db\n"))
            #expect(apply.output.contains("Schedules: \(panel.url) (Client API)\n"))
            #expect(apply.output.contains("4 done"))
            let plan = try phoenix("plan", "-f", "both.yaml", "--detailed-exitcode", environment: environment)
            #expect(plan.status == 0, "\(plan.output)")
        }
    }

    @Test("are not asked for where files have tasks alone, whatever the environment names")
    func tasksAlone() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["a": #"{ schedule: "0 2 * * *" }"#])
            let environment = ["PHOENIX_CLIENT_API": "http://127.0.0.1:9", "PHOENIX_CLIENT_API_KEY": "x"]
            let plan = try phoenix("plan", "-f", "p.yaml", environment: environment)
            #expect(plan.status == 0, "\(plan.error)")
            #expect(!plan.output.contains("127.0.0.1:9"))
        }
    }

    @Test("take the key from a file, too, and never show it")
    func keyFile() throws {
        try withPanel { phoenix, panel in
            try phoenix.write(StandInProcess.key + "\n", to: "key")
            #expect(try phoenix.shell("chmod 600 key").status == 0)
            let arguments = ["plan", "-f", "s.yaml", "--client-api", panel.url, "--client-api-key-file", "key", "-v"]
            let plan = try phoenix.run(arguments, environment: ["PHOENIX_STORE": nil])
            #expect(plan.status == 0, "\(plan.error)")
            #expect(plan.output.contains("3 to create"))
            #expect(!(plan.output + plan.error).contains(StandInProcess.key))
        }
    }

    @Test("are in every report, and every command that shows files knows them")
    func reportsAndGraph() throws {
        try withPanel { phoenix, panel in
            let reports = ["json", "markdown", "sarif", "junit", "github"]
            let kinds = reports.flatMap { ["--report", "\($0)=\($0).out"] }
            let plan = try panel.run(["plan", "-f", "s.yaml", "--out", "s.plan"] + kinds)
            #expect(plan.status == 0, "\(plan.error)")
            for kind in ["json", "markdown"] {
                let url = phoenix.folder.appendingPathComponent("\(kind).out")
                let report = try String(contentsOf: url, encoding: .utf8)
                #expect(report.contains("nightly@00000002"), "\(report)")
                #expect(report.contains(panel.url), "\(report)")
            }
            #expect(try panel.run(["apply", "-f", "s.yaml", "--yes", "--parallelism", "1"] + kinds).status == 0)
            try panel.move(1, of: "00000001", named: panel.storedName(1, of: "00000001"), toHour: 9)
            let drift = try panel.run(["drift", "-f", "s.yaml"] + kinds)
            #expect(drift.output.hasPrefix("Panel: \(panel.url) (Client API)\n"), "\(drift.output)")
            for kind in reports {
                let url = phoenix.folder.appendingPathComponent("\(kind).out")
                let report = try String(contentsOf: url, encoding: .utf8)
                #expect(report.contains("nightly@0000000"), "\(kind): \(report)")
            }
            let shown = try phoenix("show", "s.plan")
            #expect(shown.output.contains("+ create schedule nightly@00000003"), "\(shown.output)\(shown.error)")
            #expect(try phoenix("graph", "-f", "s.yaml").output.contains("nightly"))
            try phoenix.write(Self.manifest + "\n", to: "s.yaml")
            #expect(try phoenix("fmt", "-f", "s.yaml", "--check").status == 0)
            let explained = try phoenix("explain", "schedules.servers")
            #expect(explained.status == 0, "\(explained.error)")
        }
    }

    @Test("with secrets in commands show them nowhere")
    func secrets() throws {
        try withPanel { phoenix, panel in
            let secret = "hunter22"
            try phoenix.write(
                Self.manifest.replacingOccurrences(of: "say bye", with: "login ${secret:env:RCON}"), to: "s.yaml")
            var environment = panel.environment
            environment["RCON"] = secret
            var said = ""
            for arguments in [
                ["plan", "-f", "s.yaml", "--out", "s.plan"],
                ["apply", "--plan", "s.plan", "--yes", "--parallelism", "1"],
                ["get", "schedules", "-o", "wide"], ["get", "schedules", "-o", "json"],
                ["export", "--schedules"], ["export", "--schedules", "--format", "pelican", "--to", "out"],
                ["calendar"], ["calendar", "-f", "s.yaml"], ["show", "s.plan"], ["render", "-f", "s.yaml"],
                ["plan", "-f", "s.yaml", "-v"], ["drift", "-f", "s.yaml"], ["doctor"],
            ] {
                let result = try phoenix.run(arguments, environment: environment)
                #expect(result.status == (arguments.contains("pelican") ? 1 : 0), "\(arguments) \(result.error)")
                said += result.output + result.error
            }
            #expect(!said.contains(secret), "\(said)")
            #expect(said.contains("(secret)"))
            #expect(try panel.storedName(1, of: "00000001").contains("{phx net/nightly s1."))
            let files = try phoenix.shell("cat s.plan; cat out/* 2>/dev/null; true")
            #expect(!files.output.contains(secret))
            #expect(try panel.request("GET", "00000001/schedules/1").contains(secret))
        }
    }

    @Test("are deleted within a budget alone")
    func budget() throws {
        try withPanel { phoenix, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes").status == 0)
            try phoenix.write("project: net\nschedules: {}\n", to: "s.yaml")
            let refused = try panel("apply", "-f", "s.yaml", "--yes", "--prune", "--allow-deletes", "1")
            #expect(refused.status == 5, "\(refused.output)\(refused.error)")
            #expect((refused.output + refused.error).contains("--allow-deletes 3"))
            #expect(try panel("get", "schedules", "-o", "json").output.components(separatedBy: "\"id\"").count == 7)
        }
    }

    @Test("of a context need no options, and a saved plan goes to no other panel")
    func contextAndSavedPlan() throws {
        try withPanel { phoenix, panel in
            try phoenix.write(
                """
                current: prod
                contexts:
                  prod: { client_api: { url: "\(panel.url)", api_key_env: PROD_KEY } }
                  other: { client_api: { url: "http://127.0.0.1:9", api_key_env: PROD_KEY } }
                """, to: ".config/phoenix/config.yaml")
            let environment: [String: String?] = ["PHOENIX_STORE": nil, "PROD_KEY": StandInProcess.key]
            let plan = try phoenix("plan", "-f", "s.yaml", "--out", "s.plan", environment: environment)
            #expect(plan.status == 0, "\(plan.error)")
            let elsewhere = try phoenix(
                "apply", "--plan", "s.plan", "--yes", "--context", "other", environment: environment)
            #expect(elsewhere.codes == ["PHX0722"])
            let apply = try phoenix("apply", "--plan", "s.plan", "--yes", environment: environment)
            #expect(apply.status == 0, "\(apply.output)\(apply.error)")
            let again = try phoenix("apply", "--plan", "s.plan", "--yes", environment: environment)
            #expect(again.status == 5)
            #expect(again.codes == ["PHX0723"])
        }
    }

    @Test("changed or deleted between plan and apply are left alone")
    func movedBetween() throws {
        try withPanel { phoenix, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes", "--parallelism", "1").status == 0)
            try phoenix.write(Self.manifest.replacingOccurrences(of: "0 4 * * *", with: "0 5 * * *"), to: "s.yaml")
            #expect(try panel("plan", "-f", "s.yaml", "--out", "s.plan").status == 0)
            try panel.move(1, of: "00000001", named: panel.storedName(1, of: "00000001"), toHour: 9)
            try panel.request("DELETE", "00000002/schedules/2")
            let apply = try panel("apply", "--plan", "s.plan", "--yes")
            #expect(apply.status == 5, "\(apply.output)\(apply.error)")
            #expect(apply.output.contains("1 done, 2 blocked"))
            #expect(try panel.request("GET", "00000001/schedules/1").contains("\"hour\":\"9\""))
        }
    }

    @Test("of servers that are suspended or deleted between plan and apply are left alone, and nothing looks done")
    func serversGoBetween() throws {
        try withPanel { _, panel in
            #expect(try panel("plan", "-f", "s.yaml", "--out", "s.plan").status == 0)
            try panel.order("suspend 2\nremove 3")
            let apply = try panel("apply", "--plan", "s.plan", "--yes")
            #expect(apply.status == 5, "\(apply.output)\(apply.error)")
            #expect(apply.output.contains("1 done, 2 blocked"))
            #expect(apply.output.contains("the server 'server-2' (00000002) is suspended"))
            #expect(apply.output.contains("the server 'server-3' (00000003) is not on the panel"))
            try panel.order("resume 2")
            let again = try panel("apply", "-f", "s.yaml", "--yes")
            #expect(again.status == 0, "\(again.output)\(again.error)")
            #expect(again.output.contains("1 done"))
        }
    }

    @Test("that drifted alike on all servers are accepted into their entry, and else the file is left alone")
    func accept() throws {
        try withPanel { phoenix, panel in
            #expect(try panel("apply", "-f", "s.yaml", "--yes", "--parallelism", "1").status == 0)
            func move(_ number: Int) throws {
                let server = "0000000\(number)"
                try panel.move(number, of: server, named: panel.storedName(number, of: server), toHour: 9)
            }
            try move(1)
            let refused = try panel("drift", "-f", "s.yaml", "--accept", "nightly")
            #expect(refused.status == 1)
            #expect(refused.codes == ["PHX0726"])
            #expect(refused.error.contains("it has drifted on 1 of its 3 servers alone"))
            try move(2)
            try move(3)
            let accepted = try panel("drift", "-f", "s.yaml", "--accept", "nightly")
            #expect(accepted.status == 0, "\(accepted.output)\(accepted.error)")
            let text = try String(contentsOf: phoenix.folder.appendingPathComponent("s.yaml"), encoding: .utf8)
            #expect(text == Self.manifest.replacingOccurrences(of: "0 4 * * *", with: "0 9 * * *"))
            #expect(try panel("plan", "-f", "s.yaml", "--detailed-exitcode").status == 0)
        }
    }
}
