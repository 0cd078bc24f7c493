import PhoenixModel
import Synchronization

/// Since when the store has not answered these pages.
final class StoreOutage: Sendable {
    private let start = Mutex<Timestamp?>(nil)

    /// Notes that it does not answer now, and says since when.
    func begin(at moment: Timestamp) -> Timestamp {
        start.withLock { start in
            let since = start ?? moment
            start = since
            return since
        }
    }

    func end() { start.withLock { $0 = nil } }
}
