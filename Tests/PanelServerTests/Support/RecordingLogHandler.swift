import LogOutput
import Logging
import PhoenixModel
import PhoenixTestSupport

/// Hands over each line as people read it.
struct RecordingLogHandler: LogHandler {
    let label: String
    let record: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(label: String, record: @escaping @Sendable (String) -> Void) {
        self.label = label
        self.record = record
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        record(
            LogFormat.text.line(.sample, event.level, logger: label, event.message.description, event.metadata ?? [:]))
    }
}
