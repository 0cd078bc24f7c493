import Diagnostics
import Foundation
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("Reports of a run")
struct ReportTests {
    private static let sources: SourceMap = {
        var sources = SourceMap()
        _ = sources.add(
            SourceFile(name: "some tasks.yaml", bytes: Array("project: p\ntasks:\n  one:\n    a: b\n".utf8)))
        return sources
    }()

    private static func span(_ line: Int) -> SourceSpan {
        SourceSpan(
            file: SourceFileID(index: 0), start: Diagnostics.SourceLocation(line: line, column: 3),
            end: Diagnostics.SourceLocation(line: line, column: 9))
    }

    /// A text that means something in every format.
    private static let nasty = "`<b>` | @octocat %0A ::error:: ]]> \u{1B}[2J \"x\"\n# head"

    private static var plan: Plan {
        var fields = ServiceFields(name: "One")
        fields.schedule = "0 2 * * *"
        let observed = LiveObject(id: "7", kind: .scheduled, fields: fields, status: "scheduled")
        var plan = Plan(target: PanelTarget(name: "https://panel.example.com", isEmbedded: false), project: "p")
        let write = ObjectWrite(kind: .scheduled, fields: fields, ownership: .leave)
        plan.actions = [
            Action(
                .create, kind: .scheduled, key: "new", name: nasty,
                changes: [FieldChange(field: .schedule, before: nil, after: .value("0 2 * * *"), span: span(4))],
                span: span(3), write: write),
            Action(
                .update, kind: .scheduled, key: "moved", name: "moved", formerKey: "old", objectID: "7",
                marks: [.keyRenamed],
                changes: [
                    FieldChange(
                        field: .schedule, before: .value("0 3 * * *"), after: .value("0 2 * * *"), label: .drift,
                        span: span(4)),
                    FieldChange(
                        field: .task, path: "data.command", before: .secret(1), after: .secret(2), label: .pending,
                        span: nil),
                    FieldChange(
                        field: .description, before: .value(.string(nasty)), after: .unreported, label: .differs,
                        span: nil),
                ], span: span(3), write: write, observed: observed, waitsFor: [0]),
            Action(.delete, kind: .scheduled, key: "gone", name: "Gone", objectID: "9", observed: observed),
            Action(
                .blocked, kind: .scheduled, key: "both", name: "both", objectID: "7",
                changes: [
                    FieldChange(
                        field: .enabled, before: .value(false), after: .value(true), label: .conflict, span: span(4))
                ], span: span(3),
                block: Diagnostic(.conflictingChange, "both changed \(nasty)", at: span(4), help: "choose"),
                observed: observed),
            Action(
                .blocked, kind: .scheduled, key: "theirs", name: "theirs", span: span(3),
                block: Diagnostic(.adoptionNeeded, "the panel has it", at: span(3))),
        ]
        plan.orphans = [Orphan(id: "5", key: "orphan", name: "Orphan", kind: .scheduled, isProtected: true)]
        plan.unchangedCount = 12
        plan.foreignCount = 3
        plan.budget = DeletionBudget(allowed: 0, isGiven: true, planned: 1)
        plan.diagnostics = [Diagnostic(.looksLikeRename, .warning, "looks like a rename", at: span(3))]
        return plan
    }

    private static let outcomes = ApplyReport(
        outcomes: [
            .failed(PanelError(.conflict, "refused: \(nasty)", help: "ask")), .skipped(because: 0),
            .stale(PanelError(.preconditionFailed, "it has changed")), .blocked, .blocked,
        ], wasInterrupted: false)

    /// One run of every command, and what its golden files are called by.
    private static let runs: [(name: String, report: RunReport)] = {
        let warning = Diagnostic(.plainSecret, .warning, "sounds secret", at: span(4))
        let error = Diagnostic(
            .unknownKey, "unknown key \(nasty)", at: span(4), notes: [.init("known are", at: span(2))],
            fixIts: [.init("write b", at: span(4), replacement: "b")], help: "see explain")
        return [
            ("validate", RunReport(.validate, diagnostics: [warning, error], sources: sources)),
            ("plan", RunReport(.plan, plan: plan, diagnostics: [warning], sources: sources)),
            (
                "apply",
                RunReport(
                    .apply, plan: plan, outcomes: outcomes,
                    diagnostics: [Diagnostic(.panelRefused, "task 'new' failed: refused", at: span(3))],
                    sources: sources)
            ),
            (
                "drift",
                RunReport(.drift, plan: plan, drift: DriftReport(plan, includesPending: true), sources: sources)
            ),
            (
                "unreachable",
                RunReport(.plan, diagnostics: [Diagnostic(.panelUnreachable, "nobody answers")])
            ),
        ]
    }()

    @Test("are as they were", arguments: runs.indices, ReportKind.allCases)
    func golden(_ run: Int, _ kind: ReportKind) throws {
        let (name, report) = Self.runs[run]
        try GoldenFile.expect(kind.render(report, version: "1.2.3"), named: "report-\(name).\(kind.rawValue)")
    }

    @Test("in JSON are as the schema says", arguments: runs.indices)
    func schema(_ run: Int) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("schema/plan.schema.json")
        let checker = try SchemaChecker(String(contentsOf: file, encoding: .utf8))
        let value = try Value(json: ReportKind.json.render(Self.runs[run].report, version: "1.2.3"))
        #expect(checker.accepts(value))
        guard case .map(var map) = value else { return #expect(Bool(false)) }
        map["more"] = 1
        #expect(!checker.accepts(.map(map)), "the schema is closed")
    }

    @Test("in Markdown fit a comment at any size, deletes first, and say what they leave out")
    func size() {
        var plan = Plan(target: PanelTarget(name: "p", isEmbedded: false), project: "p")
        for operation in [Action.Operation.create, .update, .delete, .adopt] {
            plan.actions += (0..<5_000).map { index in
                Action(
                    operation, kind: .scheduled, key: "key-\(index)", name: String(repeating: "é", count: 100),
                    objectID: "\(index)",
                    changes: [
                        FieldChange(
                            field: .schedule, before: .value("0 2 * * *"), after: .value("0 3 * * *"), label: .drift,
                            span: Self.span(3))
                    ], span: Self.span(3))
            }
        }
        let text = ReportKind.markdown.render(RunReport(.plan, plan: plan, sources: Self.sources), version: "1")
        #expect(text.utf8.count <= 65_536)
        #expect(text.utf8.count > 60_000)
        #expect(text.contains("#### Deletes (5000)"))
        #expect(text.contains("more are not shown here"))
        for title in ["Changed on the panel (5000)", "Adopts (5000)", "Creates (5000)"] {
            #expect(text.contains(title))
        }
        #expect(text.components(separatedBy: "<details>").count == text.components(separatedBy: "</details>").count)
    }

    @Test("keep the fingerprint of a finding when its lines move")
    func fingerprints() {
        func fingerprints(line: Int) -> [String] {
            var plan = Self.plan
            for index in plan.actions.indices {
                plan.actions[index].span = Self.span(line)
                plan.actions[index].block?.span = Self.span(line)
            }
            let text = ReportKind.sarif.render(RunReport(.plan, plan: plan, sources: Self.sources), version: "1")
            return text.matches(of: #/"phoenix\/v1": "(.*)"/#).map { String($0.1) }
        }
        #expect(fingerprints(line: 3) == fingerprints(line: 300))
        #expect(Set(fingerprints(line: 3)).count == fingerprints(line: 3).count)
    }
}
