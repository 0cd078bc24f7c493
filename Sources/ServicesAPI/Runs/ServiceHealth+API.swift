package import PhoenixModel

extension ServiceHealth {
    /// Reads the health of a service as the API answers it, the other way round of `APIHealth.value`. What a panel leaves
    /// out is not known.
    package init(api value: Value) throws(APIObjectError) {
        let map = try APIMapReader(value, named: "the health of a service")
        self.init(status: try map.requiredText("status"), detail: try Self.detail(map))
        checkedAt = try map.moment("checked_at")
        if let uptime = try map.reader("uptime") {
            self.uptime = Uptime(seconds: try uptime.integer("seconds"), since: try uptime.moment("since"))
        }
        if case .map(let resources)? = map["resources"], let reader = try map.reader("resources") {
            for (name, _) in resources {
                self.resources.append(Resource(name: name, amount: try reader.number(name)))
            }
        }
        for value in try map.list("issues") ?? [] { issues.append(try ServiceIssue(api: value)) }
        for value in try map.list("dependencies") ?? [] { dependencies.append(try Dependency(api: value)) }
    }

    private static func detail(_ map: APIMapReader) throws(APIObjectError) -> Detail {
        if map["runs"] != nil || map["last_runs"] != nil { return .scheduled(try RunHistory(api: map)) }
        return .system(try Performance(api: map.reader("performance")))
    }
}

extension ServiceIssue {
    fileprivate init(api value: Value) throws(APIObjectError) {
        let map = try APIMapReader(value, named: "an issue")
        self.init(
            severity: try map.requiredText("severity"), code: try map.requiredText("code"),
            message: try map.requiredText("message"), firstSeen: try map.requiredMoment("first_seen"),
            lastSeen: try map.requiredMoment("last_seen"), count: try map.count("count"))
    }
}

extension ServiceHealth.Dependency {
    fileprivate init(api value: Value) throws(APIObjectError) {
        let map = try APIMapReader(value, named: "a dependency")
        self.init(
            id: try map.requiredText("id"), name: try map.requiredText("name"), status: try map.requiredText("status"))
    }
}

extension ServiceHealth.Performance {
    fileprivate init(api map: APIMapReader?) throws(APIObjectError) {
        self.init()
        latency = try ServiceHealth.Measure(api: map?.reader("latency_ms"))
        guard let availability = try map?.reader("availability") else { return }
        windowSeconds = try availability.integer("window_seconds") ?? 0
        checks = try availability.count("checks")
        failures = try availability.count("failures")
    }
}

extension ServiceHealth.RunHistory {
    fileprivate init(api map: APIMapReader) throws(APIObjectError) {
        self.init()
        if let counts = try map.reader("runs") {
            for result in RunResult.allCases where counts[result.rawValue] != nil {
                self.counts[result] = try counts.count(result.rawValue)
            }
        }
        for value in try map.list("last_runs") ?? [] { lastRuns.append(try TaskRun(api: value)) }
        consecutiveFailures = try map.count("consecutive_failures")
        lateness = try ServiceHealth.Measure(api: map.reader("lateness_seconds"))
        duration = try ServiceHealth.Measure(api: map.reader("duration_seconds"))
    }
}

extension ServiceHealth.Measure {
    fileprivate init(api map: APIMapReader?) throws(APIObjectError) {
        self.init(last: try map?.number("last"), average: try map?.number("avg"), p95: try map?.number("p95"))
    }
}
