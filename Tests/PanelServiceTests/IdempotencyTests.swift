import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Idempotency-Key")
struct IdempotencyTests {
    @Test("answers the same request as the first time, and creates nothing", arguments: StoreKind.embedded)
    func replay(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let first = try await panel.create("a", key: "k")
            try await panel.update(first.id, ["description": "changed since"])
            panel.wait(86_399)
            let again = try await panel.services.create(.task("a"), key: RequestKey(scope: "test", key: "k"))
            #expect(again.isReplay)
            #expect(again.answer == .map(first))
            #expect(again.record.description == "changed since")
            #expect(try await panel.services.all().count == 5)
        }
    }

    @Test("keeps nothing of a request or an answer that is secret", arguments: StoreKind.embedded)
    func secrets(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let notify: Value = [["type": "webhook", "url": "https://example.com/s3cret", "on": ["failed"]]]
            try await panel.create("a", ["notify": notify], key: "k")
            let stored = try await panel.store.read { store in
                try await store.rememberedAnswer(scope: "test", key: "k", now: .sample)
            }
            let answer = try #require(stored)
            #expect(!answer.request.contains("s3cret"))
            #expect(!answer.answer.contains("s3cret"))
            #expect(answer.answer.contains(#""url":{"set":true}"#))
            let again = try await panel.services.create(
                .task("a", ["notify": notify]), key: RequestKey(scope: "test", key: "k"))
            #expect(again.isReplay)
        }
    }

    @Test("is forgotten once its day is over, also where nothing is created", arguments: StoreKind.embedded)
    func expiry(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.create("a", key: "k")
            for (wait, isKept) in [(Int64(86_399), true), (1, false)] {
                panel.wait(wait)
                try await panel.services.forgetExpiredAnswers()
                // As if no time had passed: what is not there is gone.
                let stored = try await panel.store.read { store in
                    try await store.rememberedAnswer(scope: "test", key: "k", now: .sample)
                }
                #expect((stored != nil) == isKept)
            }
        }
    }

    @Test("refuses another body", arguments: StoreKind.embedded)
    func otherBody(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.create("a", key: "k")
            let problems = await panel.refusal(.validationFailed) { try await panel.create("b", key: "k") }
            #expect(problems.fields == ["Idempotency-Key"])
        }
    }

    @Test("does not care for the order of keys")
    func keyOrder() async throws {
        try await Panel.run(on: .sqlite) { panel async throws in
            try await panel.create("a", key: "k")
            let reversed = ValueMap(try Value.task("a").asMap().reversed().map { ($0.key, $0.value) })
            let again = try await panel.services.create(.map(reversed), key: RequestKey(scope: "test", key: "k"))
            #expect(again.isReplay)
        }
    }

    @Test("is forgotten after a day, and with the object", arguments: StoreKind.embedded)
    func forgotten(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            let first = try await panel.create("a", key: "k")
            try await panel.services.delete(id: first.id)
            let second = try await panel.create("a", key: "k")
            #expect(second.id == "6")
            panel.wait(86_400)
            let problems = await panel.refusal(.serviceConflict) { try await panel.create("a", key: "k") }
            #expect(problems.first?.meta["reason"] == "name_taken")
        }
    }

    @Test("belongs to the API key that sent it", arguments: StoreKind.embedded)
    func scope(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            try await panel.create("a", key: "k")
            let other = try await panel.services.create(.task("b"), key: RequestKey(scope: "other", key: "k"))
            #expect(!other.isReplay)
        }
    }

    @Test("is not used up by a request that was refused", arguments: StoreKind.embedded)
    func refused(_ kind: StoreKind) async throws {
        try await Panel.run(on: kind) { panel async throws in
            _ = await panel.refusal(.serviceConflict) { try await panel.create("SFTP Server", key: "k") }
            try await panel.create("free", key: "k")
        }
    }

    @Test("has 1 to 255 bytes")
    func length() async throws {
        try await Panel.run(on: .inMemory) { panel async throws in
            for key in ["", String(repeating: "k", count: 256)] {
                _ = await panel.refusal(.badRequest) { try await panel.create("a", key: key) }
            }
            try await panel.create("a", key: String(repeating: "k", count: 255))
        }
    }
}
