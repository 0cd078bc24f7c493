import Cron
import Diagnostics
import Glibc
import PhoenixModel

/// Many schedules at once, for other programs: a JSON line in, a JSON line out.
struct CronBatch {
    private static let maximumCount: Int64 = 10_000

    private let now: Timestamp

    init(now: Timestamp) { self.now = now }

    /// Answers every line in order, empty ones too.
    func answer(_ path: String, on console: Console) throws(CommandError) {
        guard path == "-" || redirectInput(path) else {
            throw CommandError(
                .fileUnreadable, "cannot read \(path): \(String(cString: strerror(errno)))", status: .error)
        }
        var answers = ""
        while let line = readLine() {
            answers += answer(line).jsonText() + "\n"
            // In blocks, so that neither many writes nor a growing text cost time.
            if answers.utf8.count > 1 << 16 {
                console.result(answers)
                answers = ""
            }
        }
        console.result(answers)
    }

    /// Lets standard input come from a file.
    private func redirectInput(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return dup2(descriptor, STDIN_FILENO) >= 0
    }

    private func answer(_ line: String) -> Value {
        do {
            return try schedule(line)
        } catch {
            var map: ValueMap = ["code": .string(error.code), "message": .string(error.message)]
            if let column = error.column { map["column"] = .integer(Int64(column)) }
            return ["error": .map(map)]
        }
    }

    private struct LineError: Error {
        let code: String
        let message: String
        var column: Int?
    }

    private func schedule(_ line: String) throws(LineError) -> Value {
        let json: Value
        do {
            json = try Value(json: line)
        } catch {
            throw LineError(code: "bad-request", message: error.message, column: error.offset + 1)
        }
        guard case .map(let request) = json else {
            throw LineError(code: "bad-request", message: "a line must be a JSON object")
        }
        if let unknown = request.first(where: { !["expr", "tz", "from", "count"].contains($0.key) }) {
            throw LineError(
                code: "bad-request", message: "unknown key '\(unknown.key)'; the keys are expr, tz, from and count")
        }
        guard let text = request["expr"]?.plainText else {
            throw LineError(code: "bad-request", message: "expr is required and must be text")
        }
        let zone = try zone(request["tz"])
        let from = try moment(request["from"])
        let count = try count(request["count"])
        do {
            let expression = try CronExpression(text)
            let next = expression.fires(after: from.seconds, in: zone, count: count)
                .map { Value.string("\(Timestamp(seconds: $0.instant))") }
            return ["canonical": .string(expression.canonical), "next": .list(next)]
        } catch {
            throw LineError(code: error.code.rawValue, message: error.message, column: error.column)
        }
    }

    private func zone(_ value: Value?) throws(LineError) -> TimeZoneRules {
        guard let value, value != .null else { return .utc }
        guard let name = value.plainText else { throw LineError(code: "bad-request", message: "tz must be text") }
        do {
            return try ZoneDatabase.system.zone(named: name)
        } catch {
            throw LineError(code: "unknown-time-zone", message: error.message)
        }
    }

    private func moment(_ value: Value?) throws(LineError) -> Timestamp {
        guard let value, value != .null else { return now }
        guard let text = value.plainText, let moment = Timestamp(rfc3339: text) else {
            throw LineError(code: "bad-request", message: "from must be a time such as 2026-11-24T02:00:00Z")
        }
        return moment
    }

    private func count(_ value: Value?) throws(LineError) -> Int {
        guard let value, value != .null else { return 5 }
        guard case .integer(let count) = value, (0...Self.maximumCount).contains(count) else {
            throw LineError(code: "bad-request", message: "count must be a whole number from 0 to \(Self.maximumCount)")
        }
        return Int(count)
    }
}
