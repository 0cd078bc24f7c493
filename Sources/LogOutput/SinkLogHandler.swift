package import Logging
package import PhoenixModel

/// Gives the events of a logger to a sink, a line each.
package struct SinkLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let label: String
    private let format: LogFormat
    private let sink: LogSink
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - label: names the logger in its lines; `phoenix` is left out of lines for people.
    ///   - level: what is below it is not logged.
    ///   - format: how lines look.
    ///   - sink: takes them.
    ///   - now: the time of day.
    package init(
        label: String, level: Logger.Level, format: LogFormat, sink: LogSink, now: @escaping @Sendable () -> Timestamp
    ) {
        self.label = label
        self.format = format
        self.sink = sink
        self.now = now
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, newer in newer } }
        if let own = event.metadata { all = all.isEmpty ? own : all.merging(own) { _, newer in newer } }
        if let error = event.error { all["error"] = .string(String(describing: error)) }
        sink.write(format.line(now(), event.level, logger: label, event.message.description, all))
    }
}
