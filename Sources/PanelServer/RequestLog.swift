import Logging

/// Logs a line for each request, and what went wrong inside. Never a key, a query or a body.
struct RequestLog: Sendable {
    let logger: Logger
    /// Whether requests that went well have a line.
    let logsRequests: Bool

    struct Entry {
        let address: String
        let method: String
        let path: Substring
        let status: Int
        let size: Int
        let duration: Duration
        let keyID: String?
        let requestID: String
    }

    func request(_ entry: @autoclosure () -> Entry) {
        guard logsRequests, logger.logLevel <= .info else { return }
        let entry = entry()
        logger.info(
            "request",
            metadata: [
                "address": .string(entry.address), "bytes": .stringConvertible(entry.size),
                "duration_us": .stringConvertible(Int(entry.duration / .microseconds(1))),
                "key": .string(entry.keyID ?? "-"), "method": .string(entry.method),
                "path": .string(Self.masked(entry.path)), "request_id": .string(entry.requestID),
                "status": .stringConvertible(entry.status),
            ])
    }

    func failure(_ message: String, requestID: String) {
        logger.error("\(message)", metadata: ["request_id": .string(requestID)])
    }

    private static let segmentLimit = 32

    /// The path with only the beginning of long segments. Nothing that the API knows is as long, but the keys of this
    /// server and of others are, however they are encoded: sometimes they are sent as a part of the path.
    private static func masked(_ path: Substring) -> String {
        guard path.utf8.count > segmentLimit else { return String(path) }
        let segments = path.prefix(1_000).split(separator: "/", omittingEmptySubsequences: false)
        let masked = segments.map { $0.utf8.count > segmentLimit ? "\($0.prefix(12))..." : String($0) }
        return masked.joined(separator: "/").prefix(200) + (path.utf8.count > 1_000 ? "..." : "")
    }
}
