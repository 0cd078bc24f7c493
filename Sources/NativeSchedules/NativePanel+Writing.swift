import ClientAPI
import Clocks
import Cron
import HTTPTransport
package import PhoenixModel

extension NativePanel {
    package func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        guard let server = write.server else { throw PanelError(.invalid, "a schedule needs a server") }
        let content = try content(of: write, from: nil, on: server)
        return try await turns.take(server) { () throws(PanelError) in
            let created = try await createOnce(content, write, on: server)
            do throws(PanelError) {
                return try await finish(created, content, write, on: server)
            } catch {
                throw .unfinished(error, created.id, on: server)
            }
        }
    }

    package func update(
        id: String, _ write: ObjectWrite, ifMatch etag: String?
    ) async throws(PanelError) -> LiveObject {
        guard let id = ScheduleID(id) else { throw PanelError(.notFound, "'\(id)' is no id of a schedule") }
        return try await turns.take(id.server) { () throws(PanelError) in
            var current = try await look(at: id)
            let content = try content(of: write, from: current, on: id.server)
            let steps = write.steps
            guard let steps, steps.differ(from: current.tasks) else {
                return LiveObject(try await replace(current, by: content, on: id.server), on: id.server)
            }
            current = try await whenNotRunning(current, of: id)
            var inactive = content
            inactive.isActive = false
            current = try await replace(current, by: inactive, on: id.server)
            return try await finish(current, content, write, on: id.server)
        }
    }

    package func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        guard let id = ScheduleID(id) else { throw PanelError(.notFound, "'\(id)' is no id of a schedule") }
        try await turns.take(id.server) { () throws(PanelError) in
            _ = await memory.takeLook(at: id)
            try await call { () throws(ClientAPIError) in
                try await api.deleteSchedule(id.number, of: id.server)
            }
        }
    }
}

// MARK: Parts of a write

extension NativePanel {
    /// The schedule, without tasks and inactive. Whatever becomes of answers, and whoever else creates the same: there is
    /// one of it afterwards.
    private func createOnce(
        _ content: ScheduleContent, _ write: ObjectWrite, on server: GameServer.ID
    ) async throws(PanelError) -> ServerSchedule {
        var inactive = content
        inactive.isActive = false
        let budget = await memory.budget(of: server) { api.separateBudget() }
        let created: ServerSchedule
        do throws(ClientAPIError) {
            created = try await patiently { () throws(ClientAPIError) in
                try await api.createSchedule(inactive, on: server, within: budget)
            }
        } catch {
            guard error.mayBeDone, let found = try await rivals(of: write, inactive, on: server).first else {
                throw PanelError(error)
            }
            return found
        }
        do throws(PanelError) {
            try compare(created.content, with: inactive)
            try checkZone(of: created, write)
        } catch {
            // Nothing can finish it.
            try? await call { () throws(ClientAPIError) in try await api.deleteSchedule(created.id, of: server) }
            throw error
        }
        // Somebody may have created the same at the same time: of these the first one stays.
        let first = try await rivals(of: write, inactive, on: server).first
        if let first, first.id < created.id {
            try await call { () throws(ClientAPIError) in try await api.deleteSchedule(created.id, of: server) }
            throw PanelError(
                .conflict, "it was created at the same time by somebody else (id \(first.id))", help: "plan again")
        }
        return created
    }

    /// The schedules of the server that are what this create makes: those with the same owner; without ownership those
    /// that are the same and have no tasks yet. In order of their ids.
    private func rivals(
        of write: ObjectWrite, _ content: ScheduleContent, on server: GameServer.ID
    ) async throws(PanelError) -> [ServerSchedule] {
        try await listed(on: server).filter { schedule in
            guard case .set(let wanted) = write.ownership else {
                return schedule.content == content && schedule.tasks.isEmpty
            }
            return LiveObject(schedule, on: server).isOwned(like: wanted)
        }
    }

    /// Gives an inactive schedule its tasks, and switches it on where it is to be.
    private func finish(
        _ schedule: ServerSchedule, _ content: ScheduleContent, _ write: ObjectWrite, on server: GameServer.ID
    ) async throws(PanelError) -> LiveObject {
        var schedule = schedule
        if let steps = write.steps { schedule = try await give(schedule, steps, on: server) }
        // A look at the end tells of everything that came back, and costs less than one at each step.
        schedule = try await replace(schedule, by: content, on: server)
        if let steps = write.steps, steps.differ(from: schedule.tasks) {
            throw PanelError(.unexpectedAnswer, "the panel did not keep the steps of the schedule", help: "plan again")
        }
        return LiveObject(schedule, on: server)
    }

