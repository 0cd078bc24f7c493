import PhoenixModel

/// Lets the first create with a time zone find out whether a panel has them, while the others wait for it.
actor ZoneTrial {
    enum Turn: Sendable, Hashable {
        /// To find out. `finish` must follow.
        case first
        /// Somebody has been first since: look again.
        case later
    }

    private var isUnderWay = false
    private var waiting: [AsyncStream<Never>.Continuation] = []

    /// Returns at once when nobody is finding out, else when somebody has.
    /// - Throws: `.unreachable` when the task is cancelled.
    func turn() async throws(PanelError) -> Turn {
        guard isUnderWay else {
            isUnderWay = true
            return .first
        }
        // The stream ends with `finish`, or with the task.
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        waiting.append(continuation)
        for await _ in end {}
        if Task.isCancelled { throw .cancelled }
        return .later
    }

    /// What was to be found out is known, or could not be.
    func finish() {
        isUnderWay = false
        for continuation in waiting { continuation.finish() }
        waiting = []
    }
}
