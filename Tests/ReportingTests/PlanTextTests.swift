import Cron
import Diagnostics
import PhoenixModel
import PhoenixTestSupport
import Reporting
import Testing

@Suite("A plan as text")
struct PlanTextTests {
    private static func fields(_ change: (inout ServiceFields) -> Void = { _ in }) -> ServiceFields {
        var fields = ServiceFields(name: "Nightly Backup")
        fields.schedule = "0 2 * * *"
        fields.timezone = "Europe/Berlin"
        change(&fields)
        return fields
    }

    private static func span(_ line: Int) -> SourceSpan {
        let start = Diagnostics.SourceLocation(line: line, column: 3)
        return SourceSpan(
            file: SourceFileID(index: 0), start: start, end: Diagnostics.SourceLocation(line: line, column: 9))
    }

    private static let sources: SourceMap = {
        var sources = SourceMap()
        _ = sources.add(SourceFile(name: "tasks.yaml", bytes: Array("project: p\ntasks:\n  one:\n    a: b\n".utf8)))
        return sources
    }()

    private func render(_ plan: Plan, explains: Bool = false) -> String {
        let runs = NextRuns(now: Timestamp(seconds: 1_795_478_400), zones: .system)
        var text = PlanText(plan, sources: Self.sources, style: .plain, nextRuns: runs, explains: explains)
        return text.render()
    }

    private static var plan: Plan {
        let write = ObjectWrite(kind: .scheduled, fields: fields(), ownership: .leave)
        let later = ObjectWrite(
            kind: .scheduled,
            fields: Self.fields {
                $0.schedule = "0 4 * * *"
                // Unchanged, so it is not sent.
                $0.timezone = nil
            }, ownership: .leave)
        var observed = LiveObject(id: "7", kind: .scheduled, fields: Self.fields(), status: "scheduled")
        observed.etag = "\"1\""
        var plan = Plan(target: PanelTarget(name: "embedded panel, sqlite:panel.db", isEmbedded: true), project: "p")
        plan.actions = [
            Action(
                .create, kind: .scheduled, key: "one", name: "Nightly Backup",
                changes: [
                    FieldChange(field: .name, before: nil, after: .value("Nightly Backup"), span: Self.span(3)),
                    FieldChange(field: .schedule, before: nil, after: .value("0 2 * * *"), span: Self.span(4)),
                    FieldChange(field: .enabled, before: nil, after: .value(true), span: nil),
                    FieldChange(
                        field: .task, before: nil,
                        after: .value(["type": "backup", "data": ["servers": ["all"], "keep": 7]]), span: nil),
                ], span: Self.span(3), write: write),
            Action(
                .update, kind: .scheduled, key: "two", name: "two", formerKey: "old", objectID: "7",
                marks: [.renamed, .keyRenamed],
                changes: [
                    FieldChange(
                        field: .schedule, before: .value("0 2 * * *"), after: .value("0 4 * * *"), label: .pending,
                        span: Self.span(4)),
                    FieldChange(
                        field: .task, path: "data.command", before: .secret(1), after: .secret(2), label: .differs,
                        span: nil),
                    FieldChange(
                        field: .description, before: .value("a\nb"), after: nil, label: .drift, span: nil),
                ], span: Self.span(3), write: later, observed: observed),
            Action(
                .delete, kind: .scheduled, key: "gone", name: "Gone \u{1B}[2J", objectID: "9", observed: observed),
            Action(
                .blocked, kind: .scheduled, key: "three", name: "three", span: Self.span(3),
                block: Diagnostic(.adoptionNeeded, "the panel has 'three' already", at: Self.span(3), help: "--adopt")),
            Action(
                .blocked, kind: .scheduled, key: "five", name: "five", objectID: "7",
                changes: [
                    FieldChange(
                        field: .enabled, before: .value(false), after: .value(true), label: .conflict,
                        span: Self.span(4))
                ], span: Self.span(3),
                block: Diagnostic(.conflictingChange, "both changed it", at: Self.span(4)), observed: observed),
            Action(.bookkeeping, kind: .scheduled, key: "four", name: "four", objectID: "4"),
        ]
        plan.orphans = [Orphan(id: "5", key: "orphan", name: "Orphan", kind: .scheduled, isProtected: true)]
        plan.unchangedCount = 12
        plan.foreignCount = 3
        plan.budget = DeletionBudget(allowed: 0, isGiven: true, planned: 1)
        return plan
    }

    @Test("names the target first and the counts last, each change with its label, its place and its runs")
    func whole() throws {
        try GoldenFile.expect(render(Self.plan), named: "plan.txt")
    }

    @Test("says of each change why it is one, when asked")
    func explained() throws {
        try GoldenFile.expect(render(Self.plan, explains: true), named: "plan-explained.txt")
    }

    @Test("shows drift from the files to the panel")
    func drift() throws {
        var text = DriftText(DriftReport(Self.plan), sources: Self.sources, style: .plain)
        try GoldenFile.expect(text.render(), named: "drift.txt")
        var all = DriftText(
            DriftReport(Self.plan, includesPending: true, ignoresMissing: true), sources: Self.sources, style: .plain)
        try GoldenFile.expect(all.render(), named: "drift-pending.txt")
    }

    @Test("says of an embedded panel that nothing runs, unless another process serves it", arguments: [true, false])
    func served(isServed: Bool) {
        var plan = Self.plan
        plan.target.isServed = isServed
        #expect(render(plan).contains("nothing runs until `phoenix serve`") != isServed)
    }

    @Test("says so when there is nothing to do")
    func nothing() throws {
        var plan = Plan(target: PanelTarget(name: "https://panel.example.com", isEmbedded: false), project: "p")
        plan.unchangedCount = 1
        try GoldenFile.expect(render(plan), named: "plan-empty.txt")
    }

    @Test("says how long the panel's rate limit makes it take, where that is minutes")
    func rateLimit() throws {
        var plan = Plan(target: PanelTarget(name: "https://panel.example.com", isEmbedded: false), project: "p")
        plan.actions = (0..<25).map { index in
            let write = ObjectWrite(kind: .scheduled, fields: Self.fields(), ownership: .leave)
            return Action(.create, kind: .scheduled, key: "k\(index)", name: "n", write: write)
        }
        for (limit, text) in [
            (nil, "25 requests."), (25, "25 requests."),
            (24, "25 requests, at least 1 minute at the panel's 24 a minute."),
            (10, "25 requests, at least 2 minutes at the panel's 10 a minute."),
        ] {
            plan.rateLimit = limit
            #expect(render(plan).contains(text))
        }
    }
}
