import PhoenixModel

/// What probes and runs have found out about services, in memory.
struct HealthTable: Sendable {
    struct IssueKey: Hashable, Sendable {
        let serviceID: Int64
        let code: String
    }

    struct SampleKey: Hashable, Sendable {
        let serviceID: Int64
        let serverID: String
    }

    var states = JournaledTable<Int64, ProbeState>()
    /// Until when nobody else probes a service.
    var leases = JournaledTable<Int64, Timestamp>()
    /// By service, oldest first.
    var checks = JournaledTable<Int64, [ProbeCheck]>()
    /// By service, oldest first.
    var days = JournaledTable<Int64, [ProbeDay]>()
    var issues = JournaledTable<IssueKey, ServiceIssue>()
    /// By task and server, oldest first.
    var samples = JournaledTable<SampleKey, [ServerSample]>()

    /// Counts a check on its day.
    mutating func count(_ check: ProbeCheck) {
        let today = ProbeDay.day(of: check.at)
        var days = days[check.serviceID] ?? []
        let place = days.firstIndex { $0.day >= today } ?? days.endIndex
        if place == days.endIndex || days[place].day != today {
            days.insert(ProbeDay(serviceID: check.serviceID, day: today, checks: 0, failures: 0), at: place)
            days.removeAll { $0.day < today - ProbeDay.kept }
        }
        if let place = days.firstIndex(where: { $0.day == today }) {
            days[place].checks += 1
            days[place].failures += check.isSuccess ? 0 : 1
        }
        self.days.set(days, at: check.serviceID)
    }

    /// Forgets a service.
    mutating func remove(_ serviceID: Int64) {
        states.set(nil, at: serviceID)
        leases.set(nil, at: serviceID)
        checks.set(nil, at: serviceID)
        days.set(nil, at: serviceID)
        for key in issues.rows.keys where key.serviceID == serviceID { issues.set(nil, at: key) }
        for key in samples.rows.keys where key.serviceID == serviceID { samples.set(nil, at: key) }
    }

    mutating func commit() {
        states.commit()
        leases.commit()
        checks.commit()
        days.commit()
        issues.commit()
        samples.commit()
    }

    mutating func rollBack() {
        states.rollBack()
        leases.rollBack()
        checks.rollBack()
        days.rollBack()
        issues.rollBack()
        samples.rollBack()
    }
}
