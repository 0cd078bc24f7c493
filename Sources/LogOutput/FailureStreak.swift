package import Logging
import Synchronization

/// Failures that follow each other, such as those of a store that is away for hours: the first one is said aloud, the
/// others at `debug`, so that they do not fill the log.
package final class FailureStreak: Sendable {
    private let isUnderWay = Mutex(false)

    package init() {}

    /// The level for the line about one more failure; `first` is that of the first one.
    package func levelOfNext(_ first: Logger.Level = .error) -> Logger.Level {
        isUnderWay.withLock { isUnderWay in
            defer { isUnderWay = true }
            return isUnderWay ? .debug : first
        }
    }

    /// Ends the streak, and answers whether there was one.
    package func end() -> Bool {
        isUnderWay.withLock { isUnderWay in
            defer { isUnderWay = false }
            return isUnderWay
        }
    }
}
