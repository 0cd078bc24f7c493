import PanelStore
import PhoenixModel
import Reporting

/// What can be told of the store behind an embedded panel.
struct StoreChecks {
    private let location: StoreLocation
    private let run: CommandRun

    init(_ location: StoreLocation, _ run: CommandRun) {
        self.location = location
        self.run = run
    }

    /// Below this a store may stop working soon.
    private static let littleSpace: Int64 = 100 << 20

    var all: [Check] {
        get async {
            if location.canBeMade {
                return [Check("store", .ok, "\(location.text) does not exist yet; the first apply creates it")]
            }
            do {
                let store = try await run.openStore(location, for: .reading)
                let health = try await store.health()
                let (keys, replicas) = try await store.read { store in
                    (try await store.apiKeys(), try await ReplicaChecks(store))
                }
                return [integrity(health), space(health), self.keys(keys)] + replicas.all
            } catch {
                return [problem(error)]
            }
        }
    }

    private func problem(_ error: any Error) -> Check {
        switch error {
        case let error as PanelStoreError: Check("store", .problem, error.message, help: error.help)
        case let error as PanelError: Check("store", .problem, error.message, help: error.help)
        default: Check("store", .problem, String(describing: error))
        }
    }

    private func integrity(_ health: StoreHealth) -> Check {
        guard let damage = health.damage.first else {
            var size = health.size.map { ": \(Self.megabytes($0))" } ?? ""
            if let log = health.logSize { size += ", \(Self.megabytes(log)) in its log" }
            return Check("store", .ok, "\(location.text) is undamaged\(size)")
        }
        return Check(
            "store", .problem, "\(location.text) is damaged: \(damage)",
            help: "stop everything that uses it, and restore a backup")
    }

    private func space(_ health: StoreHealth) -> Check {
        guard let free = health.freeSpace else {
            let place = if case .postgres = location { "of the database server" } else { "of the store" }
            return Check("disk", .notChecked, "the free space \(place) is unknown")
        }
        return free < Self.littleSpace
            ? Check("disk", .warning, "only \(Self.megabytes(free)) are free", help: "free some space")
            : Check("disk", .ok, "\(Self.megabytes(free)) are free")
    }

    private func keys(_ keys: [APIKeyRecord]) -> Check {
        let now = run.now()
        let expired = keys.filter { $0.expiresAt.map { $0.seconds <= now.seconds } ?? false }.map(\.name)
        if expired.isEmpty { return Check("keys", .ok, "\(Plural.text(keys.count, "API key")), none expired") }
        return Check(
            "keys", .warning, "expired: \(expired.joined(separator: ", "))",
            help: "remove a key with phoenix keys revoke NAME")
    }

    private static func megabytes(_ bytes: Int64) -> String { "\((bytes + (1 << 20) - 1) >> 20) MB" }
}
