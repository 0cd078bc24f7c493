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
    var issues = JournaledTable<IssueKey, ServiceIssue>()
    /// By task and server, oldest first.
    var samples = JournaledTable<SampleKey, [ServerSample]>()

    /// Forgets a service.
    mutating func remove(_ serviceID: Int64) {
        states.set(nil, at: serviceID)
        leases.set(nil, at: serviceID)
        checks.set(nil, at: serviceID)
        for key in issues.rows.keys where key.serviceID == serviceID { issues.set(nil, at: key) }
        for key in samples.rows.keys where key.serviceID == serviceID { samples.set(nil, at: key) }
    }

    mutating func commit() {
        states.commit()
        leases.commit()
        checks.commit()
        issues.commit()
        samples.commit()
    }

    mutating func rollBack() {
        states.rollBack()
        leases.rollBack()
        checks.rollBack()
        issues.rollBack()
        samples.rollBack()
    }
}
