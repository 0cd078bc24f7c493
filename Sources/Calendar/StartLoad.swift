import Cron

/// How many tasks start in each minute of a window, and what that costs.
package struct StartLoad: Sendable {
    /// One minute with its starts.
    package struct Minute: Sendable, Hashable {
        /// Unix seconds of its beginning.
        package let instant: Int64
        package let starts: Int
        /// The weights of the tasks that start.
        package let weight: Double
    }

    /// All that tells when something starts.
    private struct Times: Hashable {
        let schedule: CronLoad.Schedule
        let delay: Int64
    }

    package let window: CalendarWindow
    /// From the window's first minute on.
    package let starts: [Int32]
    package let weights: [Float]
    package let total: Int

    /// Equal schedules are walked once.
    package init(of tasks: [CalendarTask], in window: CalendarWindow) {
        var groups: [Times: (count: Int32, weight: Double)] = [:]
        for task in tasks {
            let times = Times(schedule: CronLoad.Schedule(task.expression, in: task.zone), delay: task.delay)
            let group = groups[times, default: (0, 0)]
            groups[times] = (group.count + 1, group.weight + task.weight)
        }
        var starts = [Int32](repeating: 0, count: window.minutes)
        var weights = [Float](repeating: 0, count: window.minutes)
        var total = 0
        for (times, group) in groups {
            let (schedule, delay) = (times.schedule, times.delay)
            schedule.expression.forEachRun(
                after: window.start - delay - 1, before: window.end - delay, in: schedule.zone
            ) { instant in
                let minute = Int((instant + delay - window.start) / 60)
                starts[minute] += group.count
                weights[minute] += Float(group.weight)
                total += Int(group.count)
            }
        }
        self.window = window
        self.starts = starts
        self.weights = weights
        self.total = total
    }

    /// The minutes with the most starts, the heaviest of them first, then the earliest. Only minutes that may be among
    /// them are sorted.
    package func worst(_ count: Int) -> [Minute] {
        let least = leastStarts(ofWorst: count)
        let busy = starts.indices.filter { starts[$0] >= least }
        return busy.sorted { left, right in
            (starts[right], weights[right], left) < (starts[left], weights[left], right)
        }.prefix(count).map(minute)
    }

    /// The most starts that at least `count` minutes have; 1 where fewer minutes have any.
    private func leastStarts(ofWorst count: Int) -> Int32 {
        var minutes = [Int](repeating: 0, count: peak + 1)
        for start in starts { minutes[Int(start)] += 1 }
        var found = 0
        for start in minutes.indices.dropFirst().reversed() {
            found += minutes[start]
            if found >= count { return Int32(start) }
        }
        return 1
    }

    /// The minutes with more than `limit` starts, ascending.
    package func minutes(above limit: Int) -> [Minute] {
        starts.indices.filter { Int(starts[$0]) > limit }.map(minute)
    }

    package var peak: Int { Int(starts.max() ?? 0) }

    /// Starts by the hour of the day (0 to 23) and the day of the week (0 is Sunday) that `place` says of a moment: 7
    /// rows of 24.
    package func byHour(_ place: (Int64) -> (weekday: Int, hour: Int)) -> [[Int]] {
        var table = [[Int]](repeating: [Int](repeating: 0, count: 24), count: 7)
        for index in starts.indices where starts[index] > 0 {
            let place = place(window.start + Int64(index) * 60)
            table[place.weekday][place.hour] += Int(starts[index])
        }
        return table
    }

    private func minute(_ index: Int) -> Minute {
        Minute(
            instant: window.start + Int64(index) * 60, starts: Int(starts[index]), weight: Double(weights[index]))
    }
}
