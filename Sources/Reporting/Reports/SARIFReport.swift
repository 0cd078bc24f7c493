import Diagnostics
import PhoenixModel

/// A report for code scanning: SARIF 2.1.0, with a place in the manifests for every result that has one.
struct SARIFReport {
    /// More results of one run than GitHub takes would be refused as a whole.
    private static let resultLimit = 25_000

    private let report: RunReport
    private let version: String

    init(_ report: RunReport, version: String) {
        self.report = report
        self.version = version
    }

    var text: String { value.prettyJSONText() + "\n" }

    private var value: Value {
        let findings = report.findings
        let shown =
            findings.count > Self.resultLimit
            ? Array(findings.sorted { $0.level < $1.level }.prefix(Self.resultLimit)) : findings
        let codes = Set(shown.map(\.code)).sorted { $0.rawValue < $1.rawValue }
        let ruleIndex = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "phoenix", "semanticVersion": .string(version),
                            "rules": .list(codes.map(rule)),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "automationDetails": ["id": .string("phoenix/\(report.command.rawValue)/")],
                    "results": .list(shown.map { result($0, ruleIndex[$0.code] ?? 0) }),
                ]
            ],
        ]
    }

    private func rule(_ code: DiagnosticCode) -> Value {
        [
            "id": .string(code.rawValue), "shortDescription": ["text": .string(code.title)],
            "help": ["text": .string(code.explanation)],
        ]
    }

    private func result(_ finding: ReportFinding, _ ruleIndex: Int) -> Value {
        let text = finding.help.map { "\(finding.message)\n\($0)" } ?? finding.message
        var map: ValueMap = [
            "ruleId": .string(finding.code.rawValue), "ruleIndex": .integer(Int64(ruleIndex)),
            "level": finding.level == .error ? "error" : "warning",
            "message": ["text": .string(text)],
            // Of what it is about alone, so that it stays the same when lines move.
            "partialFingerprints": ["phoenix/v1": .string("\(finding.code.rawValue)/\(finding.subject)")],
        ]
        if let span = finding.span, let location = location(span) { map["locations"] = [location] }
        return .map(map)
    }

    private func location(_ span: SourceSpan) -> Value? {
        guard let name = report.sources[span.file]?.name, name != "<stdin>" else { return nil }
        let isAbsolute = name.hasPrefix("/")
        var artifact: ValueMap = ["uri": .string((isAbsolute ? "file://" : "") + Self.encoded(name))]
        if !isAbsolute { artifact["uriBaseId"] = "%SRCROOT%" }
        return [
            "physicalLocation": [
                "artifactLocation": .map(artifact),
                "region": [
                    "startLine": .integer(Int64(span.start.line)), "startColumn": .integer(Int64(span.start.column)),
                    "endLine": .integer(Int64(span.end.line)), "endColumn": .integer(Int64(span.end.column)),
                ],
            ]
        ]
    }

    /// A path as part of a URI (RFC 3986).
    private static func encoded(_ path: String) -> String {
        let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%\(digits.count == 1 ? "0" : "")\(digits)"
            }
        }
        return text
    }
}
