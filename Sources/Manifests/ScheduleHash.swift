package import Cron
import Crypto

/// What `H` in the schedule of a task takes its values from: the same for the same key, spread over all keys.
package struct ScheduleHash: Sendable, Hashable {
    private let project: String
    private let key: String

    /// - Parameters:
    ///   - project: the project of the task, or the oldest name that it had.
    ///   - key: its key, or the oldest one it had, so that a rename does not move its runs.
    package init(project: String, key: String) {
        self.project = project
        self.key = key
    }

    /// The first 8 bytes of the SHA-256 of `project/key/field`.
    package func value(for field: CronField) -> UInt64 {
        let digest = SHA256.hash(data: Array("\(project)/\(key)/\(Self.word(for: field))".utf8))
        return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func word(for field: CronField) -> String {
        switch field {
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day_of_month"
        case .month: "month"
        case .dayOfWeek: "day_of_week"
        }
    }
}
