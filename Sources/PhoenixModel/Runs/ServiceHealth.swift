/// How a service is doing, as a panel reports it. What is not known is nil, never a guess.
package struct ServiceHealth: Sendable, Hashable {
    package var status: String
    /// When a probe last looked.
    package var checkedAt: Timestamp?
    package var uptime = Uptime()
    /// In the order of the panel.
    package var resources: [Resource] = []
    /// Recent errors and warnings, the last seen first; at most 20.
    package var issues: [ServiceIssue] = []
    package var dependencies: [Dependency] = []
    package var detail: Detail

    package init(status: String, detail: Detail) {
        self.status = status
        self.detail = detail
    }

    /// What differs between the kinds.
    package enum Detail: Sendable, Hashable {
        case system(Performance)
        case scheduled(RunHistory)
    }

    package struct Uptime: Sendable, Hashable {
        package var seconds: Int64?
        package var since: Timestamp?

        package init(seconds: Int64? = nil, since: Timestamp? = nil) {
            self.seconds = seconds
            self.since = since
        }
    }

    package struct Resource: Sendable, Hashable {
        package let name: String
        package let amount: Double?

        package init(name: String, amount: Double?) {
            self.name = name
            self.amount = amount
        }
    }

    package struct Dependency: Sendable, Hashable {
        package let id: String
        package let name: String
        package let status: String

        package init(id: String, name: String, status: String) {
            self.id = id
            self.name = name
            self.status = status
        }
    }

    /// What the probes of a system service have measured.
    package struct Performance: Sendable, Hashable {
        /// Milliseconds.
        package var latency = Measure()
        /// The checks of the last so many seconds.
        package var windowSeconds: Int64 = 0
        package var checks = 0
        package var failures = 0

        package init() {}

        /// The share of checks that went well, from 0 to 1; nil without any.
        package var availability: Double? { checks == 0 ? nil : Double(checks - failures) / Double(checks) }
    }

    /// What the last runs of a task, at most 100, tell.
    package struct RunHistory: Sendable, Hashable {
        /// By result; what is missing is 0.
        package var counts: [RunResult: Int] = [:]
        /// The newest, newest first; at most 10.
        package var lastRuns: [TaskRun] = []
        /// How many of the newest runs that really ran failed, wholly or in part, before one that succeeded.
        package var consecutiveFailures = 0
        /// Seconds between the scheduled time and the start; without an average.
        package var lateness = Measure()
        /// Seconds from the start to the end.
        package var duration = Measure()

        package init() {}
    }

    /// The newest of some numbers, their mean, and the smallest one that 95 % of them do not exceed.
    package struct Measure: Sendable, Hashable {
        package var last: Double?
        package var average: Double?
        package var p95: Double?

        package init(last: Double? = nil, average: Double? = nil, p95: Double? = nil) {
            self.last = last
            self.average = average
            self.p95 = p95
        }

        /// `values`: newest first.
        package init(of values: [Double]) {
            last = values.first
            guard !values.isEmpty else { return }
            average = values.reduce(0, +) / Double(values.count)
            let rank = (values.count * 95 + 99) / 100
            p95 = values.sorted()[rank - 1]
        }
    }
}
