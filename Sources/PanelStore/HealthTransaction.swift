package import PhoenixModel

/// What can be changed about the health of services in one transaction. What is noted of a service that is gone is
/// passed over.
package protocol HealthTransaction: HealthReading {
    /// Takes enabled system services whose configuration has a probe and whose next check is due at `moment` (at once
    /// without a state), until `until`: nobody else gets them before.
    func takeDueProbes(at moment: Timestamp, until: Timestamp, limit: Int) async throws -> [ServiceRecord]

    /// Keeps the state of a service's probes in the place of the one before, and ends what was taken.
    func replace(_ state: ProbeState) async throws

    func insert(_ check: ProbeCheck) async throws

    /// Counts an issue: in the place of the one with its service and code, with the first time of that.
    func note(_ issue: ServiceIssue, of serviceID: Int64) async throws

    /// Adds samples of one task.
    func insert(_ samples: [ServerSample]) async throws

    /// Removes checks before one moment and samples of a task before another one, never more than `limit` rows.
    func pruneChecks(before moment: Timestamp, limit: Int) async throws -> Int
    func pruneSamples(of serviceID: Int64, before moment: Timestamp, limit: Int) async throws -> Int
}
