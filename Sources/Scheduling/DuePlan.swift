import Cron
import PanelStore
import PhoenixModel

/// What is recorded for the times of a task that have come, and when it is due next.
///
/// Every time is covered by exactly one row. The next time is the first one after the last that is covered, never one
/// after now, so that neither an early look nor a late one loses or repeats a time.
struct DuePlan: Sendable, Hashable {
    /// In order of their times.
    private(set) var rows: [RunRecord] = []
    /// At or before the moment of the look when more is to be planned.
    private(set) var next: Timestamp?

    /// Plans the times of a task from `due`, the stored next one, whatever the schedule says now, up to `through`,
    /// which is `now` unless something later is covered already.
    ///
    /// What was due more than `grace` seconds before `now` is misfired; of the others no more than `count` are planned.
    /// `unfinished` are the runs of the task, and `release` gives catch-ups their turn.
    init(
        _ task: ServiceRecord, times: TaskTimes, due: Timestamp, through: Timestamp, now: Timestamp, grace: Int64,
        count: Int, unfinished: [RunRecord], release: inout ReleaseRate
    ) {
        var claim = Claim(task: task, now: now, underWay: unfinished.filter { $0.isUnderWay(at: now) })
        next = due
        let lastMisfire = min(Timestamp(seconds: now.seconds - grace - 1), through)
        if due <= lastMisfire {
            let later = times.tally(after: due, through: lastMisfire)
            let gap = Gap(
                first: due, last: later.last.map(Timestamp.init(seconds:)) ?? due, count: later.count + 1)
            next = times.next(after: gap.last)
            // What is due now makes up for the gap as well.
            let isMadeUpFor = next.map { $0 <= through } ?? false
            if task.misfire == "run_once", !isMadeUpFor {
                if gap.count > 1 {
                    let end = Timestamp(seconds: gap.last.seconds - 1)
                    let before = times.tally(after: due, through: end).last.map(Timestamp.init(seconds:)) ?? due
                    claim.miss(
                        Gap(first: due, last: before, count: gap.count - 1),
                        "the run for \(gap.last) makes up for it")
                }
                claim.start(.catchUp, for: gap.last, release: &release)
            } else {
                claim.miss(gap, gap.reason(now: now, grace: grace))
            }
        }
        var planned = 0
        while let time = next, time <= through, planned < count {
            claim.start(.schedule, for: time, release: &release)
            next = times.next(after: time)
            planned += 1
        }
        rows = claim.rows
    }
}

/// Misfired times in a row.
private struct Gap {
    let first: Timestamp
    let last: Timestamp
    let count: Int

    func reason(now: Timestamp, grace: Int64) -> String {
        let late = "noticed \(now.seconds - first.seconds) s late"
        return count == 1
            ? "\(late), and the grace is \(grace) s"
            : "the first of \(count) times was \(late), and the grace is \(grace) s"
    }
}

/// The rows of one look at a task.
private struct Claim {
    let task: ServiceRecord
    let now: Timestamp
    /// Other runs of the task, those of this claim among them.
    var underWay: [RunRecord]
    var rows: [RunRecord] = []

    mutating func miss(_ gap: Gap, _ reason: String) {
        var run = row(.schedule, for: gap.first)
        run.missed = gap.count > 1 ? MissedTimes(count: gap.count, last: gap.last) : nil
        run.finish(.missed, reason, at: now)
        rows.append(run)
    }

    mutating func start(_ trigger: RunTrigger, for time: Timestamp, release: inout ReleaseRate) {
        if let reason = obstacle {
            var run = row(trigger, for: time)
            run.finish(.skipped, reason, at: now)
            rows.append(run)
        } else {
            let run = row(trigger, for: time, notBefore: trigger == .catchUp ? release.release(at: now) : now)
            rows.append(run)
            underWay.append(run)
        }
    }

    /// Why a further run may not be queued.
    private var obstacle: String? {
        switch task.overlap {
        case "allow": nil
        case "queue": underWay.first { $0.state == .queued }.map { "\($0.name) is queued already" }
        default:
            underWay.first.map { "\($0.name) \($0.state == .queued ? "has not begun yet" : "is still under way")" }
        }
    }

    private func row(_ trigger: RunTrigger, for time: Timestamp, notBefore: Timestamp? = nil) -> RunRecord {
        RunRecord(
            serviceID: task.id, serviceName: task.name, trigger: trigger, scheduledFor: time, state: .queued,
            queuedAt: now, task: task.task, timeout: task.timeout, waitsForOthers: task.overlap != "allow",
            notBefore: notBefore)
    }
}

extension RunRecord {
    fileprivate var name: String {
        scheduledFor.map { "the run for \($0)" } ?? "the run that was asked for at \(queuedAt)"
    }
}
