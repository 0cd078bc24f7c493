import ClientAPI
import HTTPTransport
import PhoenixModel
import Testing
import TransportFixtures

@Suite("The servers of a panel")
struct ServersTests {
    @Test("are read page by page, in order of name then uuid")
    func areReadPageByPage() async throws {
        let transport = ScriptedTransport { request, _ in
            switch request.target {
            case "/api/client/account": .nobody
            case "/api/client?per_page=100&page=1":
                .list([server("b", uuid: "2"), server("c", uuid: "4")], total: 4, pages: 2)
            default: .list([server("b", uuid: "1"), server("a", uuid: "3")], total: 4, pages: 2)
            }
        }
        let list = try await ClientAPI(transport).servers()
        #expect(list.servers.map(\.uuid) == ["3", "1", "2", "4"])
        #expect(list.unreadable.isEmpty)
    }

    @Test("are those of everybody for a root admin")
    func areThoseOfEverybodyForARootAdmin() async throws {
        let transport = ScriptedTransport { request, _ in
            request.target == "/api/client/account" ? .admin : .list([])
        }
        _ = try await ClientAPI(transport).servers()
        #expect(transport.lines == ["GET /api/client/account", "GET /api/client?type=admin-all&per_page=100&page=1"])
    }

    @Test("are asked for with the headers of a program, and none of a browser")
    func areAskedForWithTheHeadersOfAProgram() async throws {
        let transport = ScriptedTransport { _, _ in .admin }
        _ = try await ClientAPI(transport).account()
        let request = try #require(transport.requests.first)
        #expect(request.header("Accept") == "application/json")
        #expect(request.header("Authorization") == "Bearer \(testKey)")
        #expect(Set(request.headers.map(\.name)) == ["Accept", "Authorization", "User-Agent"])
    }

    @Test("are read again where the list has changed from one page to the next")
    func areReadAgain() async throws {
        let transport = ScriptedTransport { request, number in
            switch request.target {
            case "/api/client/account": return .nobody
            case "/api/client?per_page=100&page=1": return .list([server("a", uuid: "1")], total: 2, pages: 2)
            default: return .list([server("b", uuid: number < 5 ? "1" : "2")], total: 2, pages: 2)
            }
        }
        #expect(try await ClientAPI(transport).servers().servers.map(\.uuid) == ["1", "2"])
    }

    @Test("are not guessed at where the list keeps changing")
    func areNotGuessedAt() async throws {
        let transport = ScriptedTransport { request, _ in
            request.target == "/api/client/account" ? .nobody : .list([server("a", uuid: "1")], total: 2)
        }
        let api = try ClientAPI(transport)
        let error = await clientError { () throws(ClientAPIError) in try await api.servers() }
        #expect(error?.code == .unexpectedAnswer)
        #expect(transport.requests.count == 4)
    }

    @Test("are not read without end where a panel counts pages without end")
    func areNotReadWithoutEnd() async throws {
        let transport = ScriptedTransport { request, _ in
            request.target == "/api/client/account" ? .nobody : .list([], total: 5_000_000, pages: 50_000)
        }
        let api = try ClientAPI(transport)
        let error = await clientError { () throws(ClientAPIError) in try await api.servers() }
        #expect(error?.code == .unexpectedAnswer)
    }

    @Test("that lack what is needed are reported, and not trusted")
    func thatLackWhatIsNeededAreReported() async throws {
        let records: [Value] = [
            server("good\u{1B}[31m\u{0}", uuid: "1"), ["name": "no uuid"], ["uuid": "2"], ["uuid": 3, "name": "x"],
            ["uuid": "../../account", "name": "escape"], server("", uuid: "5"),
        ]
        let transport = ScriptedTransport { request, _ in
            request.target == "/api/client/account" ? .nobody : .list(records)
        }
        let list = try await ClientAPI(transport).servers()
        #expect(list.servers.map(\.name) == ["good\u{1B}[31m\u{0}"])
        #expect(list.unreadable.count == 5)
        #expect(list.unreadable.contains("the panel's record of the server '2' has no usable 'name'"))
    }

    @Test(
        "say why nothing can be done to them",
        arguments: [
            ("status", .null, nil), ("status", "suspended", "is suspended"), ("is_suspended", true, "is suspended"),
            ("status", "installing", "is being installed"), ("is_installing", true, "is being installed"),
            ("status", "install_failed", "is not installed: its installation failed"),
            ("status", "reinstall_failed", nil),
            ("status", "restoring_backup", "is being restored from a backup"),
            ("is_transferring", true, "is being transferred to another node"),
            ("is_node_under_maintenance", true, "is on a node in maintenance"), ("status", "something_new", nil),
        ] as [(String, Value, String?)])
    func sayWhy(key: String, value: Value, reason: String?) async throws {
        let transport = ScriptedTransport { request, _ in
            request.target == "/api/client/account" ? .nobody : .list([server("a", uuid: "1", [(key, value)])])
        }
        #expect(try await ClientAPI(transport).servers().servers.first?.unavailability == reason)
    }

    @Test("tell what the key's owner may do to them")
    func tellWhatTheOwnerMayDo() async throws {
        func detail(_ permissions: Value) async throws -> ServerDetail {
            let item: Value = [
                "object": "server", "attributes": server("a", uuid: "1"), "meta": ["user_permissions": permissions],
            ]
            return try await ClientAPI(always: .json(200, item)).server("1")
        }
        #expect(try await detail(["*", "admin.websocket.errors"]).allows("backup.create") == true)
        #expect(try await detail(["backup.read"]).allows("backup.create") == false)
        #expect(try await detail(.null).allows("backup.create") == nil)
    }
}
