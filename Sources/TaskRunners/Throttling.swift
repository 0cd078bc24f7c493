import Synchronization

/// Why a step may ask the panel nothing at the moment.
final class Throttling: Sendable {
    private let current = Mutex<String?>(nil)

    /// One sentence; nil when nothing is waited out.
    var reason: String? { current.withLock { $0 } }

    func begin(_ reason: String) { current.withLock { $0 = reason } }

    func end() { current.withLock { $0 = nil } }
}
