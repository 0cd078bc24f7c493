import ArgumentParser
import Cron
import Diagnostics
import Manifests
import PhoenixModel
import Reporting

struct CronCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cron", abstract: "Explain a schedule: what it means, and when it runs next.",
        discussion: """
            With --batch, each line of the file is {"expr", "tz", "from", "count"}. The output has one line for each, \
            in the same order: {"canonical", "next": […]} or {"error": {"code", "message", "column"}}.

            Example:
              phoenix cron "0 2 * * *" --zone Europe/Berlin
              phoenix cron --batch schedules.jsonl
            """)

    @Argument(help: ArgumentHelp("The schedule, in quotes.", valueName: "expression"))
    var expression: String?

    @Option(help: ArgumentHelp("The time zone: an IANA name.", valueName: "zone"), completion: .zones)
    var zone = "UTC"

    @Option(help: ArgumentHelp("Show runs after this moment (RFC 3339); now by default.", valueName: "time"))
    var from: String?

    @Option(help: "How many runs to show.")
    var count = 5

    @Option(
        help: ArgumentHelp("The task's key, for H: PROJECT/KEY, or KEY of the project default.", valueName: "key"))
    var key: String?

    @Option(
        help: ArgumentHelp("Process a file of JSON lines; - is standard input.", valueName: "file"), completion: .file()
    )
    var batch: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (expression == nil) != (batch == nil) else {
            throw ValidationError("Give either an expression in quotes or --batch.")
        }
        guard (0...1_000).contains(count) else {
            throw ValidationError("--count must be from 0 to 1000, not \(count).")
        }
    }

    func run() async throws {
        let run = CommandRun(output)
        try await run.perform {
            if let batch { return try CronBatch(now: run.now()).answer(batch, on: run.console) }
            guard let expression else { return }
            var sources = SourceMap()
            let file = sources.add(SourceFile(name: "<expression>", bytes: Array(expression.utf8)))
            let hash = try key.map(Self.hash(ofKey:))
            let parsed: CronExpression
            do throws(CronError) {
                parsed = try CronExpression(expression, hash: hash)
            } catch {
                run.console.show([Diagnostic(error, in: file, text: expression)], sources: sources)
                throw ExitStatus.error.exit
            }
            let text = CronText(parsed, zone: try ZoneDatabase.system.shown(zone), style: run.console.style)
            run.console.result(text.render(text: expression, from: try moment(run), count: count))
        }
    }

    private func moment(_ run: CommandRun) throws -> Timestamp {
        guard let from else { return run.now() }
        guard let moment = Timestamp(rfc3339: from) else {
            throw CommandError(
                .valueOutOfRange, "'\(from)' is not a valid time", help: "write it like 2026-11-24T02:00:00Z")
        }
        return moment
    }

    private static func hash(ofKey key: String) throws(CommandError) -> (CronField) -> UInt64 {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, parts.allSatisfy({ KeyRule.isValid($0.utf8) }), let name = parts.last else {
            throw CommandError(
                .badKey, "'\(key)' is not a valid key", help: "write PROJECT/KEY, each of the form \(KeyRule.pattern)")
        }
        let hash = ScheduleHash(project: parts.count == 2 ? parts[0] : "default", key: name)
        return { hash.value(for: $0) }
    }
}

extension Diagnostic {
    /// A mistake in an expression that stands alone, not in a manifest.
    init(_ error: CronError, in file: SourceFileID, text: String) {
        let span = SourceSpan(
            file: file, start: SourceLocation(line: 1, column: error.column),
            end: SourceLocation(line: 1, column: error.column + error.length))
        let code: DiagnosticCode = error.code == .neverFires ? .scheduleNeverFires : .invalidSchedule
        self.init(code, error.message, at: span, help: error.rewriting(text).map { "write '\($0)'" } ?? error.help)
    }
}
