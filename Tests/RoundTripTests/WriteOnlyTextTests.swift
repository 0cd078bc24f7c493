import Cron
import Diagnostics
import Manifests
import PanelService
import PhoenixModel
import PhoenixTestSupport
import Planning
import Reporting
import Testing

/// Every way out of phoenix, for every write-only text that a schema knows.
@Suite("A write-only text")
struct WriteOnlyTextTests {
    private static let marker = "hunter2"

    /// One value of a field, with a text at every write-only place.
    struct Example: Sendable, CustomTestStringConvertible {
        let field: Field
        let kind: ObjectKind
        let value: Value

        var testDescription: String { "\(kind) \(field.rawValue) \(value.jsonText())" }

        func object(_ value: Value) -> DesiredObject {
            let plain: DesiredObject = kind == .scheduled ? .task("a") : .service("a", name: "Database Host")
            var fields = plain.fields
            fields[field] = value
            return DesiredObject(kind: kind, key: "a", fields: fields, span: .sample)
        }
    }

    private static let examples: [Example] = Field.structured.flatMap { field in
        (field.schema?.examples(writeOnly: marker) ?? []).flatMap { value in
            field.definition.kinds.map { Example(field: field, kind: $0, value: value) }
        }
        .filter { $0.value.jsonText().contains(marker) }
    }

    @Test("is found in the schemas of notify and config")
    func places() {
        #expect(Set(Self.examples.map(\.field)) == [.notify, .config])
        #expect(Self.examples.count == 8)
    }

    @Test(
        "is in no answer, plan, report, plan file or export, whether it is a secret of the files or not",
        arguments: examples)
    func everyWayOut(example: Example) async throws {
        for isSecret in [true, false] {
            let trip = RoundTrip()
            let first = example.object(isSecret ? example.value.withSecrets(Self.marker) : example.value)
            let second = example.object(example.value.withSecrets("\(Self.marker)-new"))
            try await apply(first, to: trip, hasFile: isSecret)
            let live = try await trip.panel.readAll()
            #expect(!"\(live)".contains(Self.marker))
            // A panel that shows what it should not.
            let shown = LiveState(
                target: live.target, capabilities: live.capabilities,
                objects: live.objects.map { object in
                    var object = object
                    if object.fields.name == first.fields.name { object.fields[example.field] = example.value }
                    return object
                })
            for live in [live, shown] {
                let without = example.object(example.field.defaultValue ?? .null)
                let steps: [([DesiredObject], Bool)] = [
                    ([first], isSecret), ([second], true), ([without], true), ([], true),
                ]
                for (objects, hasFile) in steps {
                    for text in texts(of: plan(objects, live), hasFile: hasFile) {
                        #expect(!text.contains(Self.marker), "\(text)")
                    }
                }
                let export = ManifestExport(live, project: "p", includesForeign: true).document
                #expect(!export.contains(Self.marker), "\(export)")
            }
        }
    }

    private func apply(_ object: DesiredObject, to trip: RoundTrip, hasFile: Bool) async throws {
        let plan = plan([object], try await trip.panel.readAll())
        for text in texts(of: plan, hasFile: hasFile) { #expect(!text.contains(Self.marker), "\(text)") }
        let report = await trip.apply(plan)
        #expect(report.isComplete, "\(report.outcomes)")
        var result = RunReport(.apply, plan: plan, outcomes: report)
        result.diagnostics = plan.diagnostics
        for kind in ReportKind.allCases { #expect(!kind.render(result, version: "1").contains(Self.marker)) }
    }

    private func plan(_ objects: [DesiredObject], _ live: LiveState) -> Plan {
        let options = Planner.Options(
            prunes: true, forcesConflicts: true, allowedDeletes: .max, resend: ["*"], today: 20_000)
        return Planner(options: options).plan(
            desired: DesiredState(project: "p", formerProjects: [], objects: objects), live: live)
    }

    /// All that is told of a plan. A plan file holds what is to be written: of plain text it is the only copy.
    private func texts(of plan: Plan, hasFile: Bool) -> [String] {
        let runs = NextRuns(now: Timestamp(seconds: 1_795_478_400), zones: .system)
        var text = PlanText(plan, sources: SourceMap(), style: .plain, nextRuns: runs, explains: true)
        let drift = DriftReport(plan, includesPending: true)
        var driftText = DriftText(drift, sources: SourceMap(), style: .plain, explains: true)
        var texts = [text.render(), driftText.render()]
        for kind in ReportKind.allCases {
            texts.append(kind.render(RunReport(.plan, plan: plan), version: "1"))
            texts.append(kind.render(RunReport(.drift, plan: plan, drift: drift), version: "1"))
        }
        if hasFile { texts.append(String(decoding: SavedPlan(plan, sources: SourceMap()).encoded(), as: UTF8.self)) }
        return texts
    }
}

extension Value {
    /// With a secret in place of every text that has `hunter2` in it.
    fileprivate func withSecrets(_ text: String) -> Value {
        switch self {
        case .string(let old) where old.contains("hunter2"):
            .secret(Secret(reference: "${secret:env:A}", value: old.replacing("hunter2", with: text)))
        case .list(let elements): .list(elements.map { $0.withSecrets(text) })
        case .map(let map): .map(map.mapValues { $0.withSecrets(text) })
        default: self
        }
    }
}
