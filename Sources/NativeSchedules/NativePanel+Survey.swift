import ClientAPI
import Clocks
import Cron
import HTTPTransport
package import PhoenixModel

extension NativePanel {
    /// Looks at every server and its schedules, and changes nothing: one request for each server, and another one where
    /// the key is no root admin's.
    package func survey() async throws(PanelError) -> ScheduleSurvey {
        let servers = try await servers()
        var survey = ScheduleSurvey()
        survey.serverCount = servers.count
        survey.family =
            switch await memory.family {
            case .pelican: "Pelican"
            case .pterodactyl: "Pterodactyl or PhoenixPanel"
            case nil: nil
            }
        let found = try await servers.concurrentMap(limit: ClientAPI.parallelReads) { server throws(PanelError) in
            try await look(at: server)
        }
        var clock = PanelClock()
        for (server, look) in zip(servers, found) {
            let name = GameServer.quoted(server.id, server.name)
            if let reason = look.reason { survey.unreadable.append(.init(server: name, text: reason)) }
            if !look.lacking.isEmpty {
                survey.lacking.append(.init(server: name, text: look.lacking.joined(separator: ", ")))
            }
            for schedule in look.schedules {
                clock.note(schedule)
                survey.note(schedule, on: server, named: name, now: self.clock.now())
            }
            survey.noteMarkers(of: look.schedules.map { LiveObject($0, on: server.id) }, named: name)
        }
        survey.capabilities = await capabilities(clock)
        return survey
    }

    private struct ServerLook: Sendable {
        var schedules: [ServerSchedule] = []
        var reason: String?
        var lacking: [String] = []
    }

    private func look(at server: GameServer) async throws(PanelError) -> ServerLook {
        var look = ServerLook()
        switch try await schedules(of: server) {
        case .read(let schedules): look.schedules = schedules
        case .unreadable(let reason): look.reason = reason
        }
        let needed = ["schedule.read", "schedule.create", "schedule.update", "schedule.delete"]
        do throws(PanelError) {
            let detail = try await call { () throws(ClientAPIError) in try await api.server(server.id) }
            look.lacking = needed.filter { detail.allows($0) == false }
        } catch {
            guard error.code == .notFound || error.code == .unexpectedAnswer else { throw error }
        }
        return look
    }

    /// Frees a schedule that is stuck, by switching it off and on again: panels have no other way. Answers whether it
    /// was still stuck.
    package func heal(_ finding: ScheduleSurvey.Finding) async throws(PanelError) -> Bool {
        guard let id = ScheduleID(finding.id) else { return false }
        return try await turns.take(id.server) { () throws(PanelError) in
            guard let schedule = try await view(id), schedule.isProcessing, schedule.content.isActive else {
                return false
            }
            var content = schedule.content
            for isActive in [false, true] {
                content.isActive = isActive
                _ = try await call { () throws(ClientAPIError) in
                    try await api.updateSchedule(id.number, to: content, of: id.server)
                }
            }
            return true
        }
    }
}

extension ScheduleSurvey {
    /// How late the panel's cron may be, and how much longer a run may take than its steps say.
    private static let lateness = Duration.seconds(180)
    private static let slack = Duration.seconds(300)

    fileprivate mutating func note(
        _ schedule: ServerSchedule, on server: GameServer, named name: String, now: Duration
    ) {
        scheduleCount += 1
        func finding(_ moment: Timestamp) -> Finding {
            Finding(
                id: ScheduleID(server: server.id, number: schedule.id).text,
                name: ScheduleName(schedule.content.name, on: server.id, commandPaths: []).text, server: name,
                moment: moment)
        }
        let isActive = schedule.content.isActive && !schedule.tasks.isEmpty
        if isActive { activeCount += 1 }
        if schedule.isProcessing, let since = schedule.updatedAt?.moment {
            let time = Duration.seconds(schedule.tasks.reduce(0) { $0 + $1.offset })
            if .seconds(since.seconds) + time + Self.slack < now { stuck.append(finding(since)) }
        } else if isActive, server.status == nil, let next = schedule.nextRun?.moment,
            .seconds(next.seconds) + Self.lateness < now
        {
            overdue.append(finding(next))
        }
        if isActive, let next = schedule.nextRun, !schedule.content.cron.runs(at: next) {
            mistimed.append(finding(next.moment))
        }
    }
}

extension ScheduleSurvey {
    /// What the markers of one server's schedules tell of applies that did not come to their end, and of edits.
    fileprivate mutating func noteMarkers(of objects: [LiveObject], named server: String) {
        func note(_ object: LiveObject, _ text: String) -> ScheduleNote {
            ScheduleNote(id: object.id, name: object.fields.name, server: server, text: text)
        }
        var holders: [String: LiveObject] = [:]
        for object in objects {
            switch object.ownership {
            case .none: continue
            case .unreadable(let damage): damaged.append(note(object, damage.reason))
            case .owned(let ownership):
                let owner = "\(ownership.project)/\(ownership.key)"
                if let other = holders[owner] { doubled.append(note(object, other.id)) }
                holders[owner] = holders[owner] ?? object
                if let state = object.unfinishedState(ownership) { unfinished.append(note(object, state)) }
            }
        }
    }
}

extension LiveObject {
    /// What a schedule is that was last applied as something else: no apply that came to its end leaves one like that.
    fileprivate func unfinishedState(_ ownership: Ownership) -> String? {
        if ownership.digests[.steps] != nil, fields.steps == [] { return "without steps" }
        var enabled = FieldDigests(.short)
        enabled[.enabled] = FieldDigests.ofTrue
        return fields.enabled == false && ownership.digests[.enabled] == enabled[.enabled] ? "inactive" : nil
    }
}

extension CronFields {
    /// Whether it runs at a moment, by the clock of the panel. What phoenix does not read may run at any.
    fileprivate func runs(at time: PanelTime) -> Bool {
        guard let expression = try? CronExpression(text) else { return true }
        let local = time.moment.seconds + Int64(time.offset)
        return expression.next(after: local - 60, in: .utc) == local
    }
}
