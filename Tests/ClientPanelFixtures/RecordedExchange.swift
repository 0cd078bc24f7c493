import Foundation
import PhoenixModel

/// One exchange with a real panel, as it was recorded.
package struct RecordedExchange: Sendable {
    package enum Recording: String, Sendable, CaseIterable {
        case exchanges
        case createLimit = "create-limit"
    }

    package let name: String
    package let method: String
    /// Path and query.
    package let target: String
    package let requestHeaders: [(name: String, value: String)]
    package let requestBody: [UInt8]
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// Whether the recording has only the beginning of the body.
    package let isCutOff: Bool

    package struct Unusable: Error {}

    package static func all(of recording: Recording) throws -> [RecordedExchange] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Exchanges")
        let data = try Data(contentsOf: folder.appendingPathComponent("\(recording.rawValue).jsonl"))
        return try data.split(separator: UInt8(ascii: "\n")).map { try RecordedExchange(Value(json: $0)) }
    }

    private init(_ value: Value) throws {
        guard case .map(let exchange) = value, case .map(let request)? = exchange["request"],
            case .map(let response)? = exchange["response"], case .integer(let status)? = response["status"],
            case .map(let headers)? = response["headers"], let name = exchange["name"]?.plainText,
            let method = request["method"]?.plainText, let path = request["path"]?.plainText
        else { throw Unusable() }
        self.name = name
        self.method = method
        target = path
        self.status = Int(status)
        guard case .map(let sent)? = request["headers"] else { throw Unusable() }
        requestHeaders = sent.map { (name: $0.key, value: $0.value.plainText ?? "") }
        requestBody =
            switch request["body"] {
            case .null?, nil: []
            case .string(let text)?: Array(Self.completed(text).utf8)
            case .some(let json): Array(json.jsonText().utf8)
            }
        self.headers = headers.map { (name: $0.key, value: $0.value.plainText ?? "") }
        switch response["body"] {
        case .string(let text)? where !text.isEmpty:
            body = Array(text.utf8)
            isCutOff = text.hasSuffix(" chars]")
        case .null?, nil, .string?:
            body = []
            isCutOff = false
        case .some(let json):
            body = Array(json.jsonText().utf8)
            isCutOff = false
        }
    }

    /// A long body, of which the recording has the beginning and the length: a payload of one character many times.
    private static func completed(_ text: String) -> String {
        let (start, end) = ("{\"action\": \"command\", \"payload\": \"", "\", \"time_offset\": 0}")
        guard text.hasSuffix(" chars]"), text.hasPrefix(start),
            let count = text.split(separator: "[").last.flatMap({ Int($0.dropLast(7)) })
        else { return text }
        let character = text.dropFirst(start.count).prefix(1)
        return start + String(repeating: String(character), count: count - start.count - end.count) + end
    }
}