    /// How often the tasks are looked at again when an answer was lost.
    private static let maximumRounds = 3

    /// Brings the tasks into the wanted order, by their places: what differs is replaced, what lacks is added at the end,
    /// and what is too much is deleted there. Where an answer is lost, it is looked what has become of it.
    private func give(
        _ schedule: ServerSchedule, _ steps: [TaskContent], on server: GameServer.ID
    ) async throws(PanelError) -> ServerSchedule {
        var schedule = schedule
        var round = 1
        while true {
            do throws(PanelError) {
                try await write(steps, over: schedule, on: server)
                break
            } catch {
                let mayHelp = error.code == .unreachable || error.code == .notFound
                guard mayHelp, round < Self.maximumRounds, !Task.isCancelled else { throw error }
                round += 1
                let id = ScheduleID(server: server, number: schedule.id)
                guard let seen = try await view(id) else { throw .stale(nil, since: nil) }
                schedule = seen
            }
        }
        return schedule
    }

    private func write(
        _ steps: [TaskContent], over schedule: ServerSchedule, on server: GameServer.ID
    ) async throws(PanelError) {
        for (place, step) in steps.enumerated() {
            let task: ScheduleTask
            if place < schedule.tasks.count {
                let old = schedule.tasks[place]
                if step.isSame(as: old) { continue }
                task = try await call { () throws(ClientAPIError) in
                    try await api.updateTask(old.id, to: step, in: schedule.id, of: server)
                }
            } else {
                task = try await call { () throws(ClientAPIError) in
                    try await api.createTask(step, in: schedule.id, of: server)
                }
            }
            if let difference = step.difference(from: task) {
                throw PanelError(
                    .invalid, "the panel \(difference) of step \(place + 1)",
                    help: "it would not do what the files say")
            }
        }
        for task in schedule.tasks.dropFirst(steps.count).reversed() {
            try await call { () throws(ClientAPIError) in
                try await api.deleteTask(task.id, in: schedule.id, of: server)
            }
        }
    }

    /// Writes everything but the tasks, where something of it differs.
    private func replace(
        _ schedule: ServerSchedule, by content: ScheduleContent, on server: GameServer.ID
    ) async throws(PanelError) -> ServerSchedule {
        let written = try await call { () throws(ClientAPIError) in
            try await api.updateSchedule(schedule.id, to: content, of: server)
        }
        try compare(written.content, with: content)
        return written
    }

    /// What was seen right before the write, or a new look.
    private func look(at id: ScheduleID) async throws(PanelError) -> ServerSchedule {
        let seen = await memory.takeLook(at: id)
        if let seen, clock.now() - seen.at < Self.freshness { return seen.schedule }
        guard let schedule = try await view(id) else { throw .stale(nil, since: nil) }
        // Other writes to the server may have taken long.
        if let seen { try ensure(schedule, isStill: seen.schedule, on: id.server) }
        return schedule
    }

    private static let freshness = Duration.seconds(5)

    /// Refuses what somebody has changed meanwhile: that is not what was planned.
    private func ensure(
        _ schedule: ServerSchedule, isStill earlier: ServerSchedule, on server: GameServer.ID
    ) throws(PanelError) {
        let (now, then) = (LiveObject(schedule, on: server), LiveObject(earlier, on: server))
        guard now.isUnchanged(since: then) else { throw .stale(now, since: then) }
    }

    /// How long a run is waited for, and how often it is looked at.
    private static let runPatience = Duration.seconds(60)
    private static let runInterval = Duration.seconds(5)

    /// The schedule once it does not run: the tasks of a run must not change under it.
    private func whenNotRunning(
        _ schedule: ServerSchedule, of id: ScheduleID
    ) async throws(PanelError) -> ServerSchedule {
        var schedule = schedule
        let end = clock.now() + Self.runPatience
        while schedule.isProcessing {
            guard clock.now() < end else {
                throw PanelError(
                    .unavailable, "it has been running for \(Self.runPatience.components.seconds) seconds",
                    help: "apply again when it is done; phoenix doctor --heal frees a schedule that is stuck")
            }
            do { try await clock.sleep(Self.runInterval) } catch { throw PanelError(ClientAPIError.cancelled) }
            guard let seen = try await view(id) else { throw .stale(nil, since: nil) }
            try ensure(seen, isStill: schedule, on: id.server)
            schedule = seen
        }
        return schedule
    }
}

