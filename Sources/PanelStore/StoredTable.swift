import PhoenixModel

/// A table of a panel as it is copied from one store to another: columns that every store keeps under these names.
///
/// What says of processes that they work on a store (replicas, leases of probes), and what a store counts for itself,
/// is not copied.
package struct StoredTable: Sendable, Hashable {
    package enum ColumnKind: Sendable, Hashable {
        case integer, text, boolean, bytes
    }

    package struct Column: Sendable, Hashable {
        package let name: String
        package let kind: ColumnKind
    }

    package let name: String
    package let columns: [Column]
    /// What tells its rows apart, and puts them in their order; columns with numbers that a store gives for itself are
    /// not among `columns`.
    package let key: [Column]
    /// Whether a store gives its rows ids that are never given again, in the only column of the key.
    package let givesIDs: Bool
    /// Whether rows of other tables have brought rows of this one with them, in whose place those of the copy go.
    package let isCounted: Bool

    /// `columns` are as in SQL, and `key`, `integers` and the like have spaces between names; the rest is text.
    private init(
        _ name: String, _ columns: String, key: String, integers: String, booleans: String = "", bytes: String = "",
        givesIDs: Bool = false, isCounted: Bool = false
    ) {
        func names(_ list: String) -> [String] { list.split(separator: " ").map(String.init) }
        let (integers, booleans, bytes) = (Set(names(integers)), Set(names(booleans)), Set(names(bytes)))
        func column(_ name: String) -> Column {
            let kind: ColumnKind =
                integers.contains(name)
                ? .integer : booleans.contains(name) ? .boolean : bytes.contains(name) ? .bytes : .text
            return Column(name: name, kind: kind)
        }
        self.name = name
        self.columns = names(columns.replacing(",", with: " ")).map(column)
        self.key = names(key).map(column)
        self.givesIDs = givesIDs
        self.isCounted = isCounted
    }

    /// In an order in which what a row refers to comes before it.
    package static let all = [
        services, dependencies, keys, answers, runs, steps, messages, probeStates, probeChecks, probeDays, issues,
        samples,
    ]

    package static let services = StoredTable(
        "service", "\(ServiceRow.columns), name_key, name_folded", key: "id",
        integers: "id version created_at updated_at next_run last_run \(ServiceRow.columns(of: .integer))",
        booleans: "critical \(ServiceRow.columns(of: .boolean))", givesIDs: true)
    package static let dependencies = StoredTable(
        "dependency", "service_id, depends_on", key: "service_id depends_on", integers: "service_id depends_on")
    package static let keys = StoredTable(
        "api_key", APIKeyRow.columns, key: "id", integers: "created_at expires_at last_used_at", bytes: "digest")
    package static let answers = StoredTable(
        "answer", "scope, key, request, answer, service_id, expires_at", key: "scope key",
        integers: "service_id expires_at")
    package static let runs = StoredTable(
        "run", RunRow.columns, key: "id",
        integers: """
            id service_id scheduled_for queued_at timeout missed_count missed_last started_at finished_at targets \
            targets_succeeded targets_failed targets_skipped targets_unknown not_before lease_token lease_until
            """, booleans: "waits_for_others stop_requested", givesIDs: true)
    package static let steps = StoredTable(
        "run_step", "run_id, \(RunStepRow.columns)", key: "run_id position",
        integers: "run_id position started_at finished_at attempts")
    package static let messages = StoredTable(
        "outbox", OutboxRow.columns, key: "sequence",
        integers: "service_id created_at next_try attempts sequence", givesIDs: true)
    package static let probeStates = StoredTable(
        "probe_state", HealthRows.stateColumns, key: "service_id",
        integers: "service_id since checked_at failures_in_a_row successes_in_a_row next_check")
    package static let probeChecks = StoredTable(
        "probe_check", HealthRows.checkColumns, key: "id", integers: "id service_id at latency",
        booleans: "is_success")
    package static let probeDays = StoredTable(
        "probe_day", "service_id, day, checks, failures", key: "service_id day",
        integers: "service_id day checks failures", isCounted: true)
    package static let issues = StoredTable(
        "service_issue", HealthRows.issueColumns, key: "service_id code",
        integers: "service_id first_seen last_seen count")
    package static let samples = StoredTable(
        "server_sample", HealthRows.sampleColumns, key: "id", integers: "id service_id at")
}

/// A row as it is: `key` puts it in its place, `values` are those of the table's columns.
package struct StoredRow: Sendable, Hashable {
    package let key: [ColumnValue]
    package let values: [ColumnValue]

    package init(key: [ColumnValue], values: [ColumnValue]) {
        self.key = key
        self.values = values
    }
}

extension StoredTable {
    /// What SQL stores select, in the order of `row(_:)`.
    package var selectedColumns: String { (key + columns).map(\.name).joined(separator: ", ") }

    /// The row of what was selected.
    package func row(_ row: some ColumnReading) throws -> StoredRow {
        let values = try (key + columns).enumerated().map { index, column -> ColumnValue in
            switch column.kind {
            case .integer: .init(try row.optionalInteger(index))
            case .text: .init(try row.optionalText(index))
            case .boolean: .init(try row.boolean(index))
            case .bytes: .bytes(try row.bytes(index))
            }
        }
        return StoredRow(key: Array(values.prefix(key.count)), values: Array(values.dropFirst(key.count)))
    }
}
