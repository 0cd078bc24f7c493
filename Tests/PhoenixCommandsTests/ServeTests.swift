import Foundation
import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import SocketFixtures
import Testing

@Suite("phoenix serve", .ownThread, .mustEnd)
struct ServeTests {
    private static let task = """
        {"name": "Nightly", "schedule": "0 2 * * *", "task": {"type": "backup", "data": {"servers": ["all"]}}}
        """

    @Test("it says where it listens, what it serves, and how to make a first key")
    func greeting() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let first = try await phoenix.serve { panel in
                #expect(panel.url == "http://127.0.0.1:\(panel.address.port)")
                let ready = try await exchange("GET", "/readyz", with: panel.address)
                #expect(ready.statusLine == "HTTP/1.1 200 OK")
            }
            #expect(first.output == "")
            #expect(first.error.contains("\nstore: sqlite:panel.db\n"))
            #expect(first.error.contains("there is no key yet"))

            // The command it shows is one that works.
            let command = try #require(first.error.matches(of: /phoenix (keys create .*)/).first?.1)
            #expect(try phoenix.run(command.split(separator: " ").map(String.init)).status == 0)
            let second = try await phoenix.serve { _ in }
            #expect(second.error.contains("store: sqlite:panel.db"))
            #expect(!second.error.contains("key"))
        }
    }

    @Test("a key of the Client API without the panel that it is for is wrong usage")
    func keyWithoutPanel() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try phoenix.write("ptlc_alone", to: "client.key")
            let refused = try await phoenix.refusedServe(
                "--listen", "127.0.0.1:0", "--store", "sqlite:panel.db", "--client-api-key-file", "client.key")
            #expect(refused.status == 64, "\(refused.error)")
            #expect(refused.codes == ["PHX0901"])
            #expect(refused.error.contains("no panel that its key is for"))
            #expect(refused.error.contains("--client-api URL"))
            #expect(!refused.error.contains("ptlc_alone"))
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))
        }
    }

    @Test("it serves while the panel that tasks run on does not answer")
    func silentPanel() async throws {
        try await ScriptedPeer.withServer { peer in
            try await peer.stall()
        } _: { port in
            try await PhoenixProcess.withFolder { phoenix in
                try phoenix.write("ptlc_silent", to: "client.key")
                try phoenix.write(
                    "client_api: { url: 'http://127.0.0.1:\(port)', key: { file: client.key } }\n", to: "server.yaml")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: phoenix.folder.appendingPathComponent("client.key").path)
                let ended = try await phoenix.serve(["--listen", "127.0.0.1:0", "--config", "server.yaml"]) { panel in
                    let health = try await exchange("GET", "/healthz", with: panel.address)
                    #expect(health.statusLine == "HTTP/1.1 200 OK")
                }
                #expect(ended.status == 0)
                #expect(ended.error.hasSuffix("stopped"))
                // What the panel would have said is of no interest to a server that ends.
                #expect(!ended.error.contains("tasks "), "\(ended.error)")
            }
        }
    }

    @Test("requests are logged, unless that is not wanted", arguments: [true, false])
    func accessLog(isWanted: Bool) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            let options = ["--listen", "127.0.0.1:0"] + (isWanted ? [] : ["--no-access-log"])
            let ended = try await phoenix.serve(options) { panel in
                _ = try await panel.exchange("GET", "/api/v1/services?page=1", key: key)
            }
            #expect(ended.error.contains("/api/v1/services") == isWanted, "\(ended.error)")
            #expect(!ended.error.contains(key))
        }
    }

    @Test("pages are at / unless they are not wanted, and the API is the same with and without them")
    func pages() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            var lists: [String] = []
            for (options, status) in [([], 401), (["--no-dashboard"], 404)] as [([String], Int)] {
                let ended = try await phoenix.serve(["--listen", "127.0.0.1:0"] + options) { panel in
                    let page = try await exchange("GET", "/", with: panel.address)
                    #expect(page.statusLine.contains(" \(status) "))
                    #expect(page.body.contains("<h1>Sign in</h1>") == options.isEmpty)
                    lists.append(try await panel.exchange("GET", "/api/v1/services", key: key).body)
                    let unknown = try await panel.exchange("GET", "/api/v1/nothing", key: key)
                    #expect(unknown.statusLine.contains(" 404 ") && unknown.body.contains("not_found"))
                }
                #expect(ended.error.contains("dashboard: http://") == options.isEmpty)
            }
            #expect(lists[0] == lists[1])
        }
    }

    @Test("with a log that nobody reads it goes on answering, and a signal ends it")
    func unreadLog() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            // The first lines are read, then none, until the server is gone.
            let ended = try await phoenix.serve(readsLog: false) { panel in
                try await withRawConnection(to: panel.address) { connection in
                    let asked = request("GET", "/healthz?\(String(repeating: "x", count: 100))")
                    for _ in 1...3_000 {
                        try await connection.send(asked)
                        #expect(try await connection.receive(through: "}").hasPrefix("HTTP/1.1 200 OK"))
                    }
                }
                _ = try await panel.exchange("GET", "/api/v1/services", key: key)
            }
            #expect(ended.status == 0)
        }
    }

    @Test("ten times as many connections as it may open files for are survived")
    func openFiles() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let ended = try await phoenix.serve(openFiles: 150) { panel in
                let crowd = try ConnectedSockets(count: 600, to: panel.address)
                // Those that are accepted are served, whatever waits behind them.
                try crowd.sendAll(request("GET", "/healthz"))
                #expect(try crowd.receiveFirst().hasPrefix("HTTP/1.1 200 OK"))
                crowd.close()
                let healthy = try await exchange("GET", "/healthz", with: panel.address)
                #expect(healthy.statusLine == "HTTP/1.1 200 OK")
            }
            #expect(ended.status == 0)
            #expect(ended.error.contains("raise the limit of open files"))
        }
    }

    @Test("where there is no room for any connection it says so")
    func noOpenFiles() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let refused = try phoenix.shell("ulimit -n 60; exec timeout 20 \"$PHOENIX\" serve --listen 127.0.0.1:0")
            #expect(refused.status == 1)
            #expect(refused.error.contains("may not open enough files"))
        }
    }

    @Test("its log can be JSON from the first line to the last")
    func jsonLog() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let ended = try await phoenix.serve(["--listen", "127.0.0.1:0", "--log-format", "json"]) { panel in
                _ = try await exchange("GET", "/healthz", with: panel.address)
            }
            let lines = ended.error.split(separator: "\n").dropFirst()
            let messages = try lines.map { line in
                guard case .map(let entry) = try Value(json: Array(line.utf8)) else { throw CancellationError() }
                return entry["message"]?.plainText ?? ""
            }
            #expect(messages.contains("request"))
            #expect(messages.last == "stopped")
            #expect(!ended.error.contains("Server started"))
        }
    }

    @Test("what is below the level is not logged", arguments: [("warning", false), ("debug", true)])
    func logLevel(_ level: String, isLogged: Bool) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let ended = try await phoenix.serve(["--listen", "127.0.0.1:0", "--log-level", level]) { panel in
                _ = try await exchange("GET", "/healthz", with: panel.address)
            }
            #expect(ended.error.contains("/healthz") == isLogged)
            #expect(ended.error.contains("Server started") == isLogged)
            #expect(ended.error.hasSuffix("\nstopped"))
        }
    }

    @Test("a signal ends it once the request in flight is answered", arguments: [SIGTERM, SIGINT, SIGHUP])
    func gracefulEnd(signal: Int32) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let key = try phoenix.key()
            let ended = try await phoenix.serve { panel in
                try await withRawConnection(to: panel.address) { connection in
                    let asked = request(
                        "POST", "/api/v1/services/scheduled", headers: ["Authorization: Bearer \(key)"],
                        body: Self.task)
                    // In one piece with a request before it: once that is answered, the head has arrived as well.
                    try await connection.send(request("GET", "/healthz") + asked.dropLast(40))
                    #expect(try await connection.receive(through: "}").hasPrefix("HTTP/1.1 200 OK"))
                    _ = try await exchange("GET", "/healthz", with: panel.address)

                    panel.send(signal: signal)
                    try await waitUntilRefused(by: panel.address)
                    try await connection.send(String(asked.suffix(40)))
                    let answer = try await connection.receiveAll()
                    #expect(answer.text.hasPrefix("HTTP/1.1 201 Created"), "\(answer.text)")
                    #expect(answer.ending == .end)
                }
            }
            #expect(ended.status == 0)
            #expect(ended.error.hasSuffix("\nstopped"), "\(ended.error)")
            #expect(try phoenix("get", "tasks").output.contains("Nightly"))
        }
    }

    @Test("connections on which nothing is asked do not hold up its end")
    func idleConnections() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let ended = try await phoenix.serve { panel in
                try await withRawConnection(to: panel.address) { kept in
                    try await kept.send(request("GET", "/healthz"))
                    _ = try await kept.receive(through: "}")
                    try await withRawConnection(to: panel.address) { silent in
                        panel.send(signal: SIGTERM)
                        let endings = [try await kept.receive(), try await silent.receive()]
                        #expect(endings == [.end, .end])
                    }
                }
            }
            #expect(ended.status == 0)
        }
    }

    /// Connects until nobody takes connections any more.
    private func waitUntilRefused(by address: ServerAddress) async throws {
        while true {
            do {
                let answer = try await exchange("GET", "/healthz", with: address)
                if answer.statusLine.isEmpty { continue }
            } catch let failure as RawConnection.Failure where failure.errno == ECONNREFUSED {
                return
            } catch is RawConnection.Failure {
                continue
            }
        }
    }

    @Test("a port in use is an error that says so")
    func portInUse() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            try await phoenix.serve { panel in
                let second = try await phoenix.refusedServe("--listen", panel.address.authority)
                #expect(second.status == 1)
                #expect(second.codes == ["PHX0820"])
                #expect(second.error.contains("\(panel.address.authority) is in use"))
                #expect(second.error.contains("help: choose another port with --listen"))
                #expect(!second.error.contains("listening on"))
            }
        }
    }

    @Test("beyond this machine it serves only with TLS, or when told to")
    func plainText() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let refused = try await phoenix.refusedServe("--listen", "0.0.0.0:0")
            #expect(refused.status == 64)
            #expect(refused.codes == ["PHX0920"])
            #expect(!FileManager.default.fileExists(atPath: phoenix.folder.appendingPathComponent("panel.db").path))

            let ended = try await phoenix.serve(["--listen", "0.0.0.0:0", "--insecure"]) { panel in
                #expect(panel.url.hasPrefix("http://0.0.0.0:"))
                let ready = try await exchange("GET", "/readyz", with: panel.address)
                #expect(ready.statusLine == "HTTP/1.1 200 OK")
            }
            #expect(ended.status == 0)
        }
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["--listen", "127.0.0.1"], ["--listen", "8088"], ["--listen", ":8088"], ["--listen", "::1:80"],
            ["--listen", "[::1"], ["--listen", "[127.0.0.1]:80"], ["--listen", "127.0.0.1:65536"],
            ["--listen", "127.0.0.1:-1"], ["--listen", "a b:1"], ["--listen", ""], ["--tls-cert", "cert.pem"],
            ["--tls-key", "key.pem"], ["--store", "panel.db"], ["--store", ""], ["panel.db"],
            ["--public-url", "ftp://a"], ["--public-url", "https://kim:hunter2@a"], ["--public-url", "https://a/?b"],
            ["--log-level", "loud"], ["--log-format", "xml"],
        ])
    func usage(options: [String]) async throws {
        try await PhoenixProcess.withFolder { phoenix in
            // The listed options come last, and win.
            let refused = try await phoenix.refusedServe(["--listen", "127.0.0.1:0"] + options)
            #expect(refused.status == 64, "\(refused.error)")
            #expect(!refused.error.isEmpty && !refused.error.contains("hunter2"))
        }
    }

    @Test("an address that this machine does not have is an error")
    func foreignAddress() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let refused = try await phoenix.refusedServe("--listen", "203.0.113.1:0", "--insecure")
            #expect(refused.status == 1)
            #expect(refused.error.contains("this machine has no address 203.0.113.1"))
        }
    }

    @Test("a store that is no database is left alone")
    func foreignStore() async throws {
        try await PhoenixProcess.withFolder { phoenix in
            let text = String(repeating: "These are my notes.\n", count: 100)
            try phoenix.write(text, to: "panel.db")
            let refused = try await phoenix.refusedServe("--listen", "127.0.0.1:0")
            #expect(refused.status == 1)
            #expect(refused.codes.count == 1)
            let left = try String(contentsOf: phoenix.folder.appendingPathComponent("panel.db"), encoding: .utf8)
            #expect(left == text)
        }
    }
}
