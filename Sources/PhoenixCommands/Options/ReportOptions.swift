import ArgumentParser
import Diagnostics
import Files
import Reporting

/// A report that a run is to write.
struct ReportRequest: Hashable {
    let kind: ReportKind
    /// `-` is standard output.
    let path: String

    /// Reads `KIND=FILE`.
    /// - Throws: what is wrong with it, and what to write instead.
    init(_ text: String) throws(ValidationError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let kind = ReportKind(rawValue: parts[0]) else {
            let kinds = ReportKind.allCases.map(\.rawValue)
            let hint = kinds.closest(to: parts[0]).map { "did you mean '\($0)'?" }
            throw ValidationError(
                "there is no report '\(parts[0])': \(hint ?? "there are \(kinds.joined(separator: ", "))")")
        }
        guard parts.count == 2, !parts[1].isEmpty else {
            throw ValidationError("name a file: \(kind.rawValue)=FILE")
        }
        self.kind = kind
        path = parts[1]
    }
}

/// The reports of a run, beside what it says.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also write a report; KIND is json, markdown, sarif, junit or github. Repeatable.",
            valueName: "kind=file"), completion: .reports,
        transform: { text in try ReportRequest(text) })
    var report: [ReportRequest] = []

    func validate() throws {
        if let bad = report.first(where: { $0.path == "-" && $0.kind != .github }) {
            throw ValidationError(
                "--report \(bad.kind.rawValue)=- would mix with the text: name a file. Only github accepts -.")
        }
        let paths = report.map(\.path)
        if let twice = paths.first(where: { path in paths.count { $0 == path } > 1 }) {
            throw ValidationError("--report names \(twice) twice.")
        }
    }

    /// Runs the body of a command and writes the reports of what it gives, or of why it gives nothing.
    ///
    /// `inputs` are the files that no report may replace; they are looked at where there is a report alone.
    func around(
        _ command: RunReport.Command, on run: CommandRun, inputs: @autoclosure () -> InputFiles,
        _ body: () async throws -> (RunReport, ExitStatus?)
    ) async throws {
        if !report.isEmpty { try inputs().refuse(report.map(\.path)) }
        let result: (report: RunReport, status: ExitStatus?)
        do {
            result = try await body()
        } catch {
            if let errors = FoundErrors(error) {
                _ = write(RunReport(command, diagnostics: errors.diagnostics, sources: errors.sources), on: run)
            }
            throw error
        }
        let areWritten = write(result.report, on: run)
        if let status = result.status { throw status.exit }
        if !areWritten { throw ExitStatus.error.exit }
    }

    /// Writes every report that can be written; says what cannot be.
    private func write(_ value: RunReport, on run: CommandRun) -> Bool {
        var areWritten = true
        var placed = value
        if let root = RepositoryRoot(run.environment) { placed.sources = root.renamed(value.sources) }
        for request in report {
            let text = request.kind.render(
                request.kind.namesFilesOfRepository ? placed : value, version: Version.text)
            do throws(CommandError) {
                if request.path == "-" {
                    run.console.result(text)
                } else if StepSummary.isAt(request.path, run.environment) {
                    try run.write(Array(text.utf8), to: request.path, with: FileWriting.append)
                } else {
                    try run.write(Array(text.utf8), to: request.path)
                }
            } catch {
                run.console.show([error.diagnostic])
                areWritten = false
            }
        }
        return areWritten
    }
}
