import Applying
import Cron
import Diagnostics
import Manifests
import PanelService
import PanelStore
import PhoenixModel
import Planning
import ServicesAPI

/// Manifests, a plan and a panel with the rules of the API, all in memory.
struct RoundTrip: Sendable {
    let panel: EmbeddedPanel

    init() {
        let now = Timestamp(seconds: 1_795_478_400)
        let services = ServiceOperations(store: InMemoryPanelStore(clock: { now }), now: { now })
        panel = EmbeddedPanel(name: "in memory", services: services)
    }

    /// Reads manifests; the first error is thrown.
    func load(_ text: String) async throws -> DesiredState {
        let loader = ManifestLoader(
            environment: { "https://example.com/\($0)" }, zones: .system, todayAsDay: 20_000,
            ownership: DescribedOwnership())
        let loaded = await loader.load(ManifestInputs(["-"], standardInput: Array(text.utf8)))
        guard let desired = loaded.desired, !loaded.diagnostics.hasErrors else {
            let first = loaded.diagnostics.first { $0.severity == .error }
            throw Refused(message: "\(first?.message ?? "nothing"), at \(first?.span?.start.line ?? 0)")
        }
        return desired
    }

    struct Refused: Error { let message: String }

    func plan(_ desired: DesiredState, prunes: Bool = false) async throws -> Plan {
        let options = Planner.Options(prunes: prunes, forcesConflicts: true, allowedDeletes: .max, today: 20_000)
        return Planner(options: options).plan(desired: desired, live: try await panel.readAll())
    }

    func apply(_ plan: Plan) async -> ApplyReport {
        await Applier(panel: panel, parallelism: 8, idempotencyKey: { String(UInt64.random(in: .min ... .max)) })
            .apply(plan, isInterrupted: { false }, onEvent: { _ in })
    }

    /// What the panel has, as manifests.
    func export(project: String) async throws -> String {
        ManifestExport(try await panel.readAll(), project: project).document
    }
}

extension Plan {
    /// Everything in it that people would be shown.
    var visible: [String] {
        actions.filter { $0.operation != .bookkeeping && $0.operation != .prepare }.map { action in
            let changes = action.changes.map {
                "\($0.place): \(String(describing: $0.before)) → \(String(describing: $0.after))"
            }
            return "\(action.operation) \(action.key) \(action.block?.message ?? "") \(changes.joined(separator: "; "))"
        }
    }
}
