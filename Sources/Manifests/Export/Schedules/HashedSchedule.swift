import Cron
import PhoenixModel

/// The schedule with `H` that gives the schedules which several servers have.
struct HashedSchedule {
    /// As manifests write it.
    let text: String

    /// nil where no `H` in one of the fields explains that they differ.
    ///
    /// - Parameters:
    ///   - schedules: the canonical schedule of each server.
    ///   - project: whose entry it is.
    ///   - entry: the key of the entry.
    init?(_ schedules: [(server: GameServer.ID, text: String)], project: String, entry: String) {
        var fields = [[String]](repeating: [], count: CronField.allCases.count)
        for schedule in schedules {
            let parts = schedule.text.split(separator: " ").map { String($0) }
            guard parts.count == fields.count else { return nil }
            for (index, part) in parts.enumerated() { fields[index].append(part) }
        }
        let hashes = schedules.map {
            ScheduleHash(project: project, key: ScheduleKey(entry: entry, server: $0.server).text)
        }
        var texts: [String] = []
        for (field, values) in zip(CronField.allCases, fields) {
            guard let first = values.first else { return nil }
            if values.allSatisfy({ $0 == first }) {
                texts.append(first)
                continue
            }
            let numbers = hashes.map { $0.value(for: field) }
            let fitting = Self.candidates(field).first { candidate in
                zip(values, numbers).allSatisfy { Self.value(of: candidate, in: field, hash: $1) == $0 }
            }
            guard let fitting else { return nil }
            texts.append(fitting)
        }
        text = texts.joined(separator: " ")
    }

    private static func value(of text: String, in field: CronField, hash: UInt64) -> String? {
        let fields = CronField.allCases.map { $0 == field ? text : "*" }
        return (try? CronExpression(fields.joined(separator: " "), hash: { _ in hash }))?.canonical(field)
    }

    /// What people write most comes first.
    private static func candidates(_ field: CronField) -> [String] {
        let values = field.hashedValues
        guard let low = values.first, let high = values.last else { return [] }
        let steps = (2...max(2, (high - low + 1) / 2)).map { "H/\($0)" }
        let ranges = (low...high).flatMap { start in (start...high).dropFirst().map { "H(\(start)-\($0))" } }
        return ["H"] + steps + ranges
    }
}

extension CronField {
    /// What `H` may be in it; empty where it may not stand.
    fileprivate var hashedValues: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...28
        case .month: 1...1
        case .dayOfWeek: 0...6
        }
    }
}
