package import PhoenixModel

/// Carries a plan out one action after the other, in any order that the plan allows.
package struct PlanWalk {
    /// What became of each action that was tried; an action is tried when all it waits for went well.
    package private(set) var errors: [Int: PanelError] = [:]
    /// Whether every action that is not blocked was carried out.
    package private(set) var isComplete = false

    /// In the order of the plan, as far as the waits allow.
    package init(_ plan: Plan, on panel: FakePanel) async {
        self = await Self.walk(plan, on: panel) { $0.first }
    }

    /// In an order that the generator chooses.
    package init(
        _ plan: Plan, on panel: FakePanel, using generator: inout some RandomNumberGenerator
    ) async {
        self = await Self.walk(plan, on: panel) { $0.randomElement(using: &generator) }
    }

    private init() {}

    private static func walk(_ plan: Plan, on panel: FakePanel, choose: ([Int]) -> Int?) async -> PlanWalk {
        var walk = PlanWalk()
        var ids: [String: String] = [:]
        var etags: [String: String?] = [:]
        var done: Set<Int> = []
        var open = plan.actions.indices.filter { plan.actions[$0].operation != .blocked }
        while true {
            let ready = open.filter { plan.actions[$0].waitsFor.allSatisfy(done.contains) }
            guard let position = choose(ready) else { break }
            open.removeAll { $0 == position }
            let action = plan.actions[position]
            do throws(PanelError) {
                let object = try await perform(action, on: panel, ids, etags)
                if let object, action.operation == .create { ids[action.key] = object.id }
                if let object { etags[object.id] = object.etag }
                done.insert(position)
            } catch {
                walk.errors[position] = error
            }
        }
        walk.isComplete = open.isEmpty && walk.errors.isEmpty
        return walk
    }

    private static func perform(
        _ action: Action, on panel: FakePanel, _ ids: [String: String], _ etags: [String: String?]
    ) async throws(PanelError) -> LiveObject? {
        let etag = action.objectID.flatMap { etags[$0] } ?? action.observed?.etag
        guard var write = action.write else {
            try await panel.delete(id: action.objectID ?? "", ifMatch: etag)
            return nil
        }
        write.fields.dependsOn = write.fields.dependsOn?.map { dependency in
            if case .key(let key) = dependency, let id = ids[key] { .id(id) } else { dependency }
        }
        guard let id = action.objectID else { return try await panel.create(write, idempotencyKey: "k") }
        return try await panel.update(id: id, write, ifMatch: etag)
    }
}
