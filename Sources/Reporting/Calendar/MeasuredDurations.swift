package import PhoenixModel

/// How long runs take.
package struct MeasuredDurations: Sendable {
    /// The mean of a task's runs in seconds, by the id of the task; nothing for tasks none of whose runs ended.
    package let averages: [String: Double]

    /// So many of the newest runs are looked at, by the command and by the pages.
    package static let runCount = 1_000

    package init(of runs: [TaskRun]) {
        var sums: [String: (seconds: Int64, count: Int64)] = [:]
        for run in runs {
            guard let duration = run.duration else { continue }
            let sum = sums[run.serviceID] ?? (0, 0)
            sums[run.serviceID] = (sum.seconds + duration, sum.count + 1)
        }
        averages = sums.mapValues { Double($0.seconds) / Double($0.count) }
    }
}
