/// What a panel can do with the schedules of its servers, settled by the first read and asked nowhere else.
package struct ScheduleCapabilities: Sendable, Hashable {
    /// The actions that its tasks may have.
    package var actions: Set<ScheduleRules.StepAction>
    /// The most Unicode scalars of a schedule's name.
    package var nameLength: Int
    /// How many schedules may be created a minute on one server; nil without such a limit.
    package var createsPerMinute: Int?
    /// Requests a minute, where the panel says so.
    package var rateLimit: Int?
    /// What its times tell of the zone in which it computes schedules. Empty where it has told none.
    package var clock: [ZoneReading]

    /// One moment that a panel has told, with the distance from UTC in which it told it.
    package struct ZoneReading: Sendable, Hashable {
        package let moment: Timestamp
        /// Seconds east of UTC.
        package let offset: Int

        package init(moment: Timestamp, offset: Int) {
            self.moment = moment
            self.offset = offset
        }
    }

    package init(
        actions: Set<ScheduleRules.StepAction> = [.command, .power, .backup],
        nameLength: Int = ScheduleRules.nameLength,
        createsPerMinute: Int? = nil, rateLimit: Int? = nil, clock: [ZoneReading] = []
    ) {
        self.actions = actions
        self.nameLength = nameLength
        self.createsPerMinute = createsPerMinute
        self.rateLimit = rateLimit
        self.clock = clock
    }
}

extension PanelCapabilities {
    /// Those that every panel has of the schedules of its servers: all fields are reported, and nothing binds a write to
    /// what was observed. The zone is the panel's.
    package static let schedules = PanelCapabilities(
        taskReports: .never, additionalFields: [], hasETags: false)
}

extension LiveState {
    /// What the panel can do with objects of a kind.
    package func capabilities(of kind: ObjectKind) -> PanelCapabilities {
        kind == .native ? .schedules : capabilities
    }
}
