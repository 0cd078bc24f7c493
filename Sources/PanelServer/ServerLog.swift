import Glibc
import PhoenixModel

/// What the server says while it runs: a line for each request, and what went wrong inside. Never a key, a query or a
/// body.
package struct ServerLog: Sendable {
    private let write: @Sendable (String) -> Void
    private let logsRequests: Bool

    /// `write` takes one line at a time, with its line break.
    package init(logsRequests: Bool = true, write: @escaping @Sendable (String) -> Void) {
        self.logsRequests = logsRequests
        self.write = write
    }

    struct Entry {
        let moment: Timestamp
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
        guard logsRequests else { return }
        let entry = entry()
        let milliseconds = Double(Int(entry.duration / .microseconds(1))) / 1_000
        write(
            "\(entry.moment) \(entry.address) \(Self.shown(entry.method)) \(Self.shown(entry.path)) \(entry.status) "
                + "\(entry.size)B \(milliseconds)ms key=\(entry.keyID ?? "-") id=\(entry.requestID)\n")
    }

    func failure(_ message: String, requestID: String) {
        write("error: \(Self.shown(message, limit: 2_000)) id=\(requestID)\n")
    }

    /// Without what a terminal could obey or a line could be faked with, and without the secret of a key that somebody
    /// put into a path.
    static func shown(_ text: some StringProtocol, limit: Int = 200) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isPlain = scalar.value >= 0x20 && scalar.value < 0x7F
            shown += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        guard let start = shown.firstRange(of: "phx_")?.upperBound else { return shown }
        return "\(shown[..<start])…"
    }
}
