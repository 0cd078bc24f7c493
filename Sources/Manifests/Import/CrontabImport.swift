import Cron
import PhoenixModel

/// Reads a crontab whose lines act on game servers.
///
/// What a line runs is taken over where it is known what that does: calls of a panel's Client API, and commands for a
/// console by `screen`, `tmux` or RCON. A line of which a part is not known is left out as a whole. No text of a line is
/// told, for keys and passwords stand in such lines.
struct CrontabImport {
    private(set) var schedules: [ImportedSchedule] = []
    private let place: String
    private let nameLimit: Int
    /// Whether a user stands between the times and the command.
    private let hasUsers: Bool
    private var timezone: String?
    /// The comment right above the line.
    private var comment: String?

    /// - Parameters:
    ///   - text: the crontab.
    ///   - place: what the file is called in the report.
    ///   - timezone: that of the machine it runs on; nil when nobody has said.
    ///   - project: that of the manifest.
    init(_ text: String, place: String, timezone: String?, project: String) {
        nameLimit = ImportedSchedule.nameLimit(project: project)
        self.place = place
        self.timezone = timezone
        hasUsers = place == "/etc/crontab" || place.contains("/cron.d/")
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            read(line.trimmed(), number: index + 1)
        }
    }

    private mutating func read(_ line: Substring, number: Int) {
        if line.isEmpty { return comment = nil }
        if line.hasPrefix("#") {
            let text = line.drop { $0 == "#" }.trimmed()
            let isName = !text.isEmpty && text.unicodeScalars.count <= nameLimit
            comment = isName && ScheduleName(declared: String(text)).markers.isEmpty ? String(text) : nil
            return
        }
        defer { comment = nil }
        var schedule = ImportedSchedule(place: "\(place):\(number)", name: comment ?? "Line \(number)")
        if let (name, value) = Self.assignment(line) {
            if name == "CRON_TZ" || name == "TZ" { return timezone = value }
            schedule.name = name
            schedule.dropped.append("the variable \(name)")
        } else {
            read(line, into: &schedule)
        }
        schedules.append(schedule)
    }

    private static func assignment(_ line: Substring) -> (name: String, value: String)? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = line[..<equals].trimmed()
        guard !name.isEmpty, name.utf8.allSatisfy(ShellWords.isWordByte)
        else { return nil }
        let value = line[line.index(after: equals)...].trimmed()
        return (String(name), String(value.filter { $0 != "\"" && $0 != "'" }))
    }

    private mutating func read(_ line: Substring, into schedule: inout ImportedSchedule) {
        let isMacro = line.hasPrefix("@")
        var words = line.split(maxSplits: (isMacro ? 1 : 5) + (hasUsers ? 1 : 0)) { $0 == " " || $0 == "\t" }
        guard words.count > (isMacro ? 1 : 5) + (hasUsers ? 1 : 0), let command = words.popLast() else {
            return schedule.dropped.append("the line, which has no five times and a command")
        }
        if hasUsers, let user = words.popLast() { schedule.dropped.append("the user '\(user)'") }
        let times = words.joined(separator: " ")
        let expression: CronExpression
        do {
            expression = try CronExpression(times)
        } catch {
            let reason = times == "@reboot" ? "panels have nothing that runs when a machine starts" : error.message
            return schedule.dropped.append("the line, whose times '\(times)' cannot be taken over: \(reason)")
        }
        var reader = CrontabCommand()
        do throws(CrontabCommand.Refusal) {
            try reader.read(String(command))
        } catch {
            return schedule.dropped.append("the line: \(error.reason)")
        }
        let written: Value
        do throws(WrittenSteps.Refusal) {
            written = try WrittenSteps.list(.list(reader.steps), findsCountdowns: true)
        } catch {
            return schedule.dropped.append("the line, which \(error.reason)")
        }
        schedule.kept.append("the schedule \(expression.canonical)")
        schedule.kept.append("\(reader.steps.count) step\(reader.steps.count == 1 ? "" : "s")")
        if expression.canonical != times {
            schedule.changed.append("the times '\(times)' are written as '\(expression.canonical)'")
        }
        // Cron takes both day fields together where one begins with a star; panels take either.
        schedule.changed += expression.warnings.filter { $0.code == .starInDayFields }.map(\.message)
        if timezone == nil {
            schedule.changed.append("the times are taken for UTC: write 'timezone' if the machine has another")
        }
        schedule.changed += reader.changed
        schedule.dropped += reader.dropped
        schedule.entry = ImportedSchedule.Entry(
            servers: reader.server.map { [$0] } ?? [], schedule: expression.canonical, timezone: timezone,
            steps: written)
    }
}
