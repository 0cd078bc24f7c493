import Diagnostics
import HTTPTransport
import PhoenixModel

/// Asks a Redis server whether it answers, and how its queues are.
///
/// A worker moves what is due in a queue's delayed and reserved entries at every look, so entries that are long overdue
/// mean that no worker is looking.
struct RedisProbe {
    let server: ProbeConfiguration.Server
    let password: Secret?
    let connection: ProbeConnection

    private static let backlog: Int64 = 100
    /// Seconds beyond its time after which an entry is overdue, and after which the queue counts as dead.
    private static let overdue: Int64 = 60
    private static let dead: Int64 = 300

    /// `now` is in seconds since 1970.
    func findings(_ queues: [String], now: Int64) async throws -> ProbeFindings {
        var findings = ProbeFindings()
        if let password, case .error(let text) = try await ask(["AUTH", password.reveal()]) {
            let issue = refusal(text)
            findings.issues.append(issue)
            if issue.code != "password_not_needed" { return findings }
        }
        switch try await ask(["PING"]) {
        case .text("PONG"): break
        case .error(let text):
            findings.issues.append(refusal(text))
            return findings
        default: throw ProbeFailure.unreadable("does not answer a PING with a PONG")
        }
        // Users whose rights end here are no reason for worry.
        if case .list(let role) = try await ask(["ROLE"]), role.first == .text("slave") {
            findings.issues.append(
                .warning("read_only", "\(server) is a replica: workers cannot take jobs from it"))
        }
        for queue in queues { try await look(at: queue, now: now, &findings) }
        return findings
    }

    private func look(at queue: String, now: Int64, _ findings: inout ProbeFindings) async throws {
        let key = Self.key(of: queue)
        let counts = [
            ("pending", ["LLEN", key]), ("delayed", ["ZCARD", "\(key):delayed"]),
            ("reserved", ["ZCARD", "\(key):reserved"]),
        ]
        for (name, command) in counts {
            guard let count = try await number(command, queue, &findings) else { return }
            findings.resources["queues.\(queue).\(name)"] = .integer(count)
            if name == "pending", count >= Self.backlog {
                findings.issues.append(.warning("backlog", "queue \(queue) has \(count) jobs waiting"))
            }
        }
        for (limit, isDead) in [(Self.dead, true), (Self.overdue, false)] {
            var count: Int64 = 0
            for set in ["delayed", "reserved"] {
                let command = ["ZCOUNT", "\(key):\(set)", "-inf", String(now - limit)]
                count += try await number(command, queue, &findings) ?? 0
            }
            guard count > 0 else { continue }
            let message =
                "queue \(queue) has \(count) jobs that are more than \(limit / 60) min late: no worker takes them"
            findings.issues.append(.error("queue_overdue", message))
            findings.isDown = findings.isDown || isDead
            return
        }
    }

    /// A name of the panel's becomes its key; a key stays as it is.
    private static func key(of queue: String) -> String {
        queue.contains(":") ? queue : "phoenixpanel_database_queues:\(queue)"
    }

    private func number(
        _ command: [String], _ queue: String, _ findings: inout ProbeFindings
    ) async throws -> Int64? {
        switch try await ask(command) {
        case .integer(let number): return number
        case .error(let text) where text.hasPrefix("NOPERM"):
            findings.issues.append(
                .error("permission_denied", "\(server) does not let the user of the probe look at queue \(queue)"))
            return nil
        case .error(let text):
            findings.issues.append(refusal(text))
            return nil
        default: throw ProbeFailure.unreadable("does not answer \(command[0]) with a number")
        }
    }

    private func ask(_ words: [String]) async throws -> RESPValue {
        try await connection.write(RESPValue.command(words))
        return try await RESPValue.read(from: connection)
    }

    private func refusal(_ text: String) -> ProbeIssue {
        let word = text.prefix { $0 != " " }
        return switch word {
        case "WRONGPASS", "NOAUTH":
            .error(
                "auth_rejected",
                password == nil
                    ? "\(server) asks for a password, and the probe has none" : "\(server) does not accept the password"
            )
        case "LOADING": .warning("loading", "\(server) is still loading its data")
        case "DENIED": .error("access_denied", "\(server) is in protected mode and takes no connections from elsewhere")
        case "MASTERDOWN": .error("read_only", "\(server) is a replica that has lost its master")
        case "ERR" where text.contains("without any password"):
            .warning("password_not_needed", "\(server) asks for no password: whoever reaches it can use it")
        case "ERR" where text.contains("invalid password"):
            .error("auth_rejected", "\(server) does not accept the password")
        case "ERR" where text.contains("max number of clients"):
            .error("too_many_connections", "\(server) has too many connections")
        default: .error("refused", "\(server) answered: \(shown(text))")
        }
    }

    private func shown(_ text: String) -> String {
        Excerpt.line(Redaction(of: [password?.reveal() ?? ""])(text), limit: 100)
    }
}
