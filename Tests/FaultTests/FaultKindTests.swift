import PanelFixtures
import PhoenixModel
import PhoenixTestSupport
import Testing

/// One kind of fault at a time, which trying again wins over.
@Suite("An apply through a faulty network")
struct FaultKindTests {
    @Test("ends with the panel as the files say", arguments: FaultCase.ambiguous + FaultCase.temporary)
    func promptFaults(_ fault: FaultCase) async throws {
        try await withReconciliation { reconciliation in
            var reconciliation = reconciliation
            reconciliation.timeouts = []
            try await expectDone(reconciliation, under: fault)
        }
    }

    @Test("ends with the panel as the files say, whatever never comes", arguments: FaultCase.slow)
    func slowFaults(_ fault: FaultCase) async throws {
        try await withReconciliation { reconciliation in try await expectDone(reconciliation, under: fault) }
    }

    @Test("reads a list again that has changed under its hands", arguments: FaultCase.pages.indices, [1, 2])
    func pages(_ index: Int, spoiled: Int) async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation { reconciliation in
            reconciliation.proxy.change(to: .first(spoiled, of: "GET", FaultCase.pages[index].fault))
            let applied = try await reconciliation.apply(files)
            #expect(applied.failures == [])
            #expect(applied.after.differences(from: files) == [])
            try await #expect(reconciliation.plan(files).actions.isEmpty)
        }
    }

    @Test("plans nothing from a list that never holds still", arguments: FaultCase.pages.indices)
    func restlessPages(_ index: Int) async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation { reconciliation in
            reconciliation.proxy.change(to: .every(1, FaultCase.pages[index].fault))
            let error = await #expect(throws: PanelError.self) { try await reconciliation.apply(files) }
            #expect(error?.code == .unexpectedAnswer)
            try await #expect(reconciliation.state().tasks.isEmpty)
        }
    }

    @Test(
        "waits as long as the panel asks for",
        arguments: [RetryAfter.seconds(7), .date(Timestamp(seconds: Timestamp.sample.seconds + 7))])
    func retryAfter(_ retryAfter: RetryAfter) async throws {
        let files = try await TaskFiles.first()
        try await withReconciliation { reconciliation in
            reconciliation.proxy.change(to: .first(1, of: "POST", .rateLimited(retryAfter)))
            try await #expect(reconciliation.apply(files).failures == [])
            #expect(reconciliation.time.waited >= .seconds(7))
            #expect(reconciliation.time.waited < .seconds(8))
        }
    }

    @Test("says what it could not do when the panel refuses for good", arguments: ["POST", "PUT", "DELETE"])
    func lastingRefusal(_ method: String) async throws {
        let (first, edited) = (try await TaskFiles.first(), try await TaskFiles.edited())
        try await withReconciliation { reconciliation in
            try await reconciliation.apply(first)
            reconciliation.proxy.change(to: FaultPlan([.on(method, .unavailable(503))]))
            let applied = try await reconciliation.apply(edited)
            #expect(applied.untruths == [])
            #expect(applied.report.hasFailures)
            #expect(applied.report.outcomes.contains { $0.isSuccess })
            try await reconciliation.expectConvergence(to: edited)
        }
    }

    @Test("says that it is unknown what became of a create when neither it nor the lookup is answered")
    func unknownOutcome() async throws {
        let (first, edited) = (try await TaskFiles.first(), try await TaskFiles.edited())
        try await withReconciliation { reconciliation in
            try await reconciliation.apply(first)
            reconciliation.proxy.change(
                to: FaultPlan([
                    .on("POST", .loseAnswer),
                    FaultRule(where: { $0.target.contains("filter") }) { _ in .resetBeforeForwarding },
                ]))
            let applied = try await reconciliation.apply(edited)
            #expect(applied.untruths == [])
            #expect(applied.failures.contains { $0.contains("whether it was created is unknown") })
            #expect(applied.after.owned(by: "verify").count == 1)
            try await reconciliation.expectConvergence(to: edited)
        }
    }

    @Test("says that a create may still be done when it is given up, and is then done after all")
    func lateCreate() async throws {
        let (first, edited) = (try await TaskFiles.first(), try await TaskFiles.edited())
        try await withReconciliation { reconciliation in
            try await reconciliation.apply(first)
            reconciliation.proxy.change(to: FaultPlan([.on("POST", .delay(.seconds(60)))]))
            let applied = try await reconciliation.apply(edited)
            #expect(applied.untruths == [])
            #expect(applied.after.owned(by: "verify").count == 1)
            try await reconciliation.expectConvergence(to: edited)
        }
    }

    /// Creates, then edits, each under the fault: all must be done at the first try, and said to be.
    private func expectDone(_ reconciliation: Reconciliation, under fault: FaultCase) async throws {
        for files in [try await TaskFiles.first(), try await TaskFiles.edited()] {
            reconciliation.proxy.change(to: fault.plan)
            let applied = try await reconciliation.apply(files)
            #expect(applied.failures == [])
            #expect(applied.untruths == [])
            #expect(applied.after.differences(from: files) == [])
            reconciliation.proxy.change(to: .none)
            try await #expect(reconciliation.plan(files).actions.isEmpty)
        }
        // Each kind of request was made, so that the fault has had its chance.
        #expect(reconciliation.proxy.requests.contains { $0.fault == fault.fault.kind && $0.method == fault.method })
    }
}
