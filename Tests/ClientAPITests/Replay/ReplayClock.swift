import HTTPTransport
import Synchronization

/// The time of a recording: that of the answer which is due.
final class ReplayClock: Sendable {
    private let now = Mutex(Duration.seconds(1_795_903_000))

    var time: Duration { now.withLock { $0 } }

    func set(httpDate: String) {
        guard let seconds = HTTPDate.seconds(httpDate) else { return }
        now.withLock { $0 = .seconds(seconds) }
    }
}
