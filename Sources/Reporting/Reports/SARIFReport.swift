import Diagnostics
import PhoenixModel

/// A report for code scanning: SARIF 2.1.0, with a place in the manifests for every result.
///
/// GitHub refuses a whole file in which one result has no place: what has none is a notification of the run.
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
        let rules = Rules(shown)
        let unplaced = shown.filter { location($0.span) == nil }
        var notifications = unplaced.map { notification($0, rules) }
        if findings.count > shown.count {
            let text = "\(findings.count - shown.count) more are left out: see the log of the job, or the JSON report"
            notifications.append(["level": "warning", "message": ["text": .string(text)]])
        }
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": driver(rules)],
                    "columnKind": "unicodeCodePoints",
                    "automationDetails": ["id": .string("phoenix/\(report.command.rawValue)/")],
                    "invocations": [
                        [
                            "executionSuccessful": .bool(!unplaced.contains { $0.level == .error }),
                            "toolExecutionNotifications": .list(notifications),
                        ]
                    ],
                    "results": .list(results(shown, rules)),
                ]
            ],
        ]
    }

    // MARK: Rules

    /// The codes that findings refer to, in ascending order.
    private struct Rules {
        let codes: [DiagnosticCode]
        private let positions: [DiagnosticCode: Int]

        init(_ findings: [ReportFinding]) {
            codes = Set(findings.map(\.code)).sorted { $0.rawValue < $1.rawValue }
            positions = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        }

        func index(of code: DiagnosticCode) -> Value { .integer(Int64(positions[code] ?? -1)) }
    }

    private func driver(_ rules: Rules) -> Value {
        [
            "name": "phoenix", "semanticVersion": .string(version),
            "rules": .list(
                rules.codes.map { code in
                    [
                        "id": .string(code.rawValue), "shortDescription": ["text": .string(code.title)],
                        "help": ["text": .string(code.explanation)],
                    ]
                }),
        ]
    }

    // MARK: Findings

    private func results(_ findings: [ReportFinding], _ rules: Rules) -> [Value] {
        // Of what a finding is about alone, so that it stays the same when lines move; equal ones are counted.
        var fingerprints: [String: Int] = [:]
        return findings.compactMap { finding in
            guard let location = location(finding.span) else { return nil }
            let fingerprint = "\(finding.code.rawValue)/\(finding.subject)"
            let count = fingerprints[fingerprint, default: 0] + 1
            fingerprints[fingerprint] = count
            return [
                "ruleId": .string(finding.code.rawValue), "ruleIndex": rules.index(of: finding.code),
                "level": level(finding), "message": message(finding),
                "partialFingerprints": ["phoenix/v1": .string(count == 1 ? fingerprint : "\(fingerprint)#\(count)")],
                "locations": [location],
            ]
        }
    }

    private func notification(_ finding: ReportFinding, _ rules: Rules) -> Value {
        [
            "associatedRule": ["id": .string(finding.code.rawValue), "index": rules.index(of: finding.code)],
            "level": level(finding), "message": message(finding),
        ]
    }

    private func level(_ finding: ReportFinding) -> Value { finding.level == .error ? "error" : "warning" }

    private func message(_ finding: ReportFinding) -> Value {
        ["text": .string(finding.help.map { "\(finding.message)\n\($0)" } ?? finding.message)]
    }

    // MARK: Places

    /// nil where there is no file that others could open.
    private func location(_ span: SourceSpan?) -> Value? {
        guard let span, let name = report.sources[span.file]?.name, name != "<stdin>" else { return nil }
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
