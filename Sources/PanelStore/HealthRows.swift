package import PhoenixModel

/// The rows of what is known of services' health: their columns by place.
package enum HealthRows {
    package static let stateColumns =
        "service_id, status, since, checked_at, failures_in_a_row, successes_in_a_row, resources, next_check"

    package static func values(_ state: ProbeState) -> [ColumnValue] {
        [
            .init(state.serviceID), .init(state.status.rawValue), .init(state.since), .init(state.checkedAt),
            .init(state.failuresInARow), .init(state.successesInARow), .init(state.resources.jsonText()),
            .init(state.nextCheck),
        ]
    }

    package static func state(_ row: some ColumnReading) throws -> ProbeState {
        ProbeState(
            serviceID: try row.integer(0), status: try row.word(1), since: try row.timestamp(2),
            checkedAt: try row.timestamp(3), failuresInARow: try row.count(4), successesInARow: try row.count(5),
            resources: try row.json(6), nextCheck: try row.timestamp(7))
    }

    package static let checkColumns = "service_id, at, is_success, latency"

    package static func values(_ check: ProbeCheck) -> [ColumnValue] {
        [.init(check.serviceID), .init(check.at), .init(check.isSuccess), .init(check.latency)]
    }

    package static func check(_ row: some ColumnReading) throws -> ProbeCheck {
        ProbeCheck(
            serviceID: try row.integer(0), at: try row.timestamp(1), isSuccess: try row.boolean(2),
            latency: try row.optionalInteger(3))
    }

    package static let dayColumns = "service_id, day, checks, failures"

    package static func day(_ row: some ColumnReading) throws -> ProbeDay {
        ProbeDay(
            serviceID: try row.integer(0), day: try row.integer(1), checks: try row.count(2),
            failures: try row.count(3))
    }

    package static let issueColumns = "service_id, code, severity, message, first_seen, last_seen, count"

    package static func values(_ issue: ServiceIssue, of serviceID: Int64) -> [ColumnValue] {
        [
            .init(serviceID), .init(issue.code), .init(issue.severity), .init(issue.message),
            .init(issue.firstSeen), .init(issue.lastSeen), .init(issue.count),
        ]
    }

    /// An issue, and the id of its service.
    package static func issue(_ row: some ColumnReading) throws -> (serviceID: Int64, issue: ServiceIssue) {
        (
            try row.integer(0),
            ServiceIssue(
                severity: try row.text(2), code: try row.text(1), message: try row.text(3),
                firstSeen: try row.timestamp(4), lastSeen: try row.timestamp(5), count: try row.count(6))
        )
    }

    package static let sampleColumns = "service_id, server_id, server_name, node, at, metrics"

    package static func values(_ sample: ServerSample) -> [ColumnValue] {
        let metrics = sample.values.filter(\.value.isFinite).sorted { $0.key < $1.key }
            .map { ($0.key, Value.number($0.value)) }
        return [
            .init(sample.serviceID), .init(sample.target.id), .init(sample.target.name), .init(sample.target.node),
            .init(sample.at), .init(Value.map(ValueMap(metrics)).jsonText()),
        ]
    }

    package static func sample(_ row: some ColumnReading) throws -> ServerSample {
        var values: [String: Double] = [:]
        if case .map(let metrics) = try row.json(5) {
            for (name, value) in metrics { values[name] = value.number }
        }
        return ServerSample(
            serviceID: try row.integer(0),
            target: RunTarget(id: try row.text(1), name: try row.text(2), node: try row.text(3)),
            at: try row.timestamp(4), values: values)
    }
}
