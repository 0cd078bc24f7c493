import PanelFixtures
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Conditions of writes over HTTP")
struct PreconditionTests {
    @Test("a create that is answered again has the ETag of what its body shows", arguments: StoreKind.embedded)
    func replayedETag(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            let task = #""schedule":"0 2 * * *","task":{"type":"backup","data":{"servers":["all"]}}"#
            func create() async throws -> RawAnswer {
                try await server.send(
                    "POST", "/api/v1/services/scheduled", headers: ["Idempotency-Key: k"],
                    body: #"{"name":"a",\#(task)}"#)
            }
            let first = try await create()
            let id = try #require(first["data", "id"]?.plainText)
            _ = try await server.send("PUT", "/api/v1/services/\(id)", body: #"{"description":"somebody else's"}"#)
            let again = try await create()
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again.headers["etag"] == "\"1\"")
            let stale = try await server.send(
                "PUT", "/api/v1/services/\(id)", headers: ["If-Match: \(again.headers["etag"] ?? "")"],
                body: #"{"description":""}"#)
            #expect(stale.status == 412)
        }
    }

    @Test("an object has an ETag, which an update moves, and a stale one is refused", arguments: StoreKind.embedded)
    func etags(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            let id = try await server.create("a")
            let target = "/api/v1/services/\(id)"
            let first = try await server.send("GET", target)
            #expect(first.headers["etag"] == "\"1\"")
            let second = try await server.send(
                "PUT", target, headers: ["If-Match: \"1\""], body: #"{"description":"x"}"#)
            #expect(second.status == 200)
            #expect(second.headers["etag"] == "\"2\"")
            let stale = try await server.send(
                "PUT", target, headers: ["If-Match: \"1\""], body: #"{"description":"y"}"#)
            #expect(stale.status == 412)
            #expect(stale.codes == ["precondition_failed"])
            #expect(try await server.send("DELETE", target, headers: ["If-Match: \"1\""]).status == 412)
            #expect(try await server.send("GET", target)["data", "description"] == "x")
            #expect(try await server.send("DELETE", target, headers: ["If-Match: \"1\", \"2\""]).status == 204)
        }
    }

    @Test("the same create with the same key is answered the same, once", arguments: StoreKind.embedded)
    func idempotency(_ kind: StoreKind) async throws {
        try await TestServer.run(on: kind) { server in
            func create(_ name: String, key: String? = nil) async throws -> RawAnswer {
                try await server.send(
                    "POST", "/api/v1/services/scheduled", key: key, headers: ["Idempotency-Key: k1"],
                    body:
                        #"{"name":"\#(name)","schedule":"@daily","task":{"type":"backup","data":{"servers":["all"]}}}"#)
            }
            let first = try await create("a")
            let again = try await create("a")
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again.headers["location"] == first.headers["location"])
            #expect(try await create("b").codes == ["validation_failed"])
            let other = try await server.keys.make("other", [.create])
            #expect(try await create("b", key: other.text).status == 201)
            #expect(try await server.send("GET", "/api/v1/services/scheduled")["meta", "pagination", "total"] == 2)
        }
    }

    @Test("two idempotency keys are refused, not joined")
    func twoKeys() async throws {
        try await TestServer.run { server in
            let answer = try await server.send(
                "POST", "/api/v1/services/scheduled", headers: ["Idempotency-Key: a", "Idempotency-Key: b"],
                body: #"{"name":"a","schedule":"@daily","task":{"type":"backup","data":{"servers":["all"]}}}"#)
            #expect(answer.codes == ["bad_request"])
            #expect(try await server.send("GET", "/api/v1/services/scheduled")["meta", "pagination", "total"] == 0)
        }
    }

    @Test("a change that is wanted only where there is nothing yet is refused where there is something")
    func noneMatch() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a")
            for method in ["PUT", "DELETE"] {
                let body = method == "PUT" ? #"{"enabled":false}"# : ""
                let target = "/api/v1/services/\(id)"
                let refused = try await server.send(method, target, headers: ["If-None-Match: *"], body: body)
                #expect(refused.status == 412)
                #expect(refused["errors", "0", "meta", "etag"] == "\"1\"")
                let tags = try await server.send(method, target, headers: [#"If-None-Match: "7""#], body: body)
                #expect(tags.codes == ["bad_request"])
                let nothing = try await server.send(
                    method, "/api/v1/services/999", headers: ["If-None-Match: *"], body: body)
                #expect(nothing.status == 404)
            }
            #expect(try await server.send("GET", "/api/v1/services/\(id)")["data", "enabled"] == true)
        }
    }

    @Test("an idempotency key that is too long or empty is refused")
    func keyLength() async throws {
        try await TestServer.run { server in
            for length in [0, 256] {
                let answer = try await server.send(
                    "POST", "/api/v1/services/scheduled",
                    headers: ["Idempotency-Key: \(String(repeating: "k", count: length))"],
                    body: #"{"name":"a","schedule":"@daily","task":{"type":"backup","data":{"servers":["all"]}}}"#)
                #expect(answer.status == 400)
            }
        }
    }

    @Test("a deletion takes force as true or false, and nothing else")
    func force() async throws {
        try await TestServer.run { server in
            let id = try await server.create("a")
            #expect(try await server.send("DELETE", "/api/v1/services/\(id)?force=yes").status == 400)
            #expect(try await server.send("DELETE", "/api/v1/services/\(id)?now=true").status == 400)
            #expect(try await server.send("DELETE", "/api/v1/services/\(id)?force=true").status == 204)
        }
    }
}
