import PanelFixtures
import PhoenixModel
import Testing

extension Reconciliation {
    /// Without faults one more apply does all that is left, and a plan after it finds nothing.
    func expectConvergence(
        to files: TaskFiles, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        proxy.change(to: .none)
        let applied = try await apply(files)
        #expect(applied.failures == [], sourceLocation: sourceLocation)
        #expect(applied.untruths == [], sourceLocation: sourceLocation)
        #expect(applied.after.differences(from: files) == [], sourceLocation: sourceLocation)
        try await settle(files, sourceLocation: sourceLocation)
    }

    /// The panel is as the files say. The lines of what was created on an empty panel may still tell of fields that it
    /// turned out not to have: they are brought up to date. Answers a plan, which is empty.
    @discardableResult
    func settle(
        _ files: TaskFiles, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws -> Plan {
        let applied = try await apply(files)
        #expect(
            applied.plan.actions.filter { $0.operation != .bookkeeping }.map(\.name) == [],
            sourceLocation: sourceLocation)
        #expect(applied.failures == [], sourceLocation: sourceLocation)
        let plan = try await plan(files)
        #expect(plan.actions.map(\.name) == [], sourceLocation: sourceLocation)
        return plan
    }
}
