import PhoenixModel
import Synchronization

@testable import PanelClient

/// Answers requests from a script, and keeps them.
final class ScriptedTransport: HTTPTransport {
    typealias Script = @Sendable (HTTPRequest, _ number: Int) throws(TransportError) -> HTTPAnswer

    private let script: Script
    private let log = Mutex<[HTTPRequest]>([])

    /// `number` counts the requests from 1.
    init(_ script: @escaping Script) { self.script = script }

    var requests: [HTTPRequest] { log.withLock { $0 } }

    /// `GET /api/v1/services?…` of every request.
    var lines: [String] { requests.map(\.line) }

    func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPAnswer {
        let number = log.withLock {
            $0.append(request)
            return $0.count
        }
        await Task.yield()
        return try script(request, number)
    }
}

extension HTTPRequest {
    /// Method and target.
    var line: String { "\(method) \(target)" }

    /// Path and query.
    var target: String {
        let rest = url.drop { $0 != ":" }.dropFirst(3)
        return String(rest.drop { $0 != "/" })
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The body as JSON.
    var json: ValueMap {
        guard let body, case .map(let map)? = try? Value(json: body) else { return [:] }
        return map
    }
}

extension HTTPAnswer {
    static func json(_ status: Int, _ value: Value, _ headers: [(name: String, value: String)] = []) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: [("Content-Type", "application/json")] + headers,
            body: Array(value.jsonText().utf8))
    }

    static func text(_ status: Int, _ text: String, _ headers: [(name: String, value: String)] = []) -> HTTPAnswer {
        HTTPAnswer(status: status, headers: headers, body: Array(text.utf8))
    }

    static func error(
        _ status: Int, _ code: String, _ detail: String, _ headers: [(name: String, value: String)] = []
    ) -> HTTPAnswer {
        let error: Value = ["code": .string(code), "status": .string("\(status)"), "detail": .string(detail)]
        return .json(status, ["errors": .list([error])], headers)
    }
}

extension TransportError {
    static let refused = TransportError.system(111, proxy: nil)
    static let reset = TransportError.system(104, proxy: nil)
    static let late = TransportError.timedOut(after: .seconds(30))
}
