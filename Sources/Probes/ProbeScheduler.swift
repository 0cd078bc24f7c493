package import Clocks
package import CoreMetrics
import LogOutput
package import Logging
package import PanelStore
import PhoenixModel
import ServiceLifecycle
import Synchronization

/// Checks the system services of a store when their time has come, and records what was found.
///
/// Several processes on one store share the work: whoever takes a check has it until its lease ends.
package final class ProbeScheduler: Service {
    private let store: any PanelStore
    private let probes: any ServiceProbing
    private let options: ProbeSchedulerOptions
    private let clock: WallClock
    private let makeID: @Sendable () -> String
    private let log: Logger
    private let instruments: ProbeInstruments
    private let state = Mutex(State())
    /// Of the store.
    private let failures = FailureStreak()

    private struct State {
        var underWay = 0
        var lastPruning: Duration?
    }

    /// `makeID` gives the ids of messages, which are never the same.
    package init(
        store: any PanelStore, probes: any ServiceProbing, options: ProbeSchedulerOptions = ProbeSchedulerOptions(),
        clock: WallClock, makeID: @escaping @Sendable () -> String, log: Logger, metrics: any MetricsFactory
    ) {
        self.store = store
        self.probes = probes
        self.options = options
        self.clock = clock
        self.makeID = makeID
        self.log = log
        instruments = ProbeInstruments(factory: metrics)
    }

    /// Checks until the process is to end. A check that is under way then is given up and not recorded.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            while !isEnding {
                for service in await take() {
                    group.addTask { await self.examine(service) }
                }
                await prune()
                await pause()
            }
        }
    }

    /// Takes the checks that are due and carries them out, and answers how many.
    package func tick() async -> Int {
        let services = await take()
        await withDiscardingTaskGroup { group in
            for service in services { group.addTask { await self.examine(service) } }
        }
        await prune()
        return services.count
    }

    private var isEnding: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private func pause() async {
        try? await cancelWhenGracefulShutdown { try await self.clock.sleep(self.options.poll) }
    }

    private func take() async -> [ServiceRecord] {
        let free = options.checksAtOnce - state.withLock { $0.underWay }
        guard free > 0 else { return [] }
        let lease = Int64(options.lease / .seconds(1))
        do {
            let services = try await store.write(within: options.storeLimit, as: .concurrent) { store in
                let now = try await store.now()
                return try await store.takeDueProbes(
                    at: now, until: Timestamp(seconds: now.seconds + lease), limit: free)
            }
            state.withLock { $0.underWay += services.count }
            if failures.end() { log.notice("the store can be reached again") }
            return services
        } catch is CancellationError {
            return []
        } catch {
            noteFailure("cannot look for probes that are due", ["error": "\(error)"])
            return []
        }
    }

    private func examine(_ service: ServiceRecord) async {
        defer { state.withLock { $0.underWay -= 1 } }
        do {
            guard let configuration = ProbeConfiguration(config: service.config) else {
                return try await setAside(service)
            }
            let probes = probes
            let start = clock.now()
            let result = await cancelWhenGracefulShutdown { await probes.check(configuration) }
            // What is found while everything ends says nothing of the service, and what is found after a long sleep of
            // the machine nothing of how it is now: somebody else has taken it since.
            guard !isEnding, clock.now() - start < options.lease else { return }
            instruments.record(configuration, result)
            try await record(result, of: service, configuration)
        } catch {
            noteFailure("cannot record a probe", ["service": "\(service.id)", "error": "\(error)"])
        }
    }

    private func record(
        _ result: ProbeResult, of service: ServiceRecord, _ configuration: ProbeConfiguration
    ) async throws {
        let interval = Double(configuration.interval) * (0.9 + 0.2 * clock.random())
        let wait = max(1, Int64(interval.rounded()))
        let change = try await store.write(within: options.storeLimit) { [makeID] store -> ProbeState? in
            guard let service = try await store.service(service.id), service.isEnabled else { return nil }
            let now = try await store.now()
            let before = try await store.probeState(of: service.id)
            guard ProbeConfiguration(config: service.config) == configuration else {
                // What has changed in the meantime is probed anew, at once.
                var state = before ?? ProbeState(unknown: service.id, at: now)
                state.nextCheck = now
                try await store.replace(state)
                return nil
            }
            let state = FlapControl.state(
                of: service.id, after: result, before: before, at: now,
                nextCheck: Timestamp(seconds: now.seconds + wait))
            try await store.replace(state)
            try await store.insert(ProbeCheck(service.id, result, at: now))
            for issue in result.issues { try await store.note(ServiceIssue(issue, at: now), of: service.id) }
            if service.observedStatus != state.status {
                try await store.setObservedStatus(of: service.id, to: state.status)
            }
            guard before?.status != state.status else { return nil }
            if let event = ServiceMessages.event(from: before?.status, to: state.status) {
                let messages = ServiceMessages.messages(
                    event, of: service, at: now, since: before?.since ?? now, reason: result.issues.last?.message,
                    makeID: makeID)
                for message in messages { try await store.insert(message) }
            }
            return state
        }
        if let change {
            log.notice(
                "service status changed",
                metadata: ["service": "\(service.id)", "status": "\(change.status.rawValue)"])
        }
    }

    /// Leaves out for a while what cannot be probed. The rules let no such configuration into a store.
    private func setAside(_ service: ServiceRecord) async throws {
        let wait = Int64(options.pruneInterval / .seconds(1))
        try await store.write(within: options.storeLimit) { store in
            let now = try await store.now()
            let issue = ProbeIssue.error("unreadable_probe", "the configuration of the probe cannot be read")
            try await store.note(ServiceIssue(issue, at: now), of: service.id)
            try await store.replace(
                ProbeState(
                    serviceID: service.id, status: .unknown, since: now, checkedAt: now,
                    nextCheck: Timestamp(seconds: now.seconds + wait)))
            try await store.setObservedStatus(of: service.id, to: nil)
        }
    }

    private func noteFailure(_ text: Logger.Message, _ metadata: Logger.Metadata) {
        log.log(level: failures.levelOfNext(), text, metadata: metadata)
    }

    private func prune() async {
        let now = clock.now()
        let isDue = state.withLock { state in
            if let last = state.lastPruning, now >= last, now - last < options.pruneInterval { return false }
            state.lastPruning = now
            return true
        }
        guard isDue else { return }
        let (history, batch) = (Int64(options.history / .seconds(1)), options.pruneBatch)
        do {
            var removed = batch
            while removed == batch, !isEnding {
                removed = try await store.write(within: options.storeLimit, as: .concurrent) { store in
                    let now = try await store.now()
                    return try await store.pruneChecks(
                        before: Timestamp(seconds: now.seconds - history), limit: batch)
                }
            }
        } catch {
            noteFailure("cannot remove old checks", ["error": "\(error)"])
        }
    }
}

extension ProbeState {
    /// Of a service of which nothing is known.
    fileprivate init(unknown serviceID: Int64, at moment: Timestamp) {
        self.init(serviceID: serviceID, status: .unknown, since: moment, checkedAt: moment, nextCheck: moment)
    }
}

extension ProbeCheck {
    fileprivate init(_ serviceID: Int64, _ result: ProbeResult, at moment: Timestamp) {
        self.init(
            serviceID: serviceID, at: moment, isSuccess: result.outcome != .down,
            latency: result.latency.map { Int64($0 / .microseconds(1)) })
    }
}

extension ServiceIssue {
    fileprivate init(_ issue: ProbeIssue, at moment: Timestamp) {
        self.init(
            severity: issue.severity.rawValue, code: issue.code, message: issue.message, firstSeen: moment,
            lastSeen: moment)
    }
}
