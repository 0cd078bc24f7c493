package import Logging
import Synchronization

/// Keeps what is logged.
package final class LogLines: LogHandler, Sendable {
    private let events = Mutex<[LogEvent]>([])

    package init() {}

    /// `level message`.
    package var all: [String] { events.withLock { $0.map { "\($0.level) \($0.message)" } } }

    /// Metadata and all.
    package var whole: [String] { events.withLock { $0.map { "\($0.message) \($0.metadata ?? [:])" } } }

    package var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    package var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    package func log(event: LogEvent) { events.withLock { $0.append(event) } }
}
