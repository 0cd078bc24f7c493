package import PhoenixModel

/// What can be asked of the health of services in one state of a store.
package protocol HealthReading {
    func probeState(of serviceID: Int64) async throws -> ProbeState?

    /// The states of all services that are probed, in ascending order of the service's id.
    func probeStates() async throws -> [ProbeState]

    /// How the checks of each day went, from a day on (days since 1970-01-01, UTC), of all services, in ascending order
    /// of the service's id, then of the day. Days are kept far longer than checks are.
    func probeDays(since day: Int64) async throws -> [ProbeDay]

    /// Checks since a moment, oldest first.
    func probeChecks(of serviceID: Int64, since moment: Timestamp) async throws -> [ProbeCheck]

    /// The last seen first.
    func issues(of serviceID: Int64, limit: Int) async throws -> [ServiceIssue]

    /// The same of several services, each with its service's id.
    func issues(of serviceIDs: [Int64], limit: Int) async throws -> [(serviceID: Int64, issue: ServiceIssue)]

    /// The last sample of each server that a task has recorded, in order of the server's name then uuid.
    func latestSamples(of serviceID: Int64) async throws -> [ServerSample]

    /// The same of all tasks, and no more than `limit`.
    func latestSamples(limit: Int) async throws -> [ServerSample]
}
