import Cron

/// Other minutes for tasks that may have them, so that fewer start at once.
///
/// The highest minute is lowered step by step, each time by the move that leaves the lowest minutes behind, until no
/// move lowers it. A level that cannot be reached undoes its moves: nothing is moved for no gain. What was moved once is
/// written down and fixed from then on.
package struct Advice: Sendable {
    package struct Move: Sendable, Hashable {
        /// Place in the list of tasks.
        package let task: Int
        package let from: Int
        package let to: Int
    }

    /// In the order of the tasks.
    package let moves: [Move]
    package let peakBefore: Int
    package let peakAfter: Int

    package init(for tasks: [CalendarTask], in window: CalendarWindow) {
        var board = Board(tasks, window)
        peakBefore = board.peak
        var level = board.peak
        while level > 1, board.lower(to: level - 1) { level -= 1 }
        // Around a clock change a start may move by less than its minute, so the result is counted, not reckoned.
        var moved = tasks
        for move in board.moves { moved[move.task] = moved[move.task].moved(to: move.to) }
        let peak = StartLoad(of: moved, in: window).peak
        peakAfter = min(peak, peakBefore)
        moves = peak < peakBefore ? board.moves : []
    }
}

/// The starts of every minute, and where the tasks that may move are.
private struct Board {
    private struct Movable {
        let task: Int
        let original: Int
        /// The first of all minutes that it may have; the instants below are those of this one.
        let choices: ClosedRange<Int>
        var minute: Int
        /// The starts in minutes of the window, as they were with the original minute.
        let starts: [Int]
        /// The same for tasks that have the same starts and choices: what goes for one of them goes for all.
        let kind: Int
    }

    private var load: [Int32]
    private var movables: [Movable] = []
    /// The movable tasks that start in a minute.
    private var occupants: [Int: Set<Int>] = [:]

    init(_ tasks: [CalendarTask], _ window: CalendarWindow) {
        var kinds: [[Int]: Int] = [:]
        load = StartLoad(of: tasks, in: window).starts
        for (index, task) in tasks.enumerated() {
            guard let minute = task.expression.soleMinute else { continue }
            let choices: ClosedRange<Int>
            switch task.freedom {
            case .fixed: continue
            case .anyMinute(let range): choices = range
            case .within(let distance): choices = max(0, minute - distance)...min(59, minute + distance)
            }
            var starts: [Int] = []
            var cursor = window.start - 1
            while let instant = task.expression.next(after: cursor, in: task.zone), instant < window.end {
                starts.append(Int((instant - window.start) / 60))
                cursor = instant
            }
            for start in starts { occupants[start, default: []].insert(movables.count) }
            let kind = kinds[starts + [choices.lowerBound, choices.upperBound], default: kinds.count]
            kinds[starts + [choices.lowerBound, choices.upperBound]] = kind
            movables.append(
                Movable(
                    task: index, original: minute, choices: choices, minute: minute, starts: starts, kind: kind))
        }
    }

    var peak: Int { Int(load.max() ?? 0) }

    var moves: [Advice.Move] {
        movables.filter { $0.minute != $0.original }.map {
            Advice.Move(task: $0.task, from: $0.original, to: $0.minute)
        }
    }

    /// Moves tasks until no minute has more than `level` starts; where that cannot be, nothing is moved.
    mutating func lower(to level: Int) -> Bool {
        var done: [(movable: Int, minute: Int)] = []
        for minute in load.indices where Int(load[minute]) > level {
            while Int(load[minute]) > level {
                guard let (movable, target) = bestMove(from: minute, level) else {
                    for step in done.reversed() { move(step.movable, to: step.minute) }
                    return false
                }
                done.append((movable, movables[movable].minute))
                move(movable, to: target)
            }
        }
        return true
    }

    /// The move out of a minute that leaves the lowest top behind; of several the shortest one of the last task.
    private func bestMove(from minute: Int, _ level: Int) -> (movable: Int, target: Int)? {
        var best: (top: Int32, distance: Int, movable: Int, target: Int)?
        var seen: Set<[Int]> = []
        for movable in (occupants[minute] ?? []).sorted(by: >) {
            let task = movables[movable]
            guard seen.insert([task.kind, task.minute]).inserted else { continue }
            for target in task.choices where target != task.minute {
                let shift = target - task.original
                var top: Int32 = 0
                for start in task.starts {
                    let place = start + shift
                    guard load.indices.contains(place) else { continue }
                    top = max(top, load[place] + 1)
                    if top > level { break }
                }
                guard top <= level else { continue }
                let distance = abs(target - task.original)
                if let best, (best.top, best.distance) <= (top, distance) { continue }
                best = (top, distance, movable, target)
            }
        }
        return best.map { ($0.movable, $0.target) }
    }

    private mutating func move(_ movable: Int, to target: Int) {
        let task = movables[movable]
        for start in task.starts {
            let (before, after) = (start + task.minute - task.original, start + target - task.original)
            if load.indices.contains(before) { load[before] -= 1 }
            if load.indices.contains(after) { load[after] += 1 }
            occupants[before]?.remove(movable)
            occupants[after, default: []].insert(movable)
        }
        movables[movable].minute = target
    }
}

extension CronExpression {
    /// The minute of a schedule that has one alone.
    fileprivate var soleMinute: Int? { Int(canonical(.minute)) }
}
