import PhoenixModel
import Synchronization

/// What the server says while it runs: a line for each request, and what went wrong inside. Never a key, a query or a
/// body.
package final class ServerLog: Sendable {
    private let write: @Sendable (String) -> Void
    private let logsRequests: Bool
    /// The text of the second that it is.
    private let clock = Mutex((moment: Timestamp(seconds: 0), text: ""))

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

    /// One line: when, who, what, how it was answered, how many bytes, how long it took, and by which key and id the
    /// request is known.
    func request(_ entry: @autoclosure () -> Entry) {
        guard logsRequests else { return }
        let entry = entry()
        var line = text(of: entry.moment)
        line.reserveCapacity(200)
        line += " "
        line += entry.address
        line += " "
        line += Self.shown(entry.method[...])
        line += " "
        line += Self.shown(entry.path)
        line += " "
        line += String(entry.status)
        line += " "
        line += String(entry.size)
        line += "B "
        line += String(Int(entry.duration / .microseconds(1)))
        line += "us key="
        line += entry.keyID ?? "-"
        line += " id="
        line += entry.requestID
        line += "\n"
        write(line)
    }

    func failure(_ message: String, requestID: String) {
        write("error: \(Self.shown(message[...], limit: 2_000)) id=\(requestID)\n")
    }

    private func text(of moment: Timestamp) -> String {
        clock.withLock { clock in
            if clock.moment != moment || clock.text.isEmpty { clock = (moment, "\(moment)") }
            return clock.text
        }
    }

    /// Without what a terminal could obey or a line could be faked with, and without the secret of a key that somebody
    /// put into a path.
    static func shown(_ text: Substring, limit: Int = 200) -> String {
        let mark = UInt8(ascii: "_")
        let isPlain = text.utf8.count <= limit && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != mark }
        return isPlain ? String(text) : escaped(text, limit)
    }

    private static func escaped(_ text: Substring, _ limit: Int) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isPlain = scalar.value >= 0x20 && scalar.value < 0x7F
            shown += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        guard let start = shown.firstRange(of: "phx_")?.upperBound else { return shown }
        return "\(shown[..<start])…"
    }
}
