import Foundation
import PanelFixtures

/// `phoenix serve` in the background.
struct ServedPanel: Sendable {
    /// It ended before it listened.
    struct NotListening: Error {
        /// What it wrote to standard error.
        let error: String
    }

    /// With the host and port that it said it listens on.
    let url: String
    let address: ServerAddress
    private let pid: pid_t

    /// Sends a signal, as a service manager or Ctrl-C does.
    func send(signal: Int32) { kill(pid, signal) }

    /// Waits until the process is gone, which nobody has asked for.
    func waitUntilEnded() async throws {
        while kill(pid, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// One request with a key, on a connection of its own.
    func exchange(
        _ method: String, _ target: String, key: String, headers: [String] = [], body: String = ""
    ) async throws -> RawAnswer {
        let headers = ["Authorization: Bearer \(key)"] + headers
        return try await PanelFixtures.exchange(method, target, headers: headers, body: body, with: address)
    }
}

extension ServedPanel {
    /// Follows what the server says until it listens; `said` is told all of it.
    init(_ lines: inout AsyncStream<String>.Iterator, _ said: inout [String], pid: pid_t) async throws {
        let announcement = "listening on "
        while let line = await lines.next() {
            said.append(line)
            guard let start = line.firstRange(of: announcement)?.upperBound else { continue }
            // In JSON it is the end of the last field.
            let url = String(line[start...].prefix { $0 != "\"" })
            guard let port = url.split(separator: ":").last.flatMap({ Int($0) }) else { break }
            self.init(url: url, address: ServerAddress(port: port), pid: pid)
            return
        }
        throw NotListening(error: said.joined(separator: "\n"))
    }
}
