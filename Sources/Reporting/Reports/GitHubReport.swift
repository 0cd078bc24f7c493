import Diagnostics
import PhoenixModel

/// Workflow commands of GitHub Actions, which become annotations at the places in the files. The worst come first: of a
/// step GitHub shows ten errors and ten warnings.
struct GitHubReport {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    var text: String {
        let findings = report.findings
        let ordered = findings.filter { $0.level == .error } + findings.filter { $0.level == .warning }
        return ordered.map { command($0) + "\n" }.joined()
    }

    private func command(_ finding: ReportFinding) -> String {
        var properties: [(String, String)] = []
        if let span = finding.span, let name = report.sources[span.file]?.name, name != "<stdin>" {
            properties.append(("file", name.hasPrefix("./") ? String(name.dropFirst(2)) : name))
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
