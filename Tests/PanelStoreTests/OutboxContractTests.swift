import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("Messages in every store")
struct OutboxContractTests {
    @Test("are given back as they were put in, oldest first", arguments: StoreKind.allCases)
    func roundTrip(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            var first = OutboxMessage.sample("m1", to: "a")
            first.attempts = 2
            first.lastFailure = "the answer was 503\n"
            let message = first
            try await store.write { transaction in
                try await transaction.insert(message)
                try await transaction.insert(.sample("m2", to: "a"))
            }
            let taken = try await take(from: store, at: 0, until: 60)
            first.sequence = 1
            first.nextTry = .sample(60)
            #expect(taken.map(\.id) == ["m1", "m2"])
            #expect(taken.first == first)
            #expect(taken.map(\.sequence) == [1, 2])
        }
    }

    @Test("go to one address in their order, and by one taker at a time", arguments: StoreKind.allCases)
    func order(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await insert(["a": 3, "b": 1], into: store)
            #expect(try await take(from: store, at: 0, until: 60, perAddress: 2).map(\.id) == ["a1", "a2", "b1"])
            // Nobody else gets any of these addresses, also what comes later.
            try await store.write { try await $0.insert(.sample("a4", to: "a")) }
            #expect(try await take(from: store, at: 59, until: 120) == [])
            // One delivered, the other one still under way.
            try await store.write { try await $0.removeMessages(["a1", "b1", "gone"]) }
            #expect(try await take(from: store, at: 59, until: 120) == [])
            // All that was taken is delivered: the rest is free at once.
            try await store.write { try await $0.removeMessages(["a2"]) }
            #expect(try await take(from: store, at: 59, until: 120).map(\.id) == ["a3", "a4"])
        }
    }

    @Test("are free again when their taker is not heard of", arguments: StoreKind.allCases)
    func lostTaker(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await insert(["a": 2], into: store)
            _ = try await take(from: store, at: 0, until: 60)
            #expect(try await take(from: store, at: 60, until: 120).map(\.id) == ["a1", "a2"])
        }
    }

    @Test("wait behind one that failed, and only at its address", arguments: StoreKind.allCases)
    func failure(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await insert(["a": 2, "b": 1], into: store)
            var failed = try #require(try await take(from: store, at: 0, until: 60).first)
            failed.attempts += 1
            failed.lastFailure = "connection refused"
            failed.nextTry = .sample(30)
            let postponed = failed
            try await store.write { transaction in
                try await transaction.postpone(postponed)
                try await transaction.removeMessages(["b1"])
                try await transaction.insert(.sample("b2", to: "b"))
                try await transaction.postpone(.sample("gone", to: "c"))
            }
            #expect(try await take(from: store, at: 29, until: 90).map(\.id) == ["b2"])
            let again = try await take(from: store, at: 30, until: 90)
            #expect(again.map(\.id) == ["a1", "a2"])
            #expect(again[0].attempts == 1 && again[0].lastFailure == "connection refused")
        }
    }

    @Test("are taken of so many addresses, those that wait longest first", arguments: StoreKind.allCases)
    func limits(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            try await store.write { transaction in
                for (address, offset) in [("a", 3), ("b", 1), ("c", 2), ("d", 9)] as [(String, Int64)] {
                    try await transaction.insert(.sample(address, to: address, at: offset))
                }
            }
            let taken = try await store.write {
                try await $0.takeMessages(at: .sample(5), until: .sample(60), addresses: 2, perAddress: 5)
            }
            #expect(taken.map(\.id) == ["b", "c"])
            #expect(try await take(from: store, at: 5, until: 60).map(\.id) == ["a"])
        }
    }

    @Test("are counted, and have an age", arguments: StoreKind.allCases)
    func load(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            #expect(try await store.write { try await $0.outboxLoad() == (0, nil) })
            try await store.write { transaction in
                for offset: Int64 in [7, 9] {
                    try await transaction.insert(.sample("m\(offset)", to: "a", at: offset))
                }
            }
            #expect(try await store.write { try await $0.outboxLoad() == (2, .sample(7)) })
            try await store.write { try await $0.removeMessages(["m7"]) }
            #expect(try await store.write { try await $0.outboxLoad() == (1, .sample(9)) })
        }
    }

    @Test("have one id each, and outlive their service", arguments: StoreKind.allCases)
    func identity(_ kind: StoreKind) async throws {
        try await kind.withStore { store async throws in
            let task = try await store.write { try await $0.insert(.task("a")).id }
            try await store.write { transaction in
                try await transaction.insert(.sample("m", to: "a", service: task))
                try await transaction.remove(task)
            }
            await #expect(throws: (any Error).self) {
                try await store.write { try await $0.insert(.sample("m", to: "b")) }
            }
            #expect(try await take(from: store, at: 0, until: 60).map(\.id) == ["m"])
        }
    }

    private func insert(_ counts: KeyValuePairs<String, Int>, into store: any PanelStore) async throws {
        let messages = counts.flatMap { address, count in
            (1...count).map { OutboxMessage.sample("\(address)\($0)", to: address) }
        }
        try await store.write { transaction in
            for message in messages { try await transaction.insert(message) }
        }
    }

    private func take(
        from store: any PanelStore, at moment: Int64, until: Int64, perAddress: Int = 100
    ) async throws -> [OutboxMessage] {
        try await store.write {
            try await $0.takeMessages(
                at: .sample(moment), until: .sample(until), addresses: 100, perAddress: perAddress)
        }
    }
}

extension OutboxMessage {
    fileprivate static func sample(
        _ id: String, to address: String, service: Int64 = 5, at offset: Int64 = 0
    ) -> OutboxMessage {
        OutboxMessage(
            id: id, serviceID: service, kind: "webhook", address: address, secret: "s3cret", event: "run.failed",
            payload: ["event": "run.failed", "list": [1, .null]], text: "'ä' failed", createdAt: .sample(offset))
    }
}
