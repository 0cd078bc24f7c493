import Diagnostics
import Glibc
import PhoenixModel
import Reporting

/// Everything that a run says: the result on standard output, all else on standard error.
package struct Console: Sendable {
    package let output: OutputChannel
    package let error: OutputChannel
    private let colour: ColourChoice
    private let format: DiagnosticFormat

    package init(
        output: OutputChannel = .standardOutput, error: OutputChannel = .standardError, colour: ColourChoice = .auto,
        format: DiagnosticFormat = .text
    ) {
        self.output = output
        self.error = error
        self.colour = colour
        self.format = format
    }

    /// How results are coloured.
    var style: TextStyle { colour.style(for: output) }

    /// Writes a part of the result.
    func result(_ text: String) { output.write(text) }

    /// Writes bytes as they are.
    func result(bytes: [UInt8]) { output.write(bytes) }

    /// Writes a value as pretty JSON, as a result of its own.
    func result(_ value: Value) { output.write(value.prettyJSONText() + "\n") }

    /// Writes a result that only people read: with `--format json` it makes room for the JSON document.
    func resultForPeople(_ text: String) { (format == .json ? error : output).write(text) }

    /// Says something beside the result, on one line.
    func note(_ text: String) { error.write(text + "\n") }

    /// Shows diagnostics: as text on standard error, or with `--format json` as the result.
    func show(_ diagnostics: [Diagnostic], sources: SourceMap = SourceMap()) {
        switch format {
        case .json: result(DiagnosticJSON.value(diagnostics, sources: sources))
        case .text:
            var text = DiagnosticText(sources: sources, style: colour.style(for: error))
            error.write(text.render(diagnostics))
        }
    }

    /// Shows diagnostics that come beside a result: warnings of a run that goes on. With `--format json` they wait for
    /// the document at its end.
    func showBeside(_ diagnostics: [Diagnostic], sources: SourceMap) {
        if format == .text { show(diagnostics, sources: sources) }
    }

    /// Writes the JSON document of a run whose text for people shows its diagnostics already.
    func showIfJSON(_ diagnostics: [Diagnostic], sources: SourceMap) {
        if format == .json { show(diagnostics, sources: sources) }
    }

    /// Whether a person can be asked: both ends of the conversation are a terminal.
    var canAsk: Bool { isatty(STDIN_FILENO) == 1 && error.isTerminal }

    /// Asks for a `yes`; every other answer, and the end of the input, is a no.
    func confirms(_ question: String) -> Bool {
        error.write("\(question) Only 'yes' is accepted: ")
        return readLine()?.trimmed() == "yes"
    }
}

/// How diagnostics are written.
package enum DiagnosticFormat: String, Sendable, CaseIterable {
    case text, json
}
