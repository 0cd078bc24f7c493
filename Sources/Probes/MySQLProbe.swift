import HTTPTransport
import PhoenixModel

/// Logs in to a MySQL or MariaDB server, as one that hangs up before that is blocked by it after a while.
struct MySQLProbe {
    private let server: ProbeConfiguration.Server
    private let login: ProbeConfiguration.Login
    private let packets: MySQLPackets

    init(_ server: ProbeConfiguration.Server, _ login: ProbeConfiguration.Login, _ connection: ProbeConnection) {
        self.server = server
        self.login = login
        packets = MySQLPackets(connection)
    }

    func findings() async throws -> ProbeFindings {
        let first = try await packets.read()
        if first.first == 0xFF { return ProbeFindings(issues: [try refusal(first)]) }
        if let issue = try await MySQLLogin(server, login, packets).issue(greeting: try MySQLGreeting(first)) {
            return ProbeFindings(issues: [issue])
        }
        guard try await packets.ask(.ping).first == 0x00 else {
            throw ProbeFailure.unreadable("does not answer a ping as a MySQL server does")
        }
        var findings = ProbeFindings()
        findings.resources = Self.numbers(in: String(decoding: try await packets.ask(.statistics), as: UTF8.self))
        if let setting = try await packets.value(of: "SELECT @@global.read_only"), setting != "0", setting != "OFF" {
            findings.issues.append(.warning("read_only", "\(server) is read-only: nothing can be written to it"))
        }
        try await packets.send(.quit)
        return findings
    }

    /// Of `Uptime: 12  Threads: 1  Questions: 5 …`.
    private static func numbers(in statistics: String) -> ValueMap {
        var numbers = ValueMap()
        let words = statistics.prefix(512).split { $0 == " " || $0 == ":" }
        for (name, number) in zip(words, words.dropFirst()) {
            guard let number = Int64(number) else { continue }
            switch name {
            case "Uptime": numbers["uptime_seconds"] = .integer(number)
            case "Threads": numbers["connections"] = .integer(number)
            default: break
            }
        }
        return numbers
    }

    private func refusal(_ packet: [UInt8]) throws(ProbeFailure) -> ProbeIssue {
        try MySQLRefusal(packet).issue(server: server, login: login)
    }
}
