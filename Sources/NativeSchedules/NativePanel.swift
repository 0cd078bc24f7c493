package import ClientAPI
package import Clocks
package import Cron
import HTTPTransport
package import PhoenixModel
import WebAddresses

/// The schedules that a panel runs itself on its servers, as something to read and to write: over its Client API, with
/// the ownership as a marker in each name.
package struct NativePanel: SchedulePanel {
    package let target: PanelTarget
    let api: ClientAPI
    let clock: WallClock
    let zones: ZoneDatabase
    let memory = PanelMemory()
    let turns = ServerTurns()

    /// `clock` is what waits for runs and limits are made of; `zones` what the panel's own zone is held against.
    package init(api: ClientAPI, clock: WallClock = .system, zones: ZoneDatabase = .system) {
        self.api = api
        self.clock = clock
        self.zones = zones
        target = PanelTarget(name: api.address.description, isEmbedded: false)
    }
}

// MARK: Reading

extension NativePanel {
    package func servers() async throws(PanelError) -> [GameServer] {
        let list = try await call { () throws(ClientAPIError) in try await api.servers() }
        if let problem = list.unreadable.first {
            throw PanelError(.unexpectedAnswer, problem, help: "it may be one that the files mean")
        }
        await memory.note(list.family, list.servers)
        return list.servers
    }

    package func readAll() async throws(PanelError) -> LiveState { try await readSchedules(of: servers()) }

    package func readSchedules(of servers: [GameServer]) async throws(PanelError) -> LiveState {
        let found = try await servers.concurrentMap(limit: ClientAPI.parallelReads) { server throws(PanelError) in
            try await schedules(of: server)
        }
        var objects: [LiveObject] = []
        var unreadable: [GameServer.ID: String] = [:]
        var clock = PanelClock()
        for (server, reading) in zip(servers, found) {
            switch reading {
            case .read(let schedules):
                for schedule in schedules {
                    clock.note(schedule)
                    objects.append(LiveObject(schedule, on: server.id))
                }
            case .unreadable(let reason): unreadable[server.id] = reason
            }
        }
        var live = LiveState(target: target, capabilities: .schedules, objects: objects)
        live.schedules = await capabilities(clock)
        live.unreadableServers = unreadable
        live.serverNames = await memory.names
        live.unreadServerCount = max(0, await memory.serverCount - servers.count)
        return live
    }

    enum Reading: Sendable {
        case read([ServerSchedule])
        /// Why not, to stand behind the server's name.
        case unreadable(String)
    }

    func schedules(of server: GameServer) async throws(PanelError) -> Reading {
        // The panel has said already that it would refuse.
        if let reason = server.unavailability { return .unreadable(reason) }
        do throws(ClientAPIError) {
            return .read(try await patiently { () throws(ClientAPIError) in try await api.schedules(of: server.id) })
        } catch {
            guard let reason = error.reasonOfOneServer else { throw PanelError(error) }
            return .unreadable(reason)
        }
    }

    func capabilities(_ clock: PanelClock) async -> ScheduleCapabilities {
        let isPelican = await memory.family == .pelican
        let limit = await api.accountLimit
        return ScheduleCapabilities(
            actions: isPelican ? Set(ScheduleRules.StepAction.allCases) : [.command, .power, .backup],
            nameLength: isPelican ? 255 : ScheduleRules.nameLength,
            createsPerMinute: await createsPerMinute(isPelican: isPelican, limit), rateLimit: limit,
            clock: clock.readings)
    }

    /// As far as it is known: panels tell it with the answer to a create, and came with it when they lowered the limit
    /// of the account.
    private func createsPerMinute(isPelican: Bool, _ accountLimit: Int?) async -> Int? {
        if let told = await memory.createLimit(besides: accountLimit) { return told }
        return isPelican || (accountLimit ?? 720) < 720 ? 2 : nil
    }

    package func read(id: String) async throws(PanelError) -> LiveObject? {
        guard let id = ScheduleID(id), let schedule = try await view(id) else { return nil }
        await memory.keep(schedule, of: id, at: clock.now())
        return LiveObject(schedule, on: id.server)
    }

    /// A schedule as it is now; nil for one that is not there, or no longer.
    func view(_ id: ScheduleID) async throws(PanelError) -> ServerSchedule? {
        do throws(PanelError) {
            return try await call { () throws(ClientAPIError) in
                try await api.schedule(id.number, of: id.server)
            }
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Names of schedules are nobody's alone, so these are all of the server.
    package func find(_ write: ObjectWrite) async throws(PanelError) -> [LiveObject] {
        guard let server = write.server else { return [] }
        return try await listed(on: server).map { LiveObject($0, on: server) }
    }

    func listed(on server: GameServer.ID) async throws(PanelError) -> [ServerSchedule] {
        try await call { () throws(ClientAPIError) in try await api.schedules(of: server) }
    }
}

// MARK: Calls

extension NativePanel {
    /// A call, its error in the words of panels.
    func call<Result>(_ body: () async throws(ClientAPIError) -> Result) async throws(PanelError) -> Result {
        do throws(ClientAPIError) { return try await patiently(body) } catch { throw PanelError(error) }
    }

    /// How long a limit is waited for that others have used up, and how often.
    private static let patience = Duration.seconds(180)
    private static let maximumWaits = 3

    /// Does it again after the wait that the panel asks for where a limit is used up: by others, since phoenix keeps to
    /// what it has been told.
    func patiently<Result>(
        _ body: () async throws(ClientAPIError) -> Result
    ) async throws(ClientAPIError) -> Result {
        var waits = 0
        while true {
            do throws(ClientAPIError) {
                return try await body()
            } catch {
                guard case .rateLimited(let end?) = error.code, !error.mayBeDone, waits < Self.maximumWaits,
                    end - clock.now() <= Self.patience
                else { throw error }
                waits += 1
                do { try await clock.sleep(max(.zero, end - clock.now())) } catch { throw .cancelled }
            }
        }
    }
}

extension ClientAPIError {
    /// Why one server cannot be read, to stand behind its name; nil for what is wrong with more than this one.
    fileprivate var reasonOfOneServer: String? {
        switch code {
        case .serverState: return Self.state(in: message)
        case .permissionDenied: return "cannot be read: the owner of the key needs the permission schedule.read"
        case .notFound: return "is gone meanwhile, or the key may no longer see it"
        case .panelFailed, .unexpectedAnswer, .nodeUnreachable, .nodeRefused: return "cannot be read: \(message)"
        default: return nil
        }
    }

    private static func state(in message: String) -> String {
        let words: [(String, String)] = [
            ("suspended", "is suspended"), ("installation", "is being installed"), ("restoring", "is being restored"),
            ("transferred", "is being transferred to another node"), ("maintenance", "is on a node in maintenance"),
        ]
        return words.first { message.contains($0.0) }?.1 ?? "cannot be read: \(message)"
    }
}
