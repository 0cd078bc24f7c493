import GRDB
import PanelStore
import PhoenixModel

/// The rows of what is known of services' health: their columns by place.
enum HealthRows {
    static let stateColumns =
        "service_id, status, since, checked_at, failures_in_a_row, successes_in_a_row, resources, next_check"

    static let stateReplacement = "REPLACE INTO probe_state (\(stateColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

    static func values(_ state: ProbeState) -> [(any DatabaseValueConvertible)?] {
        [
            state.serviceID, state.status.rawValue, state.since.seconds, state.checkedAt.seconds,
            state.failuresInARow, state.successesInARow, state.resources.jsonText(), state.nextCheck.seconds,
        ]
    }

    static func state(_ row: Row) throws -> ProbeState {
        ProbeState(
            serviceID: row[0], status: try row.word(1), since: row.timestamp(2), checkedAt: row.timestamp(3),
            failuresInARow: row[4], successesInARow: row[5], resources: try row.json(6), nextCheck: row.timestamp(7))
    }

    static let issueColumns = "service_id, code, severity, message, first_seen, last_seen, count"

    static let issueCount = """
        INSERT INTO service_issue (\(issueColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (service_id, code) DO UPDATE SET severity = excluded.severity, message = excluded.message,
            last_seen = excluded.last_seen, count = count + excluded.count
        """

    static func values(_ issue: ServiceIssue) -> [(any DatabaseValueConvertible)?] {
        [
            issue.serviceID, issue.code, issue.severity, issue.message, issue.firstSeen.seconds,
            issue.lastSeen.seconds, issue.count,
        ]
    }

    static func issue(_ row: Row) -> ServiceIssue {
        ServiceIssue(
            serviceID: row[0], severity: row[2], code: row[1], message: row[3], firstSeen: row.timestamp(4),
            lastSeen: row.timestamp(5), count: row[6])
    }

    static let sampleColumns = "service_id, server_id, server_name, node, at, metrics"

    static let sampleReplacement = "REPLACE INTO server_sample (\(sampleColumns)) VALUES (?, ?, ?, ?, ?, ?)"

    static func values(_ sample: ServerSample) -> [(any DatabaseValueConvertible)?] {
        let metrics = sample.values.filter(\.value.isFinite).map { ($0.key, Value.number($0.value)) }
        return [
            sample.serviceID, sample.target.id, sample.target.name, sample.target.node, sample.at.seconds,
            Value.map(ValueMap(metrics)).jsonText(),
        ]
    }

    static func sample(_ row: Row) throws -> ServerSample {
        var values: [String: Double] = [:]
        if case .map(let metrics) = try row.json(5) {
            for (name, value) in metrics {
                switch value {
                case .number(let number): values[name] = number
                case .integer(let number): values[name] = Double(number)
                default: break
                }
            }
        }
        return ServerSample(
            serviceID: row[0], target: RunTarget(id: row[1], name: row[2], node: row[3]), at: row.timestamp(4),
            values: values)
    }
}
