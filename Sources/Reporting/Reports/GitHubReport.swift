import Diagnostics
import PhoenixModel

/// Workflow commands of GitHub Actions, which become annotations at the places in the files.
struct GitHubReport {
    /// GitHub shows as many errors and as many warnings of a step, and drops the rest without a word: the last one counts
    /// what is left out.
    private static let limit = 10

    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    var text: String {
        let findings = report.findings
        return commands(for: findings.filter { $0.level == .error }, "error")
            + commands(for: findings.filter { $0.level == .warning }, "warning")
    }

    private func commands(for findings: [ReportFinding], _ noun: String) -> String {
        let shown = findings.count > Self.limit ? findings.prefix(Self.limit - 1) : findings[...]
        var text = shown.map { command($0) + "\n" }.joined()
        let rest = findings.count - shown.count
        if rest > 0 {
            text += "::\(noun) title=phoenix::\(rest) more \(noun)s are not shown here; see the log of this step\n"
        }
        return text
    }

    private func command(_ finding: ReportFinding) -> String {
        var properties: [(String, String)] = []
        if let span = finding.span, let name = report.sources[span.file]?.name, name != "<stdin>" {
            properties.append(("file", name))
            properties.append(("line", String(span.start.line)))
            properties.append(("endLine", String(span.end.line)))
            // Columns mean something within one line alone.
            if span.start.line == span.end.line {
                properties.append(("col", String(span.start.column)))
                properties.append(("endColumn", String(span.end.column)))
            }
        }
        properties.append(("title", "\(finding.code.rawValue): \(finding.code.title)"))
        let text = finding.help.map { "\(finding.message)\n\($0)" } ?? finding.message
        let list = properties.map { "\($0)=\(Self.property($1))" }.joined(separator: ",")
        return "::\(finding.level == .error ? "error" : "warning") \(list)::\(Self.data(text))"
    }

    /// Line breaks stay; what a terminal could obey does not.
    private static func data(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText.escaped(String($0)) }
            .joined(separator: "\n").replacing("%", with: "%25").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
