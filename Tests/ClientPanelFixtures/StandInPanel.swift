package import PanelFixtures
import PhoenixModel
import Synchronization

/// A panel that serves the Client API as PhoenixPanel 1.0.3 was measured to do, over servers in memory. It keeps every
/// request that comes, so that a test can count what was done.
package final class StandInPanel: Sendable {
    /// As they were at its beginning.
    package let options: StandInOptions
    private let now: @Sendable () -> Duration
    private let world: Mutex<StandInWorld>
    private let log = Mutex<[ArrivedRequest]>([])
    private let observer: (@Sendable (ArrivedRequest) -> Void)?

    /// `now` is since 1970; `observer` is told of every request before it is answered.
    package init(
        _ servers: [StandInServer], options: StandInOptions = StandInOptions(), now: @escaping @Sendable () -> Duration,
        observer: (@Sendable (ArrivedRequest) -> Void)? = nil
    ) {
        self.options = options
        self.now = now
        self.observer = observer
        world = Mutex(StandInWorld(options: options, servers: servers))
    }

    /// Every request until now, in the order they came.
    package var requests: [ArrivedRequest] { log.withLock { $0 } }

    /// Those that were to change something.
    package var writes: [ArrivedRequest] { requests.filter { $0.method != "GET" } }

    package var servers: [StandInServer] { world.withLock { $0.servers } }

    package func change(_ body: (inout [StandInServer]) -> Void) { world.withLock { body(&$0.servers) } }

    package func change(options body: (inout StandInOptions) -> Void) { world.withLock { body(&$0.options) } }

    /// Lets the panel's cron start what is due.
    package func runDueSchedules() {
        let now = now()
        world.withLock { $0.runDue(now) }
    }

    /// Adds a schedule with the next run that the panel gives it.
    package func add(_ schedule: StandInSchedule, to place: Int) {
        let now = now()
        world.withLock { world in
            var schedule = schedule
            world.plan(&schedule, now)
            world.servers[place].schedules.append(schedule)
            world.lastScheduleID = max(world.lastScheduleID, schedule.id)
            world.lastTaskID = max(world.lastTaskID, schedule.tasks.map(\.id).max() ?? 0)
        }
    }

    /// The ids that the next schedule and the next task get.
    package func setNextIDs(schedule: Int64? = nil, task: Int64? = nil) {
        world.withLock { world in
            if let schedule { world.lastScheduleID = schedule - 1 }
            if let task { world.lastTaskID = task - 1 }
        }
    }

    /// Counts the requests of all limits from none again.
    package func resetRates() { world.withLock { $0.resetRates() } }

    /// Faults strike in the order in which they are given.
    package func inject(_ fault: StandInFault) { world.withLock { $0.faults.append(fault) } }

    /// Serves on a port of this host, a free one for 0, while `body` runs.
    package func serve<Result>(
        port: Int = 0, isolation: isolated (any Actor)? = #isolation, _ body: (ServerAddress) async throws -> Result
    ) async throws -> Result {
        try await withLoopbackServer(port: port, reply: { try await self.delayedReply(to: $0) }, body)
    }

    private func delayedReply(to request: ProxiedRequest) async throws -> WireReply {
        let reply = reply(to: request)
        if options.answerTime > .zero { try await Task.sleep(for: options.answerTime) }
        return reply
    }

    /// The reply without a network in between.
    package func reply(to request: ProxiedRequest) -> WireReply {
        let arrived = ArrivedRequest(method: request.method, target: request.target, body: request.json)
        log.withLock { $0.append(arrived) }
        observer?(arrived)
        let now = now()
        return world.withLock { world in
            switch world.fault(for: request) {
            case .down: return .close
            case .silence: return .silence
            case .answer(let answer): return .answer(answer)
            case .lost:
                _ = world.answer(request, now)
                return .close
            case .truncated: return .truncated(world.answer(request, now))
            case .answerAfterDoing(let answer):
                _ = world.answer(request, now)
                return .answer(answer)
            case nil: return .answer(world.answer(request, now))
            }
        }
    }
}
