import PhoenixModel

/// Which actions are done, which may start, and which never will: the bookkeeping of an apply, without any waiting.
///
/// Linear in actions and waits over the whole run, but for the order of the ready ones.
struct ApplyProgress {
    struct Skip {
        let action: Int
        let cause: Int
    }

    /// By action: how many others it still waits for.
    private var openWaits: [Int]
    /// By action: those that wait for it.
    private var waiters: [[Int]]
    private var ready = ReadyQueue()
    private var settled: [ActionOutcome?]

    /// `settled`: by action, how it ended before the run; nil or left out for those that are still to be done.
    init(_ actions: [Action], settled known: [ActionOutcome?] = []) {
        openWaits = Array(repeating: 0, count: actions.count)
        waiters = Array(repeating: [], count: actions.count)
        settled = known + Array(repeating: nil, count: max(0, actions.count - known.count))
        for (position, action) in actions.enumerated() {
            for wait in Set(action.waitsFor) where actions.indices.contains(wait) && !isSuccess(wait) {
                openWaits[position] += 1
                waiters[wait].append(position)
            }
        }
        for (position, action) in actions.enumerated() where action.operation == .blocked {
            settled[position] = .blocked
        }
        for position in actions.indices {
            if let outcome = settled[position], !outcome.isSuccess, !outcome.isSkipped { skipWaiters(of: position) }
        }
        for position in actions.indices where openWaits[position] == 0 && settled[position] == nil {
            ready.insert(position)
        }
    }

    private func isSuccess(_ position: Int) -> Bool { settled[position]?.isSuccess ?? false }

    /// The ready action that stands first in the plan.
    var first: Int? { ready.first }

    /// Takes the first ready action out.
    mutating func start() { _ = ready.removeFirst() }

    /// What was never reached was not attempted.
    var outcomes: [ActionOutcome] { settled.map { $0 ?? .notAttempted } }

    /// Notes how an action ended; answers those that are skipped because of it.
    mutating func finish(_ action: Int, _ outcome: ActionOutcome) -> [Skip] {
        settled[action] = outcome
        guard outcome.isSuccess else { return skipWaiters(of: action) }
        for waiter in waiters[action] {
            openWaits[waiter] -= 1
            if openWaits[waiter] == 0, settled[waiter] == nil { ready.insert(waiter) }
        }
        return []
    }

    @discardableResult
    private mutating func skipWaiters(of action: Int) -> [Skip] {
        var skips: [Skip] = []
        var open = [action]
        while let next = open.popLast() {
            for waiter in waiters[next] where settled[waiter] == nil {
                // The root, not the last link: that one says what to mend.
                settled[waiter] = .skipped(because: action)
                skips.append(Skip(action: waiter, cause: action))
                open.append(waiter)
            }
        }
        return skips
    }
}

extension ActionOutcome {
    fileprivate var isSkipped: Bool { if case .skipped = self { true } else { false } }
}
