import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Pages of every store")
struct StorePageTests {
    @Test("count all and show the part that is asked for", arguments: StoreKind.allCases)
    func paging(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, count: 2_500)
            try await store.write { transaction in
                for id in Int64(100)..<1_300 { try await transaction.remove(id) }
            }
            for chosen in [nil, ObjectKind.scheduled, .system] {
                let all = try await store.read { try await $0.allServices() }.filter {
                    chosen == nil || $0.kind == chosen
                }
                for offset in [0, 1, 95, 97, 1_000, 1_250, 1_304, 5_000] {
                    var query = ServiceQuery()
                    query.kind = chosen
                    query.offset = offset
                    query.limit = 20
                    let plain = query
                    let slice = try await store.read { try await $0.page(plain) }
                    #expect(slice.total == all.count)
                    #expect(slice.records == Array(all.dropFirst(offset).prefix(20)), "offset \(offset)")
                }
            }
        }
    }

    @Test("filter by type, status and name", arguments: StoreKind.allCases)
    func filters(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, count: 40)
            func names(_ change: (inout ServiceQuery) -> Void) async throws -> [String] {
                var query = ServiceQuery()
                change(&query)
                let ready = query
                let slice = try await store.read { try await $0.page(ready) }
                #expect(slice.total == slice.records.count)
                return slice.records.map(\.name)
            }
            #expect(try await names { $0.status = .disabled } == ["Täsk 10", "Täsk 20", "Täsk 30", "Täsk 40"])
            #expect(try await names { $0.namePart = "TÄSK 3" }.count == 11)
            #expect(try await names { $0.namePart = "_ask" }.isEmpty)
            #expect(try await names { $0.name = "Ta\u{308}sk 7" } == ["Täsk 7"])
            #expect(try await names { ($0.kind, $0.status) = (.system, .unknown) }.count == 4)
            #expect(try await names { $0.status = .running }.isEmpty)
        }
    }

    @Test("sort by any key, missing values last and ties by id", arguments: StoreKind.allCases)
    func sorting(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await fill(store, count: 30)
            func ids(_ order: ServiceQuery.Order...) async throws -> [Int64] {
                var query = ServiceQuery()
                query.order = order
                let ready = query
                return try await store.read { try await $0.page(ready) }.records.map(\.id)
            }
            let all = try await store.read { try await $0.allServices() }
            #expect(try await ids(.init(.id, descending: true)) == all.map(\.id).reversed())
            #expect(try await ids(.init(.name)) == all.sorted { $0.name < $1.name }.map(\.id))
            let byRun = try await ids(.init(.nextRun, descending: true))
            #expect(byRun.prefix(2) == [33, 32])
            #expect(byRun.suffix(7) == [1, 2, 3, 4, 14, 24, 34])
            #expect(try await ids(.init(.nextRun)).suffix(7) == [1, 2, 3, 4, 14, 24, 34])
            let byStatus = try await ids(.init(.status), .init(.name, descending: true))
            #expect(byStatus.prefix(3) == [34, 24, 14])
            #expect(byStatus.suffix(4) == [1, 4, 3, 2])
        }
    }

    /// Tasks 1 to `count`; every tenth is disabled.
    private func fill(_ store: any PanelStore, count: Int) async throws {
        try await store.write { transaction in
            for number in 1...count {
                var record = ServiceRecord.task("Täsk \(number)")
                record.isEnabled = !number.isMultiple(of: 10)
                record.nextRun = record.isEnabled ? Timestamp(seconds: Int64(number)) : nil
                _ = try await transaction.insert(record)
            }
        }
    }
}
