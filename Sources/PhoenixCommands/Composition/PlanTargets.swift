import Applying
import PhoenixModel
import Settings

/// The panels that a plan is made for and applied to.
struct PlanTargets: Sendable {
    enum Panels: Sendable {
        case services(PanelAccess)
        case schedules(any SchedulePanel)
        case both(PanelAccess, any SchedulePanel)
    }

    private(set) var panels: Panels
    /// How many actions may be under way at once.
    let parallelism: Int
    /// Which panels these are, by all names that they have.
    let names: TargetNames

    /// The panel with services and tasks, where the run works on it.
    var services: PanelAccess? {
        switch panels {
        case .services(let services), .both(let services, _): services
        case .schedules: nil
        }
    }

    /// The panel whose servers have schedules, where the run works on it.
    var schedules: (any SchedulePanel)? {
        switch panels {
        case .schedules(let schedules), .both(_, let schedules): schedules
        case .services: nil
        }
    }

    /// The same targets, with what opening makes nothing of opened. A store that is not there yet is made when something
    /// is written to it: then the panel is nil.
    func opened() async throws -> (targets: PlanTargets, panel: (any PanelWriter)?) {
        guard let services else { return (self, try await open()) }
        guard services.isThere else { return (self, nil) }
        let panel = try await services.open()
        var targets = self
        let reading = services.reading(through: panel)
        targets.panels = schedules.map { .both(reading, $0) } ?? .services(reading)
        return (targets, schedules.map { CombinedPanel(services: panel, schedules: $0) } ?? panel)
    }

    /// Opens all for writing.
    func open() async throws -> any PanelWriter {
        switch panels {
        case .services(let services): try await services.open()
        case .schedules(let schedules): CombinedPanel(services: nil, schedules: schedules)
        case .both(let services, let schedules):
            CombinedPanel(services: try await services.open(), schedules: schedules)
        }
    }

    /// Reads all services and tasks, and the schedules of the servers that `choose` takes from those there are.
    func read(_ choose: @Sendable ([GameServer]) throws -> [GameServer]) async throws -> LiveState {
        switch panels {
        case .services(let services): return try await services.openReader().readAll()
        case .schedules(let schedules):
            return LiveState(uniting: nil, try await Self.read(schedules, choose))
        case .both(let services, let schedules):
            async let reading = services.openReader().readAll()
            let live = try await Self.read(schedules, choose)
            return LiveState(uniting: try await reading, live)
        }
    }

    private static func read(
        _ panel: any SchedulePanel, _ choose: @Sendable ([GameServer]) throws -> [GameServer]
    ) async throws -> LiveState {
        let servers = try await panel.servers()
        var live = try await panel.readSchedules(of: choose(servers))
        live.serverNames = Dictionary(servers.map { ($0.id, $0.name) }) { first, _ in first }
        return live
    }

    /// What the targets are called in results and saved plans.
    func target() async throws -> PanelTarget {
        switch panels {
        case .services(let services): try await services.openReader().target
        case .schedules(let schedules): PanelTarget(uniting: nil, schedules.target)
        case .both(let services, let schedules):
            PanelTarget(uniting: try await services.openReader().target, schedules.target)
        }
    }
}
