import PanelStore
import PhoenixModel
import PhoenixTestSupport
import Testing

@Suite("What is known of a service when its probe changes")
struct ProbeChangeTests {
    private static let probe: Value = ["probe": ["type": "sftp", "host": "a"]]

    /// The state and the status after a change of a running service.
    private func outcome(
        _ kind: StoreKind, _ change: @escaping @Sendable (inout ServiceRecord) -> Void
    ) async throws -> (state: ProbeState?, status: ServiceStatus?, now: Timestamp) {
        try await kind.withStore { store async throws in
            try await store.write { store in
                var record = try #require(try await store.service(4))
                record.config = Self.probe
                try await store.replace(record)
                let now = try await store.now()
                let later = Timestamp(seconds: now.seconds + 50)
                try await store.replace(
                    ProbeState(serviceID: 4, status: .running, since: now, checkedAt: now, nextCheck: later))
                try await store.setObservedStatus(of: 4, to: .running)
                let before = try #require(try await store.service(4))
                var after = before
                change(&after)
                try await store.replace(after)
                let followed = try await store.followProbe(from: before, to: after)
                let stored = try await store.service(4)
                #expect(followed == stored)
            }
            return try await store.read { store in
                (try await store.probeState(of: 4), try await store.service(4)?.status, try await store.now())
            }
        }
    }

    @Test("stays when something else changes", arguments: StoreKind.allCases)
    func other(_ kind: StoreKind) async throws {
        let outcome = try await outcome(kind) {
            $0.description = "other"
            $0.config = ["probe": ["type": "sftp", "host": "a"], "note": 1]
        }
        #expect(outcome.status == .running)
        #expect(outcome.state.map { $0.nextCheck > outcome.now } == true)
    }

    @Test("stays with another interval, and is looked at again at once", arguments: StoreKind.allCases)
    func interval(_ kind: StoreKind) async throws {
        let outcome = try await outcome(kind) { $0.config = ["probe": ["type": "sftp", "host": "a", "interval": 10]] }
        #expect(outcome.status == .running)
        #expect(outcome.state.map { $0.nextCheck <= outcome.now } == true)
    }

    @Test("is forgotten with another host, with no probe, and when it is disabled", arguments: StoreKind.allCases)
    func forgotten(_ kind: StoreKind) async throws {
        let host = try await outcome(kind) { $0.config = ["probe": ["type": "sftp", "host": "b"]] }
        #expect(host.status == .unknown)
        #expect(host.state.map { $0.nextCheck <= host.now } == true)
        #expect(try await outcome(kind) { $0.config = [:] }.status == .unknown)
        #expect(try await outcome(kind) { $0.isEnabled = false }.state?.status == .unknown)
    }
}
