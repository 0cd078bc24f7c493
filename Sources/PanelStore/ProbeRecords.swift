import Cron
package import PhoenixModel

/// What is known of a system service from its probes.
package struct ProbeState: Sendable, Hashable {
    package let serviceID: Int64
    /// After flap control: `running`, `degraded`, `stopped`, `unknown`.
    package var status: ServiceStatus
    /// When it became what it is.
    package var since: Timestamp
    package var checkedAt: Timestamp
    /// How many checks in a row failed, or went well.
    package var failuresInARow: Int
    package var successesInARow: Int
    /// Numbers that the last good check has found, by name; `null` when unknown.
    package var resources: Value
    /// The next check.
    package var nextCheck: Timestamp

    package init(
        serviceID: Int64, status: ServiceStatus, since: Timestamp, checkedAt: Timestamp, failuresInARow: Int = 0,
        successesInARow: Int = 0, resources: Value = [:], nextCheck: Timestamp
    ) {
        self.serviceID = serviceID
        self.status = status
        self.since = since
        self.checkedAt = checkedAt
        self.failuresInARow = failuresInARow
        self.successesInARow = successesInARow
        self.resources = resources
        self.nextCheck = nextCheck
    }
}

/// One check of a system service.
package struct ProbeCheck: Sendable, Hashable {
    package let serviceID: Int64
    package let at: Timestamp
    package let isSuccess: Bool
    /// Microseconds to the answer; nil without one.
    package let latency: Int64?

    package init(serviceID: Int64, at: Timestamp, isSuccess: Bool, latency: Int64?) {
        self.serviceID = serviceID
        self.at = at
        self.isSuccess = isSuccess
        self.latency = latency
    }
}

/// How the checks of a system service went on one day.
package struct ProbeDay: Sendable, Hashable {
    package let serviceID: Int64
    /// Days since 1970-01-01, UTC.
    package let day: Int64
    package var checks: Int
    package var failures: Int

    package init(serviceID: Int64, day: Int64, checks: Int, failures: Int) {
        self.serviceID = serviceID
        self.day = day
        self.checks = checks
        self.failures = failures
    }

    /// For how many days they are kept.
    package static let kept: Int64 = 400

    /// The day that a moment lies in.
    package static func day(of moment: Timestamp) -> Int64 { CivilCalendar.floorDivide(moment.seconds, 86_400) }
}

/// Resource use of a game server, recorded by a task of type `statistics`.
package struct ServerSample: Sendable, Hashable {
    /// The task.
    package let serviceID: Int64
    package let target: RunTarget
    package let at: Timestamp
    /// By name of the metric; only those that were known.
    package let values: [String: Double]

    package init(serviceID: Int64, target: RunTarget, at: Timestamp, values: [String: Double]) {
        self.serviceID = serviceID
        self.target = target
        self.at = at
        self.values = values
    }
}
