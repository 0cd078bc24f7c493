import PhoenixModel
import PhoenixTestSupport
import Planning

/// A panel, and files that are planned against it.
struct Scenario {
    let panel: FakePanel
    var project = "demo"
    var formerProjects: [String] = []

    init(_ panel: FakePanel = FakePanel()) { self.panel = panel }

    /// A panel to which `objects` have been applied.
    static func applied(_ objects: DesiredObject..., on panel: FakePanel = FakePanel()) async -> Scenario {
        let scenario = Scenario(panel)
        await scenario.apply(objects)
        return scenario
    }

    /// The plan against what the panel has, or against `live` instead.
    func plan(
        _ objects: [DesiredObject], on live: LiveState? = nil, _ change: (inout Planner.Options) -> Void = { _ in }
    ) -> Plan {
        Planner(options: options(change)).plan(desired: desired(objects), live: live ?? panel.live)
    }

    /// The same plan, from what can be worked out ahead.
    func preparedPlan(
        _ objects: [DesiredObject], on live: LiveState? = nil, _ change: (inout Planner.Options) -> Void = { _ in }
    ) async -> Plan {
        let desired = desired(objects)
        let live = live ?? panel.live
        let groundwork = await PlanGroundwork(
            of: desired, LiveIndex(live, for: desired), DesiredDigests(of: desired))
        return Planner(options: options(change)).plan(desired: desired, live: live, groundwork: groundwork)
    }

    private func options(_ change: (inout Planner.Options) -> Void) -> Planner.Options {
        var options = Planner.Options(today: 20_000)
        change(&options)
        return options
    }

    private func desired(_ objects: [DesiredObject]) -> DesiredState {
        DesiredState(project: project, formerProjects: formerProjects, objects: objects)
    }

    /// The plan as text, see `PlanSketch`.
    func sketch(_ objects: DesiredObject..., change: (inout Planner.Options) -> Void = { _ in }) -> String {
        PlanSketch.text(plan(objects, change))
    }

    /// Carries the plan out in its own order.
    @discardableResult
    func apply(
        _ objects: [DesiredObject], _ change: (inout Planner.Options) -> Void = { _ in }
    ) async -> PlanWalk {
        await PlanWalk(plan(objects, change), on: panel)
    }
}
