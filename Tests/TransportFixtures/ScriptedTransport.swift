import Glibc
package import HTTPTransport
import Synchronization

/// Answers requests from a script, and keeps them.
package final class ScriptedTransport: Transport {
    package typealias Script = @Sendable (HTTPRequest, _ number: Int) throws(TransportError) -> HTTPResponse

    private let script: Script
    private let log = Mutex<[HTTPRequest]>([])

    /// `number` counts the requests from 1.
    package init(_ script: @escaping Script) { self.script = script }

    package var requests: [HTTPRequest] { log.withLock { $0 } }

    /// `GET /api/v1/services?…` of every request.
    package var lines: [String] { requests.map(\.line) }

    package func send(_ request: HTTPRequest, timeout: Duration) async throws(TransportError) -> HTTPResponse {
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
    package var line: String { "\(method) \(target)" }

    /// Path and query.
    package var target: String {
        let rest = url.drop { $0 != ":" }.dropFirst(3)
        return String(rest.drop { $0 != "/" })
    }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension HTTPResponse {
    package static func text(_ status: Int, _ text: String, _ headers: [(name: String, value: String)] = [])
        -> HTTPResponse
    {
        HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
    }
}

extension TransportError {
    package static let refused = TransportError.system(ECONNREFUSED)
    package static let reset = TransportError.system(ECONNRESET)
    package static let late = TransportError.timedOut(after: .seconds(30))
}
