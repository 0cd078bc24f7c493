/// A clock that stands still: whoever sleeps by it sleeps until the gate opens, however long that was meant to be.
final class GatedClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Duration.zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
    }

    /// How long was to be slept, one element for each sleep as it begins.
    let sleeps: AsyncStream<Duration>
    private let began: AsyncStream<Duration>.Continuation
    private let gate: AsyncStream<Never>
    private let gatekeeper: AsyncStream<Never>.Continuation

    init() {
        (sleeps, began) = AsyncStream.makeStream()
        (gate, gatekeeper) = AsyncStream.makeStream()
    }

    var now: Instant { Instant() }
    var minimumResolution: Duration { .zero }

    func open() { gatekeeper.finish() }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        began.yield(deadline.offset)
        for await _ in gate {}
        try Task.checkCancellation()
    }
}
