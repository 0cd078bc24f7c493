import Cron
import PanelStore
import PhoenixModel
import ServicesAPI

/// The rules of schedules and their zones, and when a task runs next.
struct Schedules: Sendable {
    let zones: ZoneDatabase

    func problem(schedule: String) -> ServiceProblem? {
        if let problem = ServiceRules.schedule.problem(in: schedule), !schedule.isEmpty {
            return .schedule("the schedule \(problem)", reason: "too-long")
        }
        do throws(CronError) {
            _ = try CronExpression(schedule)
            return nil
        } catch {
            return .schedule(error, in: schedule)
        }
    }

    func problem(timezone: String) -> ServiceProblem? {
        do throws(ZoneError) {
            _ = try zones.zone(named: timezone)
            return nil
        } catch {
            let hint = error.suggestion.map { ", did you mean '\($0)'?" } ?? error.help.map { "; \($0)" } ?? ""
            return .field("timezone", "is not a time zone that this panel knows: \(error.message)\(hint)")
        }
    }

    /// The first run strictly after `moment`; nil while disabled.
    func nextRun(of record: ServiceRecord, after moment: Timestamp) -> Timestamp? {
        guard record.isEnabled, let schedule = record.schedule, let expression = try? CronExpression(schedule),
            let zone = try? zones.zone(named: record.timezone)
        else { return nil }
        return expression.next(after: moment.seconds, in: zone).map(Timestamp.init(seconds:))
    }

    /// What is answered as the next run. Where nothing ran the task when it was due, the stored one lies in the past.
    func shownNextRun(of record: ServiceRecord, now: Timestamp) -> Timestamp? {
        guard let stored = record.nextRun, stored <= now else { return record.nextRun }
        return nextRun(of: record, after: now)
    }
}

extension ServiceProblem {
    fileprivate static func schedule(_ detail: String, reason: Value, meta: ValueMap = [:]) -> Self {
        var meta = meta
        meta["source_field"] = "schedule"
        meta["reason"] = reason
        return Self(.invalidSchedule, detail, meta: meta)
    }

    fileprivate static func schedule(_ error: CronError, in schedule: String) -> Self {
        let corrected = error.rewriting(schedule)
        let hint = corrected.map { ", did you mean '\($0)'?" } ?? error.help.map { "; \($0)" } ?? ""
        var meta: ValueMap = ["column": .integer(Int64(error.column))]
        if let corrected { meta["suggestion"] = .string(corrected) }
        return .schedule(
            "the schedule is invalid: \(error.message)\(hint)", reason: .string(error.code.rawValue), meta: meta)
    }
}
