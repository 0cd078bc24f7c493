package import PhoenixModel

extension TaskRun {
    /// Reads one run as the API answers it, the other way round of `object`.
    package init(api value: Value) throws(APIObjectError) {
        let map = try APIMapReader(value, named: "a run")
        self.init(
            id: try map.requiredText("id"), serviceID: try map.requiredText("service_id"),
            serviceName: try map.requiredText("service_name"), trigger: try map.requiredWord("trigger"),
            state: try map.requiredWord("state"), queuedAt: try map.requiredMoment("queued_at"))
        scheduledFor = try map.moment("scheduled_for")
        if let missed = try map.reader("missed") {
            self.missed = MissedTimes(count: try missed.count("count"), last: try missed.requiredMoment("last"))
        }
        result = try map.word("result")
        reason = try map.text("reason")
        startedAt = try map.moment("started_at")
        finishedAt = try map.moment("finished_at")
        worker = try map.text("worker")
        if let counts = try map.reader("targets") {
            targets = TargetCounts(
                total: try counts.count("total"), succeeded: try counts.count("succeeded"),
                failed: try counts.count("failed"), skipped: try counts.count("skipped"),
                unknown: try counts.count("unknown"))
        }
        if let values = try map.list("steps") {
            var steps: [RunStep] = []
            steps.reserveCapacity(values.count)
            for value in values { steps.append(try RunStep(api: value)) }
            self.steps = steps
        }
    }
}

extension RunStep {
    fileprivate init(api value: Value) throws(APIObjectError) {
        let map = try APIMapReader(value, named: "a step")
        guard let server = try map.reader("server") else {
            throw APIObjectError(field: "server", problem: "is missing")
        }
        self.init(
            server: RunTarget(
                id: try server.text("id") ?? "", name: try server.text("name") ?? "",
                node: try server.text("node") ?? ""),
            action: try map.requiredText("action"), state: try map.requiredWord("state"),
            attempts: try map.count("attempts"))
        result = try map.word("result")
        reason = try map.text("reason")
        startedAt = try map.moment("started_at")
        finishedAt = try map.moment("finished_at")
    }
}
