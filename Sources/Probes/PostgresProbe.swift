import PhoenixModel

/// Logs in to a PostgreSQL server and asks it something.
struct PostgresProbe {
    private let server: ProbeConfiguration.Server
    private let login: ProbeConfiguration.Login
    private let messages: PostgresMessages

    init(_ server: ProbeConfiguration.Server, _ login: ProbeConfiguration.Login, _ connection: ProbeConnection) {
        self.server = server
        self.login = login
        messages = PostgresMessages(connection: connection)
    }

    private static let mostMessages = 100

    func findings() async throws -> ProbeFindings {
        if let issue = try await PostgresLogin(server: server, login: login, messages: messages).issue() {
            return ProbeFindings(issues: [issue])
        }
        var findings = ProbeFindings()
        let ready = try await answer()
        if let issue = ready.issue { return ProbeFindings(issues: [issue]) }
        let one = try await ask("SELECT 1")
        if let issue = one.issue { return ProbeFindings(issues: [issue]) }
        guard one.row == ["1"] else { throw ProbeFailure.unreadable("does not answer SELECT 1 with 1") }
        // What is not known is left out; a user with few rights may see less.
        let row = try await ask(
            """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), \
            extract(epoch FROM now() - pg_postmaster_start_time())::bigint, pg_is_in_recovery()
            """
        ).row
        if row.count == 3 {
            findings.resources["connections"] = row[0].flatMap { Int64($0) }.map(Value.integer)
            findings.resources["uptime_seconds"] = row[1].flatMap { Int64($0) }.map(Value.integer)
            if row[2] == "t" {
                findings.issues.append(.warning("read_only", "\(server) is a standby: nothing can be written to it"))
            }
        }
        try await messages.write("X", [])
        return findings
    }

    private struct Answer {
        var row: [String?] = []
        var issue: ProbeIssue?
    }

    private func ask(_ query: String) async throws -> Answer {
        try await messages.write("Q", Array(query.utf8) + [0])
        return try await answer()
    }

    /// What comes until the server is ready for the next query.
    private func answer() async throws -> Answer {
        var answer = Answer()
        for _ in 0..<Self.mostMessages {
            let message = try await messages.read()
            switch message.type {
            case "Z": return answer
            case "D": answer.row = try Self.row(message.body)
            case "E":
                answer.issue = try PostgresRefusal(message.body).issue(server: server, login: login)
                // A server that ends the session says no more.
                if message.body.starts(with: "SFATAL".utf8) { return answer }
            default: break
            }
        }
        throw ProbeFailure.unreadable("does not come to an end with its answer")
    }

    private static func row(_ body: [UInt8]) throws(ProbeFailure) -> [String?] {
        var reader = ByteReader(body)
        let count = try reader.bigEndian(2)
        var row: [String?] = []
        for _ in 0..<count {
            let length = try reader.bigEndian(4)
            // Minus one is NULL.
            row.append(length == 0xFFFF_FFFF ? nil : String(decoding: try reader.take(length), as: UTF8.self))
        }
        return row
    }
}
