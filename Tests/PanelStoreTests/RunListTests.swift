import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Lists of runs in every store")
struct RunListTests {
    @Test("are newest first, and count all of what they are chosen from", arguments: StoreKind.allCases)
    func filters(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                _ = try await transaction.insert(.finished(5, .succeeded, at: 70, due: 60))
                _ = try await transaction.insert(.finished(6, .failed, at: 130, due: 120))
                _ = try await transaction.insert(.finished(5, .failed, at: 190, due: 180))
                _ = try await transaction.insert(.queued(5, due: nil, at: .sample(200)))
                _ = try await transaction.insert(.queued(6, due: 240, at: .sample(241)).running())
            }
            func ids(_ change: (inout RunQuery) -> Void) async throws -> [Int64] {
                var query = RunQuery()
                change(&query)
                let ready = query
                let slice = try await store.read { try await $0.runs(ready) }
                #expect(slice.total == slice.records.count)
                return slice.records.map(\.id)
            }
            #expect(try await ids { _ in } == [5, 4, 3, 2, 1])
            #expect(try await ids { $0.serviceID = 5 } == [4, 3, 1])
            #expect(try await ids { $0.serviceID = 99 } == [])
            #expect(try await ids { $0.state = .finished } == [3, 2, 1])
            #expect(try await ids { $0.result = .failed } == [3, 2])
            #expect(try await ids { ($0.serviceID, $0.result) = (5, .failed) } == [3])
            #expect(try await ids { ($0.serviceID, $0.state) = (6, .running) } == [5])
            #expect(try await ids { ($0.state, $0.result) = (.queued, .failed) } == [])
            #expect(try await ids { $0.since = .sample(180) } == [5, 4, 3])
            #expect(try await ids { $0.until = .sample(180) } == [3, 2, 1])
            #expect(try await ids { ($0.since, $0.until) = (.sample(120), .sample(200)) } == [4, 3, 2])
            #expect(try await ids { ($0.serviceID, $0.since) = (5, .sample(61)) } == [4, 3])
        }
    }

    @Test("have the same pages however deep, also where runs were removed", arguments: StoreKind.allCases)
    func pages(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for number in 0..<3_000 {
                    let result: RunResult = number.isMultiple(of: 7) ? .failed : .succeeded
                    _ = try await transaction.insert(.finished(5 + Int64(number % 3), result, at: Int64(number)))
                }
                let retention = RunRetention(
                    finishedBefore: .sample(1_500), failedBefore: .sample(0), keptPerTask: 0)
                #expect(try await transaction.pruneRuns(retention, limit: 10_000) == 1_285)
            }
            var everything = RunQuery()
            everything.limit = 10_000
            let whole = everything
            let all = try await store.read { try await $0.runs(whole) }.records
            #expect(all.count == 1_715)
            #expect(all.map(\.id) == all.map(\.id).sorted(by: >))
            for serviceID in [nil, 5, 6] as [Int64?] {
                let chosen = all.filter { serviceID == nil || $0.serviceID == serviceID }
                for result in [nil, .failed, .succeeded] as [RunResult?] {
                    let expected = chosen.filter { result == nil || $0.result == result }
                    for offset in [0, 1, 199, 1_020, 1_500, 1_714, 1_715, 9_000] {
                        var query = RunQuery()
                        (query.serviceID, query.result, query.offset, query.limit) = (serviceID, result, offset, 20)
                        let ready = query
                        let slice = try await store.read { try await $0.runs(ready) }
                        #expect(slice.total == expected.count)
                        #expect(slice.records == Array(expected.dropFirst(offset).prefix(20)), "offset \(offset)")
                    }
                }
            }
        }
    }

    @Test("lose old runs also behind one of a time when the clock was years ahead", arguments: StoreKind.allCases)
    func clockAhead(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let retention = RunRetention(finishedBefore: .sample(50), failedBefore: .sample(50), keptPerTask: 0)
            let pruned = try await store.write { transaction async throws in
                for offset: Int64 in [300_000_000, 20, 10] {
                    _ = try await transaction.insert(.finished(5, .succeeded, at: offset))
                }
                return [
                    try await transaction.pruneRuns(retention, limit: 1),
                    try await transaction.pruneRuns(retention, limit: 9),
                ]
            }
            #expect(pruned == [1, 1])
            #expect(try await store.read { try await $0.runs(RunQuery()) }.records.map(\.id) == [1])
        }
    }

    @Test("lose old runs, but for failures and the newest of each task", arguments: StoreKind.allCases)
    func retention(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction async throws in
                for offset: Int64 in 1...6 {
                    _ = try await transaction.insert(.finished(5, .succeeded, at: offset * 10))  // 1…6
                }
                for result in [.failed, .partial, .missed, .skipped] as [RunResult] {
                    _ = try await transaction.insert(.finished(6, result, at: 25))  // 7…10
                }
                for _ in 0..<2 { _ = try await transaction.insert(.finished(6, .succeeded, at: 200)) }
                _ = try await transaction.insert(.queued(6, due: nil))
                _ = try await transaction.insert(.queued(7, due: nil).running())
                _ = try await transaction.insert([.sample(0)], ofRun: 14, ifToken: 1)
                _ = try await transaction.insert(.queued(5, due: nil).running())
                _ = try await transaction.insert([.sample(0)], ofRun: 15, ifToken: 1)
            }
            let retention = RunRetention(finishedBefore: .sample(50), failedBefore: .sample(25), keptPerTask: 3)
            func ids() async throws -> [Int64] {
                try await store.read { try await $0.runs(RunQuery()) }.records.map(\.id).reversed()
            }
            func prune(_ retention: RunRetention, _ limit: Int) async throws -> Int {
                try await store.write { try await $0.pruneRuns(retention, limit: limit) }
            }
            #expect(try await prune(retention, 2) == 2)
            #expect(try await ids() == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
            #expect(try await prune(retention, 100) == 3)
            #expect(try await ids() == [5, 6, 7, 8, 9, 11, 12, 13, 14, 15])
            #expect(try await prune(retention, 100) == 0)
            let later = RunRetention(finishedBefore: .sample(50), failedBefore: .sample(26), keptPerTask: 3)
            #expect(try await prune(later, 100) == 3)
            let all = RunRetention(finishedBefore: .sample(999), failedBefore: .sample(999), keptPerTask: 0)
            #expect(try await prune(all, 100) == 4)
            #expect(try await ids() == [13, 14, 15])
            #expect(try await store.read { try await $0.steps(ofRun: 14) }.count == 1)
        }
    }
}
