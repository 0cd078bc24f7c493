import PanelFixtures
import PanelServer
import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Bodies of requests")
struct BodyTests {
    static let task = #"{"name":"a","schedule":"@daily","task":{"type":"backup","data":{"servers":["all"]}}}"#

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "{", "nul", "{\"name\":}", "{\"name\":\"a\",\"name\":\"b\"}", "[1,]", "{'a':1}", "{\"a\":1}x",
            "\u{FEFF}{}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\n\"}", "{\"a\":01}", "{\"a\":NaN}",
            String(repeating: "[", count: 10_000), String(repeating: "{\"a\":", count: 10_000),
        ])
    func malformed(_ body: String) async throws {
        try await TestServer.run { server in
            for (method, target) in [("POST", "/api/v1/services/scheduled"), ("PUT", "/api/v1/services/1")] {
                let answer = try await server.send(
                    method, target, headers: body.isEmpty ? ["Content-Type: application/json"] : [], body: body)
                #expect(answer.status == 400, "\(answer.body)")
                #expect(answer.codes == ["bad_request"])
                #expect(answer.isDocumentedError)
            }
        }
    }

    @Test("JSON that is no object, or has the wrong types, is refused field by field")
    func wrongTypes() async throws {
        try await TestServer.run { server in
            for body in ["[]", "1", "\"a\"", "null", "true"] {
                let answer = try await server.send("POST", "/api/v1/services/scheduled", body: body)
                #expect(answer.status == 422)
                #expect(answer.codes == ["validation_failed"])
            }
            let answer = try await server.send(
                "POST", "/api/v1/services/scheduled",
                body: #"{"name":1,"schedule":2,"task":3,"enabled":"yes","typo":1,"timeout":1e400}"#)
            #expect(answer.status == 400 || answer.status == 422)
            let fields = try await server.send(
                "POST", "/api/v1/services/scheduled",
                body: #"{"name":1,"schedule":2,"task":3,"enabled":"yes","typo":1}"#)
            #expect(fields.status == 422)
            #expect(fields.codes == Array(repeating: "validation_failed", count: 5))
        }
    }

    @Test("a schedule that is none is said to be so")
    func badSchedule() async throws {
        try await TestServer.run { server in
            for schedule in ["61 * * * *", "", "* * * *", "H * * * *", "0 0 30 2 *"] {
                let body =
                    #"{"name":"a","schedule":"\#(schedule)","task":{"type":"backup","data":{"servers":["all"]}}}"#
                let answer = try await server.send("POST", "/api/v1/services/scheduled", body: body)
                #expect(answer.status == 422)
                #expect(answer.codes == ["invalid_schedule"])
                #expect(answer["errors", "0", "meta", "source_field"] == "schedule")
            }
        }
    }

    @Test("bytes that are no UTF-8 are refused")
    func invalidUTF8() async throws {
        try await TestServer.run { server in
            let body: [UInt8] = Array(#"{"name":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
            let answer = try await server.sendRaw(
                head: [
                    "POST /api/v1/services/scheduled HTTP/1.1", "Content-Type: application/json",
                    "Content-Length: \(body.count)",
                ],
                body: body)
            #expect(answer.status == 400)
            #expect(answer.codes == ["bad_request"])
        }
    }

    @Test(
        "a body of another type is refused",
        arguments: [
            [], ["Content-Type: text/plain"], ["Content-Type: application/x-www-form-urlencoded"],
            ["Content-Type: application/json; charset=iso-8859-1"], ["Content-Type: application/jsonp"],
        ])
    func mediaType(_ headers: [String]) async throws {
        try await TestServer.run { server in
            let answer = try await server.sendRaw(
                head: ["POST /api/v1/services/scheduled HTTP/1.1", "Content-Length: \(Self.task.utf8.count)"] + headers,
                body: Array(Self.task.utf8))
            #expect(answer.status == 415)
            #expect(answer.codes == ["unsupported_media_type"])
        }
    }

    @Test("JSON may come with its charset, and in chunks")
    func charsetAndChunks() async throws {
        try await TestServer.run { server in
            let chunked =
                "5\r\n\(Self.task.prefix(5))\r\n\(String(Self.task.utf8.count - 5, radix: 16))\r\n\(Self.task.dropFirst(5))\r\n0\r\n\r\n"
            let answer = try await server.sendRaw(
                head: [
                    "POST /api/v1/services/scheduled HTTP/1.1", "Transfer-Encoding: chunked",
                    "Content-Type: application/json; charset=UTF-8",
                ], body: Array(chunked.utf8))
            #expect(answer.status == 201, "\(answer.body)")
        }
    }

    @Test("a body that is too large is refused, announced or not")
    func tooLarge() async throws {
        var options = PanelServerOptions.local
        options.bodyBytes = 1_000
        try await TestServer.run(options: options) { server in
            let long = #"{"description":"\#(String(repeating: "x", count: 1_000))"}"#
            let announced = try await server.send("PUT", "/api/v1/services/1", body: long)
            #expect(announced.status == 413)
            #expect(announced.codes == ["payload_too_large"])
            for length in ["9223372036854775808", "18446744073709551615"] {
                let huge = try await server.send(
                    "PUT", "/api/v1/services/1",
                    headers: ["Content-Type: application/json", "Content-Length: \(length)"])
                #expect(huge.status == 413, "\(huge.statusLine)")
            }
            let chunked = "\(String(long.utf8.count, radix: 16))\r\n\(long)\r\n0\r\n\r\n"
            let unannounced = try await server.sendRaw(
                head: [
                    "PUT /api/v1/services/1 HTTP/1.1", "Transfer-Encoding: chunked", "Content-Type: application/json",
                ], body: Array(chunked.utf8))
            #expect(unannounced.status == 413)
            let exact = #"{"description":"\#(String(repeating: "x", count: 982))"}"#
            #expect(try await server.send("PUT", "/api/v1/services/1", body: exact).status == 200)
        }
    }

    @Test("of very many errors the first are told, and how many more there are")
    func manyErrors() async throws {
        try await TestServer.run { server in
            let keys = (1...20_000).map { "\"key\($0)\":1" }.joined(separator: ",")
            for body in ["{\(keys)}", #"{"task":{"type":"backup","data":{\#(keys)}}}"#] {
                let id = try await server.create("t\(body.utf8.count)")
                let answer = try await server.send("PUT", "/api/v1/services/\(id)", body: body)
                #expect(answer.status == 422)
                #expect(answer.codes.count == 101)
                #expect(answer["errors", "100", "detail"]?.plainText?.contains("more errors") == true)
            }
        }
    }

    @Test("a body that breaks off changes nothing")
    func incomplete() async throws {
        try await TestServer.run { server in
            try await withRawConnection(to: server.address) { connection in
                try await connection.send(
                    "POST /api/v1/services/scheduled HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(server.key.text)\r\n"
                        + "Content-Type: application/json\r\nContent-Length: \(Self.task.utf8.count + 1)\r\n\r\n"
                        + Self.task)
                connection.finish()
                let (text, _) = try await connection.receiveAll()
                #expect(!text.contains("201 Created"))
            }
            #expect(try await server.send("GET", "/api/v1/services/scheduled")["data"] == [])
        }
    }
}
