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
        guard case .map(var map) = value else {
            Issue.record("not a mapping")
            return
        }
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

    /// The first run of a SARIF report.
    private func sarif(_ report: RunReport) throws -> ValueMap {
        let value = try Value(json: ReportKind.sarif.render(report, version: "1"))
        guard case .map(let log) = value, case .list(let runs)? = log["runs"], case .map(let run)? = runs.first else {
            throw NoRun()
        }
        return run
    }

    private struct NoRun: Error {}

    private func list(_ value: Value?) -> [ValueMap] {
        guard case .list(let elements)? = value else { return [] }
        return elements.compactMap { if case .map(let map) = $0 { map } else { nil } }
    }

    @Test("give every result of SARIF a place, and say the rest of the run: GitHub refuses results without one")
    func places() throws {
        let problem = Diagnostic(.unknownKey, "unknown key 'a'", at: Self.span(2))
        for (diagnostics, results, notifications, isSuccessful) in [
            ([problem], 1, 0, true), ([Diagnostic(.panelUnreachable, "nobody answers")], 0, 1, false),
            ([problem, Diagnostic(.plainTextServer, .warning, "no TLS")], 1, 1, true),
        ] as [([Diagnostic], Int, Int, Bool)] {
            let run = try sarif(RunReport(.plan, diagnostics: diagnostics, sources: Self.sources))
            #expect(list(run["results"]).count == results)
            let invocation = try #require(list(run["invocations"]).first)
            #expect(list(invocation["toolExecutionNotifications"]).count == notifications)
            #expect(invocation["executionSuccessful"] == .bool(isSuccessful))
        }
    }

    @Test("in SARIF have no more results than GitHub takes, errors first, and say how many are left out")
    func resultLimit() throws {
        let warnings = (0..<25_000).map { Diagnostic(.plainSecret, .warning, "secret \($0)", at: Self.span(2)) }
        let errors = (0..<10).map { Diagnostic(.unknownKey, "unknown key '\($0)'", at: Self.span(2)) }
        let run = try sarif(RunReport(.validate, diagnostics: warnings + errors, sources: Self.sources))
        let results = list(run["results"])
        #expect(results.count == 25_000)
        #expect(results.prefix(11).count { $0["level"] == "error" } == 10)
        let notification = list(list(run["invocations"]).first?["toolExecutionNotifications"]).first
        let text = "10 more are left out: see the log of the job, or the JSON report"
        #expect(notification?["message"] == ["text": .string(text)])
    }

    @Test("tell findings that say the same apart by their count")
    func equalFindings() {
        let twice = [2, 3].map { Diagnostic(.unknownKey, "unknown key 'a'", at: Self.span($0)) }
        let text = ReportKind.sarif.render(
            RunReport(.validate, diagnostics: twice, sources: Self.sources), version: "1")
        #expect(text.contains(#""phoenix/v1": "PHX0301/unknown key 'a'""#))
        #expect(text.contains(#""phoenix/v1": "PHX0301/unknown key 'a'#2""#))
    }
}
