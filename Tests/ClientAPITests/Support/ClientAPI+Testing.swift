import ClientAPI
import ClientPanelFixtures
import ClockFixtures
import Clocks
import HTTPTransport
import PhoenixModel
import TransportFixtures
import WebAddresses

let testKey = StandInOptions().key

extension ClientAPI {
    /// A panel that answers from a script.
    init(
        _ transport: ScriptedTransport, key: String = testKey, at address: String = "https://panel.example.com",
        clock: WallClock = ManualTime().clock()
    ) throws {
        self.init(
            address: try APIAddress(clientAPI: address), key: try BearerToken(key),
            options: ClientAPIOptions(version: "1.0"), transport: transport, clock: clock)
    }

    /// A panel that gives everything one answer.
    init(always response: HTTPResponse, key: String = testKey, at address: String = "https://panel.example.com") throws
    {
        try self.init(ScriptedTransport { _, _ in response }, key: key, at: address)
    }
}

/// The error of a call; nil when it goes well.
func clientError(_ body: () async throws(ClientAPIError) -> some Any) async -> ClientAPIError? {
    do throws(ClientAPIError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

extension HTTPResponse {
    static func json(_ status: Int, _ value: Value, _ headers: [(name: String, value: String)] = []) -> HTTPResponse {
        .text(status, value.jsonText(), [("Content-Type", "application/json")] + headers)
    }

    static func panelError(
        _ status: Int, _ code: String, _ detail: String, _ headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        json(
            status, ["errors": [["code": .string(code), "status": .string("\(status)"), "detail": .string(detail)]]],
            headers)
    }

    static func page(_ status: Int, _ title: String) -> HTTPResponse {
        .text(status, "<!DOCTYPE html>\n<html><head><title>\(title)</title></head></html>")
    }

    /// A list of items with these attributes.
    static func list(_ attributes: [Value], total: Int? = nil, pages: Int = 1) -> HTTPResponse {
        json(
            200,
            [
                "object": "list", "data": .list(attributes.map { ["object": "item", "attributes": $0] }),
                "meta": [
                    "pagination": [
                        "total": .integer(Int64(total ?? attributes.count)), "total_pages": .integer(Int64(pages)),
                        "links": [],
                    ]
                ],
            ])
    }

    static let admin = json(200, ["object": "user", "attributes": ["admin": true]])
    static let nobody = json(200, ["object": "user", "attributes": ["admin": false]])
}

/// The attributes of a server.
func server(_ name: String, uuid: String, _ more: [(String, Value)] = []) -> Value {
    .map(
        ValueMap(
            [
                ("uuid", .string(uuid)), ("identifier", .string(String(uuid.prefix(8)))), ("name", .string(name)),
                ("node", "node1"), ("status", .null),
            ] + more))
}
