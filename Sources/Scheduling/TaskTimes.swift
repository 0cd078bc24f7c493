import Cron
import PanelStore
import PhoenixModel

/// When a task is due.
struct TaskTimes: Sendable {
    let expression: CronExpression
    let zone: TimeZoneRules

    init(expression: CronExpression, zone: TimeZoneRules) {
        self.expression = expression
        self.zone = zone
    }

    /// - Throws: what this machine does not understand of the task's schedule or zone.
    init(_ task: ServiceRecord, zones: ZoneDatabase) throws(UnreadableSchedule) {
        do throws(CronError) {
            expression = try CronExpression(task.schedule ?? "")
        } catch {
            throw UnreadableSchedule(reason: "its schedule cannot be read: \(error.message)")
        }
        do throws(ZoneError) {
            zone = try zones.zone(named: task.timezone)
        } catch {
            throw UnreadableSchedule(reason: "its time zone cannot be read: \(error.message)")
        }
    }

    func next(after moment: Timestamp) -> Timestamp? {
        expression.next(after: moment.seconds, in: zone).map(Timestamp.init(seconds:))
    }

    func tally(after moment: Timestamp, through end: Timestamp) -> CronTally {
        expression.tally(after: moment.seconds, through: end.seconds, in: zone)
    }
}

struct UnreadableSchedule: Error, Hashable {
    /// A part of a sentence.
    let reason: String
}
