import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

/// A network that is gone from one request on, for good: as if the machine had lost it, or phoenix its life.
@Suite("An apply that is cut off")
struct InterruptedApplyTests {
    /// How the first request ends that is not answered.
    enum Cut: CaseIterable, Sendable {
        case unsent, unanswered
    }

    @Test("is completed by the next one", arguments: 1...20, Cut.allCases)
    func creates(after count: Int, _ cut: Cut) async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation { reconciliation in
            try await expectCutOff(reconciliation, files, after: count, cut)
            try await reconciliation.expectConvergence(to: files)
        }
    }

    @Test("is completed by the next one, where it was to edit and delete", arguments: 1...20, Cut.allCases)
    func edits(after count: Int, _ cut: Cut) async throws {
        let (first, edited) = (try await TaskFiles.first(), try await TaskFiles.edited())
        try await withReconciliation { reconciliation in
            try await reconciliation.apply(first)
            try await expectCutOff(reconciliation, edited, after: count, cut)
            try await reconciliation.expectConvergence(to: edited)
        }
    }

    @Test(
        "is completed by the next one on a panel of the documented fields", arguments: 1...20)
    func documentedOnly(after count: Int) async throws {
        let (first, edited) = (try await TaskFiles.first(zone: "UTC"), try await TaskFiles.edited(zone: "UTC"))
        try await withReconciliation(documentedOnly: DocumentedOnlyOptions()) { reconciliation in
            for files in [first, edited] {
                try await expectCutOff(reconciliation, files, after: count, .unanswered)
                try await reconciliation.expectConvergence(to: files)
            }
        }
    }

    private func expectCutOff(
        _ reconciliation: Reconciliation, _ files: TaskFiles, after count: Int, _ cut: Cut
    ) async throws {
        reconciliation.proxy.change(
            to: FaultPlan { occurrence in
                guard occurrence.match > count else { return nil }
                return cut == .unanswered && occurrence.match == count + 1 ? .loseAnswer : .resetBeforeForwarding
            })
        do {
            let applied = try await reconciliation.apply(files)
            #expect(applied.untruths == [])
        } catch let error as PanelError {
            #expect(error.code == .unreachable, "\(error)")
        }
    }
}
