import Cron
import Diagnostics
import PanelService
import PhoenixModel
import Planning
import Reporting
import Testing

@Suite("What is compared is what is shown")
struct VisibleChangeTests {
    /// The lines of a plan that show a change of something that is there, `place: before → after`.
    private func changeLines(_ plan: Plan) -> [(place: String, before: String, after: String)] {
        let runs = NextRuns(now: Timestamp(seconds: 1_795_478_400), zones: .system)
        var text = PlanText(plan, sources: SourceMap(), style: .plain, nextRuns: runs)
        let rendered = text.render().split(separator: "\n")
        return rendered.enumerated().compactMap { index, line in
            // Texts of several lines stand below, a line for each that goes or comes.
            if let match = line.wholeMatch(of: #/ {4}([a-z_.\[\]0-9A-Z]+): {2}\[(pending|drift|conflict|differs)\].*/#)
            {
                let below = rendered[(index + 1)...].prefix { $0.hasPrefix("      ") }
                let (removed, added) = (
                    below.filter { $0.hasPrefix("      -") }, below.filter { $0.hasPrefix("      +") }
                )
                return (String(match.1), removed.joined(), added.joined())
            }
            let pattern = #/ {4}([a-z_.\[\]0-9A-Z]+): (.*) → (.*) {2}\[(pending|drift|conflict|differs)\].*/#
            guard let match = line.wholeMatch(of: pattern) else { return nil }
            return (String(match.1), String(match.2), String(match.3))
        }
    }

    @Test("no change is without a visible line, and no line without a change", arguments: 0..<120)
    func lines(_ seed: Int) async throws {
        var random = RandomTasks(seed: seed + 1_000)
        let trip = RoundTrip()
        var shown = 0
        for _ in 0..<4 {
            let desired = try await trip.load(random.manifest())
            let live = try await trip.panel.readAll()
            let plan = try await trip.plan(desired)
            let changes = plan.actions.filter { $0.operation == .update }.flatMap(\.changes)
            let lines = changeLines(plan)
            #expect(lines.map(\.place) == changes.map(\.place))
            shown += lines.count
            for line in lines { #expect(line.before != line.after, "\(line)") }
            expectSameDifferences(plan, desired, live)
            _ = await trip.apply(plan)
            let rest = try await trip.plan(desired)
            #expect(changeLines(rest).isEmpty)
        }
        #expect(shown > 0)
    }

    /// The fields that a plan changes are those that do not agree, for every object that is on both sides.
    private func expectSameDifferences(_ plan: Plan, _ desired: DesiredState, _ live: LiveState) {
        for object in desired.objects where object.kind == .scheduled {
            let held = live.objects.first {
                if case .owned(let ownership) = $0.ownership { ownership.key == object.key } else { false }
            }
            guard let held else { continue }
            let fields = Field.all(of: .scheduled).filter {
                $0 != .dependsOn && object.fields.agrees(with: held.fields, on: $0) == false
            }
            let action = plan.actions.first { $0.key == object.key && $0.operation == .update }
            let shown = Field.all(of: .scheduled).filter { field in
                field != .dependsOn && action?.changes.contains { $0.field == field } == true
            }
            #expect(fields == shown, "\(object.key)")
        }
    }
}
