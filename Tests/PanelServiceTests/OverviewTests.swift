import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("The overview for people on call")
struct OverviewTests {
    @Test("has so many tasks that are not well, and says whether there are more", arguments: StoreKind.embedded)
    func unwellTasks(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            for number in 0..<3 {
                let id = try #require(Int64(try await panel.create("task \(number)").id))
                try await panel.store.addRun(of: id, at: .sample, result: .partial, reason: "no \(number)")
            }
            for (limit, hasMore) in [(2, true), (3, false), (4, false)] {
                let overview = try await panel.services.overview(limit: limit, upcoming: 5)
                #expect(overview.unwellTasks.count == min(limit, 3))
                #expect(overview.hasMoreUnwellTasks == hasMore, "\(limit)")
                #expect(overview.unwellTasks.allSatisfy { $0.run?.result == .partial })
            }
        }
    }

    @Test("calls a run abandoned once its lease is over", arguments: StoreKind.embedded)
    func abandonedRuns(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let id = try #require(Int64(try await panel.create("a").id))
            // Its lease ends 31 seconds after this.
            let run = try await panel.store.addRun(of: id, at: .sample, result: nil, state: .running)
            panel.wait(31)
            #expect(try await panel.services.overview(limit: 5, upcoming: 5).abandonedRuns.isEmpty)
            panel.wait(1)
            #expect(try await panel.services.overview(limit: 5, upcoming: 5).abandonedRuns == [String(run.id)])
        }
    }

    @Test("of health has exactly so many days, with today", arguments: StoreKind.embedded)
    func days(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let today = ProbeDay.day(of: .sample)
            try await panel.store.write { store in
                for day in 0..<5 as Range<Int64> {
                    try await store.insert(
                        ProbeCheck(
                            serviceID: 2, at: Timestamp(seconds: Timestamp.sample.seconds - day * 86_400),
                            isSuccess: true, latency: 1))
                }
            }
            let health = try await panel.services.healthOverview(days: 3)
            let service = try #require(health.systemServices.first { $0.service.id == "2" })
            #expect(service.days.map(\.day) == [today - 2, today - 1, today])
        }
    }
}