// MARK: What is sent, and what comes back

extension NativePanel {
    /// Everything but the tasks: what the write has, and else what is there.
    private func content(
        of write: ObjectWrite, from current: ServerSchedule?, on server: GameServer.ID
    ) throws(PanelError) -> ScheduleContent {
        let fields = write.fields
        let name = ScheduleName(current?.content.name ?? "", on: server, commandPaths: [])
        let text = String(fields.name.trimmed())
        if let marker = ScheduleName(declared: text).markers.first {
            throw PanelError(
                .invalid, "the name has '\(Excerpt.line(marker, limit: 80))' in it, which would be taken for a marker",
                help: "choose another name")
        }
        let full: String =
            switch write.ownership {
            case .set(let ownership): ScheduleMarker.name(text, with: ownership)
            case .remove: text
            // What is there stays, whatever it is.
            case .leave: ([text] + name.markers).joined(separator: " ")
            }
        guard let cron = try cron(fields.schedule) ?? current?.content.cron else {
            throw PanelError(.invalid, "a schedule needs a cron expression")
        }
        return ScheduleContent(
            name: full, cron: cron, isActive: fields.enabled ?? current?.content.isActive ?? true,
            onlyWhenOnline: fields.onlyWhenOnline ?? current?.content.onlyWhenOnline ?? false)
    }

    /// Panels take five fields with one space between them.
    private func cron(_ text: String?) throws(PanelError) -> CronFields? {
        guard let text else { return nil }
        guard let fields = CronFields(CanonicalSchedule.text(text)) else {
            throw PanelError(.invalid, "'\(text)' has not the five fields that a panel takes")
        }
        return fields
    }

    /// Panels cut what is too long, and say nothing.
    private func compare(_ kept: ScheduleContent, with sent: ScheduleContent) throws(PanelError) {
        guard kept != sent else { return }
        let difference =
            if kept.name != sent.name {
                "name '\(Excerpt.line(kept.name, limit: 80))' in place of '\(Excerpt.line(sent.name, limit: 80))'"
            } else if kept.cron != sent.cron {
                "schedule '\(Excerpt.line(kept.cron.text, limit: 80))' in place of "
                    + "'\(Excerpt.line(sent.cron.text, limit: 80))'"
            } else if kept.isActive != sent.isActive {
                "schedule \(kept.isActive ? "active" : "inactive")"
            } else {
                "'only_when_online' \(kept.onlyWhenOnline)"
            }
        throw PanelError(
            kept.name == sent.name ? .invalid : .ownershipNotKept, "the panel kept the \(difference)",
            help: "it would not do what the files say")
    }

    /// A panel in another zone would run it at another hour. Where its zone was known, the plan has said so.
    private func checkZone(of schedule: ServerSchedule, _ write: ObjectWrite) throws(PanelError) {
        guard let zone = write.fields.timezone, let rules = try? zones.zone(named: zone) else { return }
        for case let time? in [schedule.nextRun, schedule.createdAt] {
            let meant = rules.offset(at: time.moment.seconds)
            guard meant != time.offset else { continue }
            throw PanelError(
                .invalid,
                "the panel computes schedules with \(TimeZoneRules.name(ofOffset: time.offset)), not in \(zone)",
                help: "write the schedule in the panel's zone and name that with 'timezone', or use "
                    + "--allow-unsupported to accept the other hour")
        }
    }
}

extension ObjectWrite {
    /// The tasks that it wants; nil where it leaves them.
    fileprivate var steps: [TaskContent]? {
        guard case .list(let steps)? = fields.steps else { return nil }
        return steps.map { TaskContent(step: $0) }
    }
}

extension [TaskContent] {
    fileprivate func differ(from tasks: [ScheduleTask]) -> Bool {
        count != tasks.count || !zip(self, tasks).allSatisfy { $0.isSame(as: $1) }
    }
}

extension PanelError {
    /// A create that came half way.
    fileprivate static func unfinished(_ error: PanelError, _ number: Int64, on server: GameServer.ID) -> PanelError {
        // A panel that is away is asked again by whoever creates.
        let code: Code = error.code == .unreachable || error.code == .conflict ? .unexpectedAnswer : error.code
        return PanelError(
            code,
            "it was created (id \(ScheduleID(server: server, number: number).text)) and is not finished: "
                + "\(error.message)",
            help: "it stays inactive, and the next apply finishes it")
    }
}
