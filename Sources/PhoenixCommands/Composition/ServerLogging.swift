import ArgumentParser
import CoreMetrics
import Glibc
import LogOutput
import Logging

/// Where the log of a server goes: to standard error, without anybody ever waiting for its reader.
struct ServerLogging: Sendable {
    static let metricsHelp = ["phoenix_log_lines_dropped_total": "Log lines that could not be written."]

    let logger: Logger
    let metrics: any MetricsFactory
    private let format: LogFormat
    private let sink: LogSink

    /// Libraries that make loggers of their own log here, too, from now on; one process can have one such log.
    init(level: Logger.Level, format: LogFormat, metrics: any MetricsFactory) {
        let dropped = Counter(label: "phoenix_log_lines_dropped_total", factory: metrics)
        let sink = LogSink(
            write: LogSink.descriptor(STDERR_FILENO),
            dropNotice: { count, reason in
                format.line(
                    CommandRun.now(), .warning, logger: "phoenix", "log lines were dropped",
                    ["count": .stringConvertible(count), "reason": .string(reason)])
            },
            onDrop: { dropped.increment(by: $0) })
        let handler: @Sendable (String, Logger.Level) -> SinkLogHandler = { label, level in
            SinkLogHandler(label: label, level: level, format: format, sink: sink, now: { CommandRun.now() })
        }
        LoggingSystem.bootstrap { handler($0, max(level, .notice)) }
        logger = Logger(label: "phoenix") { handler($0, level) }
        self.format = format
        self.metrics = metrics
        self.sink = sink
    }

    /// Says something that belongs to every run of a server, whatever is logged.
    func announce(_ text: String) {
        switch format {
        case .text: sink.write(text + "\n")
        case .json: sink.write(format.line(CommandRun.now(), .notice, logger: "phoenix", text, [:]))
        }
    }

    /// Gives the lines so far a second to be written: a reader that stopped must not keep the process from ending.
    func flush() { sink.flush(within: .seconds(1)) }
}

extension LogFormat: ExpressibleByArgument {}
