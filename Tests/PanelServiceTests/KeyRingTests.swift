import PanelService
import PanelStore
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

@Suite("Keys and the sessions that are begun with them")
struct KeyRingTests {
    private func makeKey() -> APIKey {
        var random = SystemRandomNumberGenerator()
        return APIKey(using: &random)
    }

    @Test("hold until the second they end in, and not in it")
    func expiry() async throws {
        let store = InMemoryPanelStore(now: .sample)
        let key = makeKey()
        let record = try await KeyRing(store: store, now: { .sample })
            .add(key, name: "short", permissions: [.read], lifetime: 60)
        for (seconds, isGood) in [(0, true), (59, true), (60, false), (61, false)] as [(Int64, Bool)] {
            let keys = KeyRing(store: store, now: { Timestamp(seconds: Timestamp.sample.seconds + seconds) })
            #expect(try await (keys.find(key, at: nil) != nil) == isGood, "\(seconds)")
            #expect(try await (keys.current(record.id, at: nil) != nil) == isGood, "\(seconds)")
        }
    }

    @Test("are never taken as they were at another version of the store")
    func versions() async throws {
        let store = InMemoryPanelStore(now: .sample)
        let keys = KeyRing(store: store, now: { .sample })
        let (kept, gone) = (makeKey(), makeKey())
        _ = try await keys.add(kept, name: "kept", permissions: [.read])
        _ = try await keys.add(gone, name: "gone", permissions: [.read])
        let (first, second) = (DataVersion(1), DataVersion(2))
        #expect(try await keys.find(kept, at: first)?.name == "kept")
        #expect(try await keys.find(gone, at: first)?.name == "gone")
        #expect(try await keys.revoke(name: "gone"))
        #expect(try await keys.find(kept, at: second)?.name == "kept")
        #expect(try await keys.find(gone, at: second) == nil)
        #expect(try await keys.find(gone, at: nil) == nil)
    }

    @Test("begin sessions that end with them, and hold for no other key")
    func sessions() async throws {
        func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: Timestamp.sample.seconds + seconds) }
        func record(expiresAt: Timestamp?, digest: UInt8 = 1) -> APIKeyRecord {
            APIKeyRecord(
                id: "0123456789abcdef", name: "k", digest: Array(repeating: digest, count: 32), permissions: [],
                createdAt: .sample, expiresAt: expiresAt)
        }
        let endless = record(expiresAt: nil)
        let token = try #require(SessionToken(SessionToken(for: endless, until: time(100)).text))
        #expect(token.isGood(for: endless, at: time(99)))
        #expect(!token.isGood(for: endless, at: time(100)))
        #expect(!token.isGood(for: record(expiresAt: nil, digest: 2), at: .sample))

        #expect(SessionToken(for: record(expiresAt: time(50)), until: time(100)).expiresAt == time(50))
        #expect(SessionToken(for: record(expiresAt: time(200)), until: time(100)).expiresAt == time(100))
        let longer = token.text.replacing("\(time(100).seconds)", with: "\(time(999).seconds)")
        #expect(try #require(SessionToken(longer)).isGood(for: endless, at: .sample) == false)
    }
}
