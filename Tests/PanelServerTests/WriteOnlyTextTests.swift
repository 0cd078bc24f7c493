import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

/// Every way out of the server, for every write-only text that a schema knows.
@Suite("A write-only text that is sent to the server")
struct WriteOnlyTextTests {
    private static let marker = "hunter2"

    /// One value of a field, with a text at every write-only place.
    struct Example: Sendable, CustomTestStringConvertible {
        let field: Field
        let kind: ObjectKind
        let value: Value

        var testDescription: String { "\(kind) \(field.rawValue) \(value.jsonText())" }
    }

    private static let examples: [Example] = Field.structured.flatMap { field in
        (field.schema?.examples(writeOnly: marker) ?? []).flatMap { value in
            field.definition.kinds.map { Example(field: field, kind: $0, value: value) }
        }
        .filter { $0.value.jsonText().contains(marker) }
    }

    @Test("is in no response and in no line of the log, whether it is taken or refused", arguments: examples)
    func everyWayOut(example: Example) async throws {
        try await TestServer.run { server in
            let (answers, target) = try await Self.write(example, to: server)
            #expect(answers.map(\.status) == Array(repeating: answers[0].status, count: answers.count))
            var told = answers
            let name = example.field.rawValue
            for value in [example.value, example.field.schema?.markingWriteOnly(in: example.value) ?? .null] {
                let put = try await server.send("PUT", target, body: Value.map([name: value]).jsonText())
                #expect(put.status == 200, "\(put.body)")
                told.append(put)
            }
            for value in Self.unfit(example.value) {
                let body = Value.map([name: value]).jsonText()
                told.append(try await server.send("PUT", target, body: body))
                #expect(told.last?.status == 422, "\(body)")
            }
            let body = Value.map([name: example.value]).jsonText()
            told.append(try await server.send("PUT", target, headers: ["If-Match: \"99\""], body: body))
            told.append(try await server.send("PUT", target, key: "phx_unknown", body: body))
            for broken in [
                "\(body)}", "{\(body.dropFirst().dropLast()),\(body.dropFirst())", "[\(body)]", body + "\u{1}",
            ] {
                told.append(try await server.send("PUT", target, body: broken))
                #expect([400, 422].contains(told.last?.status))
            }
            for path in [target, "\(target)/health", "/api/v1/services", "/api/v1/services/scheduled"] {
                told.append(try await server.send("GET", path))
                #expect(told.last?.status == 200)
            }
            told.append(try await server.send("DELETE", target))
            for answer in told {
                #expect(!"\(answer.statusLine) \(answer.headers) \(answer.body)".contains(Self.marker))
            }
            #expect(server.log.count >= told.count)
            for line in server.log { #expect(!line.contains(Self.marker)) }
        }
    }

    /// Writes it as a panel is given it: a task is created, and the same request sent again. The answers, and where the
    /// object is.
    private static func write(_ example: Example, to server: TestServer) async throws -> ([RawAnswer], String) {
        let field = example.field.rawValue
        guard example.kind == .scheduled else {
            let body = Value.map([field: example.value]).jsonText()
            return ([try await server.send("PUT", "/api/v1/services/3", body: body)], "/api/v1/services/3")
        }
        let task: Value = ["type": "backup", "data": ["servers": ["all"]]]
        let body: Value = ["name": "a", "schedule": "0 2 * * *", "task": task, (field): example.value]
        var answers: [RawAnswer] = []
        for _ in 0..<2 {
            answers.append(
                try await server.send(
                    "POST", "/api/v1/services/scheduled", headers: ["Idempotency-Key: k"], body: body.jsonText()))
        }
        let id = try #require(answers[0]["data", "id"]?.plainText, "\(answers[0].body)")
        return (answers, "/api/v1/services/\(id)")
    }

    /// The value with its write-only texts broken: too long, of the wrong type, and under a key that is none.
    private static func unfit(_ value: Value) -> [Value] {
        [
            value.mapping { .string(String(repeating: $0, count: 1_000)) }, value.mapping { [.string($0)] },
            value.mapping { [($0): .string($0)] },
        ]
    }
}

extension Value {
    /// With something else in place of every text that has `hunter2` in it.
    fileprivate func mapping(_ transform: (String) -> Value) -> Value {
        switch self {
        case .string(let text) where text.contains("hunter2"): transform(text)
        case .list(let elements): .list(elements.map { $0.mapping(transform) })
        case .map(let map): .map(map.mapValues { $0.mapping(transform) })
        default: self
        }
    }
}
