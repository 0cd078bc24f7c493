import PanelStore
import PhoenixModel
import Reporting

/// What can be told of the processes that serve a store, and of how well they keep up.
struct ReplicaChecks {
    let replicas: [ReplicaRecord]
    let load: RunLoad
    /// By the store's clock.
    let now: Timestamp

    init(_ store: any PanelStoreReading) async throws {
        replicas = try await store.replicas()
        load = try await store.runLoad()
        now = try await store.now()
    }

    /// What a clock may be wrong by, in seconds.
    private static let tolerableSkew: Int64 = 5
    /// How late a due task may be claimed; later ones are misfired.
    private static let tolerableLag: Int64 = 60

    var all: [Check] { [presence] + (alive.isEmpty ? [] : [clocks]) + [schedule] }

    private var alive: [ReplicaRecord] { replicas.filter { $0.isAlive(at: now) } }

    private var presence: Check {
        let living = alive.map { replica in
            let work = replica.runsTasks ? "" : ", runs no tasks"
            return "\(replica.name) (\(replica.version), for \(span(since: replica.startedAt))\(work))"
        }
        let text = living.isEmpty ? "none serves this store" : living.joined(separator: ", ")
        let gone = replicas.filter { !$0.isAlive(at: now) }
        if gone.isEmpty { return Check("replicas", .ok, text) }
        let names = gone.map { "\($0.name) (last seen \(span(since: $0.lastSeen)) ago)" }
        return Check(
            "replicas", .warning, "\(text); gone without a word: \(names.joined(separator: ", "))",
            help: "their runs are taken over by the others; look for the reason in their logs")
    }

    private var clocks: Check {
        let wrong = alive.filter { abs($0.clockSkew) > Self.tolerableSkew }
        if wrong.isEmpty { return Check("clocks", .ok, "the replicas' clocks agree with the store's") }
        let texts = wrong.map { replica in
            let direction = replica.clockSkew > 0 ? "ahead of" : "behind"
            return "\(replica.name) is \(abs(replica.clockSkew)) s \(direction) the store"
        }
        return Check(
            "clocks", .warning, texts.joined(separator: ", "),
            help: "synchronise them; tasks start by the store's clock meanwhile, and keys expire by the replica's")
    }

    private var schedule: Check {
        let lag = load.nextDue.map { now.seconds - $0.seconds } ?? 0
        let late = lag > Self.tolerableLag ? "; the oldest due task has waited for \(MomentText.span(lag))" : ""
        if !alive.contains(where: \.runsTasks) {
            return Check(
                "schedule", .warning, "nothing runs until `phoenix serve`\(late)",
                help: "phoenix serve runs the tasks of this store")
        }
        if !late.isEmpty {
            return Check(
                "schedule", .warning, "due tasks are not claimed in time\(late)",
                help: "look at the logs of the replicas, and at phoenix_scheduler_lag_seconds in their metrics")
        }
        let waiting = load.queued == 0 ? "" : "; \(Plural.text(load.queued, "run")) \(oldestQueued)"
        return Check("schedule", .ok, "no due task is unclaimed\(waiting)")
    }

    private var oldestQueued: String {
        guard let oldest = load.oldestQueued, oldest < now else { return "queued" }
        return "queued, the oldest for \(span(since: oldest))"
    }

    private func span(since moment: Timestamp) -> String { MomentText.span(now.seconds - moment.seconds) }
}
