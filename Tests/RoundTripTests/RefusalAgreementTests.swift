import Diagnostics
import PanelService
import PhoenixModel
import PhoenixTestSupport
import Planning
import RandomFixtures
import Testing

@Suite("The planner predicts what the service enforces")
struct RefusalAgreementTests {
    /// A panel with tasks of ours and of others, and files that change ours in ways that collide with these.
    private struct World {
        let trip = RoundTrip()
        var generator: SeededGenerator

        init(seed: Int) { generator = SeededGenerator(seed: UInt64(seed)) }

        mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

        /// Tasks that depend on earlier ones; no enabled one on a disabled one.
        mutating func entries(ignoringDependencies: Bool = false) -> [DesiredObject] {
            let services = ["Wings Daemon", "Database Host", "Job Processor", "SFTP Server"]
            var entries = services.enumerated().map { number, name in
                DesiredObject.service("s\(number)", name: name, enabled: oneIn(8) ? false : true)
            }
            for key in ["a", "b", "c", "d"].shuffled(using: &generator) where !oneIn(4) {
                let dependencies = entries.filter { _ in oneIn(3) }
                let isEnabled = dependencies.allSatisfy { $0.fields.enabled != false } && !oneIn(4)
                let name = oneIn(3) ? "\(Int.random(in: 1...6, using: &generator))" : key
                guard !entries.contains(where: { $0.fields.name == name }) else { continue }
                entries.append(
                    .task(
                        key, name: name, enabled: isEnabled, dependsOn: dependencies.map(\.key),
                        ignoring: ignoringDependencies && oneIn(4) ? [.field(.dependsOn)] : []))
            }
            return entries
        }

        /// Adds a task that nobody manages, with one or two dependencies on what is there.
        mutating func addForeignTask() async throws {
            let live = try await trip.panel.readAll().objects
            let name = "\(Int.random(in: 1...6, using: &generator))"
            guard !live.contains(where: { $0.fields.name == name }) else { return }
            var fields = DesiredObject.task(name).fields
            let dependencies = live.shuffled(using: &generator).prefix(2).filter { $0.fields.enabled == true }
            fields.dependsOn = dependencies.map { .id($0.id) }
            fields.enabled = !oneIn(4)
            _ = try await trip.panel.create(
                ObjectWrite(kind: .scheduled, fields: fields, ownership: .leave), idempotencyKey: name)
        }
    }

    private static let ruleCodes: Set<DiagnosticCode> = [
        .dependentsRemain, .dependencyDisabled, .nameTaken, .refusedByRule,
    ]

    @Test("what is planned is accepted, and what is blocked by a rule is refused")
    func agreement() async throws {
        var codes: Set<DiagnosticCode> = []
        for seed in 0..<400 {
            var world = World(seed: seed)
            let first = DesiredState(project: "p", formerProjects: [], objects: world.entries())
            _ = await world.trip.apply(try await world.trip.plan(first))
            for _ in 0..<3 { try await world.addForeignTask() }
            let desired = DesiredState(
                project: "p", formerProjects: [], objects: world.entries(ignoringDependencies: true))
            let plan = try await world.trip.plan(desired, prunes: true)
            let report = await world.trip.apply(plan)
            for outcome in report.outcomes {
                if case .failed(let error) = outcome { Issue.record("seed \(seed): \(error)\n\(plan.visible)") }
            }
            try await expectRefusals(of: plan, desired, by: world.trip, seed)
            codes.formUnion(plan.actions.compactMap { $0.block?.code })
        }
        #expect(codes.isSuperset(of: Self.ruleCodes))
    }

    /// Each action that is blocked by a rule is refused when it is tried after all others. Where several cannot all be
    /// had (the edges of a cycle; a task that stays enabled on what is to be disabled), all of them are blocked and
    /// nothing is chosen: the panel takes some, and refuses what is then left.
    private func expectRefusals(
        of plan: Plan, _ desired: DesiredState, by trip: RoundTrip, _ seed: Int
    ) async throws {
        // A write that is accepted all the same takes the ownership away, by which objects are found.
        let live = try await trip.panel.readAll().objects
        var accepted: [Action] = []
        var refusedCount = 0
        for action in plan.actions {
            guard let block = action.block, Self.ruleCodes.contains(block.code) else { continue }
            if try await isRefused(action, desired, live, by: trip) {
                refusedCount += 1
            } else {
                accepted.append(action)
                let isContested = block.code == .dependencyDisabled || block.message.contains("cycle")
                #expect(isContested, "seed \(seed): the panel accepts what is blocked: \(block.message)")
            }
        }
        guard !accepted.isEmpty, refusedCount == 0 else { return }
        for action in plan.actions where action.block?.code == .blockedByDependency {
            if try await isRefused(action, desired, live, by: trip) { return }
        }
        Issue.record("seed \(seed): the panel accepts all that is blocked:\n\(plan.visible.joined(separator: "\n"))")
    }

    /// Tries what a blocked action was to do.
    private func isRefused(
        _ action: Action, _ desired: DesiredState, _ live: [LiveObject], by trip: RoundTrip
    ) async throws -> Bool {
        let object = desired.objects.first { $0.key == action.key && $0.kind == action.kind }
        do throws(PanelError) {
            guard let object else {
                try await trip.panel.delete(id: action.objectID ?? "", ifMatch: nil)
                return false
            }
            let write = ObjectWrite(
                kind: object.kind, fields: resolved(object, isNew: action.objectID == nil, desired, live),
                ownership: .leave)
            if let id = action.objectID {
                _ = try await trip.panel.update(id: id, write, ifMatch: nil)
            } else {
                _ = try await trip.panel.create(write, idempotencyKey: "blocked \(action.key)")
            }
            return false
        } catch {
            #expect(error.code == .conflict || error.code == .invalid, "\(error)")
            return true
        }
    }

    /// The fields of an entry with ids in place of the keys of what it depends on.
    private func resolved(
        _ object: DesiredObject, isNew: Bool, _ desired: DesiredState, _ live: [LiveObject]
    ) -> ServiceFields {
        var fields = object.fields
        // What is ignored is left as the panel has it, but a new object gets what the files say.
        guard isNew || object.ignored.isEmpty, let dependencies = fields.dependsOn else {
            fields.dependsOn = nil
            return fields
        }
        fields.dependsOn = dependencies.compactMap { dependency in
            let wanted = desired.objects.first { $0.key == dependency.text }
            let id = live.first { other in
                if wanted?.kind == .system { return other.fields.name == wanted?.fields.name }
                guard case .owned(let ownership) = other.ownership else { return false }
                return ownership.key == dependency.text
            }?.id
            return id.map { .id($0) }
        }
        return fields
    }
}
