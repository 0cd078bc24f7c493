import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

/// All faults together, by chance: the number of a failed test is all that it takes to see it again.
@Suite("Applies under faults by chance")
struct SeededFaultTests {
    private static let mix = [
        FaultShare(.resetBeforeForwarding, rate: 0.05), FaultShare(.resetMidAnswer, rate: 0.05),
        FaultShare(.loseAnswer, rate: 0.06), FaultShare(.rateLimited(.seconds(2)), rate: 0.03),
        FaultShare(.rateLimited(.absent), rate: 0.03), FaultShare(.unavailable(503), rate: 0.04),
        FaultShare(.gatewayPage(502), rate: 0.04), FaultShare(.doneBehindGatewayPage, rate: 0.04),
        FaultShare(.repeatedItem, rate: 0.03), FaultShare(.missingItems(1), rate: 0.03),
    ]

    @Test("end with the panel as the files say", arguments: 1...30)
    func converge(_ seed: Int) async throws {
        try await withReconciliation { reconciliation in try await expectEnd(reconciliation, seed) }
    }

    @Test("end with a panel of the documented fields as the files say", arguments: 1...30)
    func convergeOnDocumentedOnly(_ seed: Int) async throws {
        var options = DocumentedOnlyOptions()
        options.task = [.never, .singly, .inLists][seed % 3]
        options.perPage = 5
        try await withReconciliation(documentedOnly: options) { reconciliation in
            try await expectEnd(reconciliation, seed, zone: "UTC")
        }
    }

    private func expectEnd(_ reconciliation: Reconciliation, _ seed: Int, zone: String = "Europe/Berlin") async throws {
        var reconciliation = reconciliation
        // One after the other, so that ids do not depend on who is first.
        reconciliation.parallelism = 1
        for files in [try await TaskFiles.first(zone: zone), try await TaskFiles.edited(zone: zone)] {
            reconciliation.proxy.change(to: .seeded(UInt64(seed), Self.mix))
            var isDone = false
            for _ in 1...6 where !isDone {
                do {
                    let applied = try await reconciliation.apply(files)
                    #expect(applied.untruths == [])
                    isDone = applied.report.isComplete
                } catch let error as PanelError {
                    // It could not be read, and nothing was done.
                    #expect([.unexpectedAnswer, .unreachable, .rateLimited].contains(error.code), "\(error)")
                }
            }
            #expect(isDone)
            try await #expect(reconciliation.state().differences(from: files) == [])
            reconciliation.proxy.change(to: .none)
            try await reconciliation.settle(files)
        }
    }
}
