import Foundation
import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import ProcessFixtures
import Testing

@Suite("phoenix runs, run and health", .ownThread, .mustEnd)
struct RunJobTests {
    @Test("a run that is asked for is queued until something runs it, and shown")
    func embedded() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["nightly": #"{ name: Nightly backup, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            let none = try phoenix("runs")
            #expect(none.status == 0 && none.output == "ID  TASK  WHEN  RESULT  TOOK  SERVERS\n")

            let started = try phoenix("run", "nightly")
            #expect(started.status == 0)
            #expect(started.output.hasPrefix("Run 1 of Nightly backup: queued\n"))
            #expect(started.error.contains("nothing runs until `phoenix serve`"))
            // By name and id, too; the first one is in the way.
            for name in ["Nightly backup", "5"] {
                let refused = try phoenix("run", name)
                #expect(refused.status == 1)
                #expect(refused.error.contains("a run of 'Nightly backup' is queued"), "\(refused.error)")
            }
            let listed = try phoenix("runs", "nightly")
            #expect(listed.output.split(separator: "\n").count == 2 && listed.output.contains("queued"))
            #expect(try phoenix("runs", "--result", "failed").output.split(separator: "\n").count == 1)
            #expect(try phoenix("runs", "--since", "1h").output.split(separator: "\n").count == 2)
            #expect(try phoenix("runs", "--since", "2099-01-01").output.split(separator: "\n").count == 1)
            for options in [["nightly", "--run", "1"], ["--run", "1"]] {
                let one = try phoenix.run(["runs"] + options)
                #expect(one.output.hasPrefix("Run 1 of Nightly backup: queued\n"), "\(one.error)")
            }
            let json = try Value(json: try phoenix("runs", "-o", "json").output)
            guard case .map(let map) = json, case .list(let runs)? = map["data"], case .map(let run)? = runs.first
            else {
                Issue.record("\(json)")
                return
            }
            #expect(run["id"] == "1" && run["state"] == "queued" && run["steps"] == nil)
        }
    }

    @Test("over HTTP it is followed to its end, which is 6 unless it succeeded")
    func remote() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["nightly": #"{ name: Nightly backup, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            let key = try phoenix.key()
            let environment = ["PHOENIX_API_KEY": key]
            // Nothing but the test may end the run.
            try await phoenix.serve(["--listen", "127.0.0.1:0", "--no-scheduler"]) { panel in
                let target = ["--panel", panel.url]
                let followed = try await withThrowingTaskGroup(of: PhoenixProcess.Result?.self) { group in
                    group.addTask {
                        try await blockingCall {
                            try phoenix.run(["run", "nightly", "--wait"] + target, environment: environment)
                        }
                    }
                    group.addTask {
                        // Once it is there it is stopped, which ends it at once.
                        var status = "404"
                        while status.contains("404") {
                            status = try await panel.exchange("POST", "/api/v1/services/5/runs/1/stop", key: key)
                                .statusLine
                        }
                        #expect(status.contains("202"))
                        return nil
                    }
                    var result: PhoenixProcess.Result?
                    for try await ended in group { result = ended ?? result }
                    return try #require(result)
                }
                #expect(followed.status == 6, "\(followed.error)")
                #expect(followed.output.hasPrefix("Run 1 of Nightly backup: "), "\(followed.output)")
                #expect(followed.output.contains("stopped before it"))
                let listed = try phoenix.run(["runs", "nightly"] + target, environment: environment)
                #expect(listed.output.contains("skipped") && listed.output.contains("stopped before it"))
                let health = try phoenix.run(["health", "nightly"] + target, environment: environment)
                #expect(health.status == 0 && health.output.hasPrefix("Nightly backup (id 5): scheduled\n"))
                #expect(try phoenix.run(["health", "--check"] + target, environment: environment).status == 0)
            }
        }
    }

    @Test("health says what is not well, and --check exits with 6 for it")
    func health() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["nightly": #"{ name: Nightly backup, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            let well = try phoenix("health", "--check")
            #expect(well.status == 0 && well.output.contains("Wings Daemon"), "\(well.error)")
            #expect(well.output.hasSuffix("5 services, none with a problem.\n"))
            try phoenix.sql("UPDATE service SET last_result = 'failed' WHERE id = 5")
            let ill = try phoenix("health")
            #expect(ill.status == 0 && ill.output.contains("the last run failed"))
            #expect(try phoenix("health", "--check").status == 6)
            #expect(try phoenix("health", "nightly", "--check").status == 6)
            #expect(try phoenix("health", "wings", "--check").status == 0)
            let json = try phoenix("health", "-o", "json").output
            #expect(json.contains(#""is_well": false"#) && json.contains(#""problem": "the last run failed""#))
        }
    }

    @Test("what is not there is said, with the name that was meant")
    func unknown() throws {
        try PhoenixProcess.withFolder { phoenix in
            try phoenix.declare(["nightly": #"{ name: Nightly backup, schedule: "0 2 * * *" }"#])
            try phoenix.applied()
            for command in ["runs", "run", "health"] {
                let refused = try phoenix(command, "Nightly bakup")
                #expect(refused.status == 1)
                #expect(refused.error.contains("did you mean 'Nightly backup'?"), "\(refused.error)")
            }
            #expect(try phoenix("run", "Wings Daemon").status == 1)
            #expect(try phoenix("runs", "nightly", "--run", "7").error.contains("no run with the id '7'"))
            #expect(try phoenix("runs", "--run", "7").status == 1)
        }
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["run"], ["runs", "--limit", "0"], ["runs", "--result", "good"], ["runs", "--since", "yesterday"],
            ["runs", "--run", "1", "--limit", "2"], ["runs", "-o", "xml"], ["health", "a", "b"],
        ])
    func usage(arguments: [String]) throws {
        try PhoenixProcess.withFolder { phoenix in
            let refused = try phoenix.run(arguments)
            #expect(refused.status == 64, "\(refused.error)")
        }
    }
}
