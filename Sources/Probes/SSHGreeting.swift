import HTTPTransport

/// The greeting of an SSH server (RFC 4253, section 4.2), which it sends before anybody logs in.
enum SSHGreeting {
    /// With the end of the line.
    private static let longestLine = 255
    private static let mostLinesBefore = 50

    static func read(from connection: ProbeConnection) async throws -> ProbeFindings {
        for _ in 0...mostLinesBefore {
            let line: [UInt8]
            do {
                line = try await connection.readLine(limit: longestLine)
            } catch let error as ProbeFailure where error == .tooLong {
                throw ProbeFailure("not_ssh", "sent a line that is too long for the greeting of an SSH server")
            }
            guard line.starts(with: "SSH-".utf8) else { continue }
            if line.starts(with: "SSH-2.0-".utf8) || line.starts(with: "SSH-1.99-".utf8) { return ProbeFindings() }
            let shown = Excerpt.line(String(decoding: line, as: UTF8.self), limit: 60)
            throw ProbeFailure("ssh_version", "speaks a version of SSH other than 2.0: \(shown)")
        }
        throw ProbeFailure("not_ssh", "did not send the greeting of an SSH server")
    }
}
