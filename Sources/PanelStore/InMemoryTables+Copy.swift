import PhoenixModel
import Synchronization

extension InMemoryTables {
    func rows(of table: StoredTable, after key: [ColumnValue]?, limit: Int) -> [StoredRow] {
        let rows = state.withLock { $0.rows(of: table) }.sorted { Self.areInOrder($0.key, $1.key) }
        return Array(rows.drop { row in key.map { !Self.areInOrder($0, row.key) } ?? false }.prefix(limit))
    }

    func lastID(of table: StoredTable) -> Int64 {
        state.withLock { state in
            switch table {
            case .services: state.services.lastID
            case .runs: state.runs.lastID
            case .messages: state.outbox.lastSequence
            default: 0
            }
        }
    }

    func setLastID(of table: StoredTable, to id: Int64) {
        state.withLock { state in
            switch table {
            case .services: state.services.lastID = id
            case .runs: state.runs.lastID = id
            case .messages: state.outbox.lastSequence = id
            default: break
            }
        }
    }

    func changeMark() -> ChangeMark {
        state.withLock { state in ChangeMark(String(StoredTable.all.map { state.rows(of: $0) }.hashValue)) }
    }

    func unfinishedCopy() -> UnfinishedCopy? { state.withLock { $0.copies[0] } }

    func note(_ copy: UnfinishedCopy?) { state.withLock { _ = $0.copies.set(copy, at: 0) } }

    func restore(_ rows: [StoredRow], to table: StoredTable) throws {
        try state.withLock { state in for row in rows { try state.restore(StoredValues(row.values), to: table) } }
    }

    private static func areInOrder(_ left: [ColumnValue], _ right: [ColumnValue]) -> Bool {
        for (left, right) in zip(left, right) where left != right {
            switch (left, right) {
            case (.integer(let left), .integer(let right)): return left < right
            case (.text(let left), .text(let right)): return left.utf8.lexicographicallyPrecedes(right.utf8)
            default: return false
            }
        }
        return false
    }
}

extension InMemoryTables.State {
    fileprivate func rows(of table: StoredTable) -> [StoredRow] {
        let all: [[ColumnValue]] =
            switch table {
            case .services: services.records.map(Self.values)
            case .dependencies:
                services.records.flatMap { record in
                    record.dependsOn.map { [.integer(record.id), .integer($0)] }
                }
            case .keys: services.keys.rows.values.map(APIKeyRow.values)
            case .answers: services.answers.rows.values.map(Self.values)
            case .runs: runs.ids.elements.compactMap { runs[$0] }.map(Self.values)
            case .steps:
                runs.steps.rows.flatMap { id, steps in steps.map { [.integer(id)] + RunStepRow.values($0) } }
            case .messages:
                outbox.sequences.elements.compactMap { outbox[$0] }
                    .map { OutboxRow.values($0) + [.integer($0.sequence)] }
            case .probeStates: health.states.rows.values.map(HealthRows.values)
            case .probeChecks: health.checks.rows.sorted { $0.key < $1.key }.flatMap { $0.value.map(HealthRows.values) }
            case .probeDays: health.days.rows.values.flatMap { $0.map(Self.values) }
            case .issues: health.issues.rows.map { HealthRows.values($1, of: $0.serviceID) }
            case .samples:
                health.samples.rows.values.flatMap(\.self).sorted(by: ServerSample.areInOrder).map(HealthRows.values)
            default: []
            }
        return all.enumerated().map { number, values in
            let places = table.key.map { column in table.columns.firstIndex(of: column) }
            return StoredRow(key: places.map { $0.map { values[$0] } ?? .init(number + 1) }, values: values)
        }
    }

    private static func values(_ record: ServiceRecord) -> [ColumnValue] {
        let names = ServiceRow.insertedColumns.split(separator: ",").map { $0.trimmed() }
        var values = Dictionary(uniqueKeysWithValues: zip(names.map(String.init), ServiceRow.insertedValues(record)))
        values["id"] = .integer(record.id)
        values["observed_status"] = .init(record.observedStatus?.rawValue)
        return StoredTable.services.columns.map { values[$0.name] ?? .null }
    }

    private static func values(_ answer: RememberedAnswer) -> [ColumnValue] {
        [
            .init(answer.scope), .init(answer.key), .init(answer.request), .init(answer.answer),
            .init(answer.serviceID), .init(answer.expiresAt),
        ]
    }

    private static func values(_ run: RunRecord) -> [ColumnValue] {
        [.init(run.id)] + RunRow.fixedValues(run) + RunRow.changingValues(run) + [.init(run.isStopRequested)]
    }

    private static func values(_ day: ProbeDay) -> [ColumnValue] {
        [.init(day.serviceID), .init(day.day), .init(day.checks), .init(day.failures)]
    }

    fileprivate mutating func restore(_ row: StoredValues, to table: StoredTable) throws {
        switch table {
        case .services:
            let record = try ServiceRow.record(row)
            services.set(record, at: record.id)
        case .dependencies:
            guard var record = services[try row.integer(0)] else { throw InMemoryConstraint.unknownService }
            record.dependsOn.append(try row.integer(1))
            services.set(record, at: record.id)
        case .keys:
            let key = try APIKeyRow.record(row)
            services.set(key, at: key.id)
        case .answers:
            let answer = RememberedAnswer(
                scope: try row.text(0), key: try row.text(1), request: try row.text(2), answer: try row.text(3),
                serviceID: try row.integer(4), expiresAt: try row.timestamp(5))
            services.set(answer, at: .init(scope: answer.scope, key: answer.key))
        case .runs:
            let run = try RunRow.record(row)
            runs.set(run, at: run.id)
        case .steps:
            let id = try row.integer(0)
            runs.set((runs.steps[id] ?? []) + [try RunStepRow.record(row.dropFirst())], ofRun: id)
        case .messages:
            let message = try OutboxRow.message(row)
            outbox.set(message, at: message.sequence)
        default: try health.restore(row, to: table)
        }
    }
}

extension HealthTable {
    fileprivate mutating func restore(_ row: StoredValues, to table: StoredTable) throws {
        let serviceID = try row.integer(0)
        switch table {
        case .probeStates: states.set(try HealthRows.state(row), at: serviceID)
        case .probeChecks:
            let all = (checks[serviceID] ?? []) + [try HealthRows.check(row)]
            checks.set(all.sorted { $0.at < $1.at }, at: serviceID)
        case .probeDays:
            let day = ProbeDay(
                serviceID: serviceID, day: try row.integer(1), checks: try row.count(2), failures: try row.count(3))
            days.set((days[serviceID] ?? []) + [day], at: serviceID)
        case .issues:
            let issue = try HealthRows.issue(row).issue
            issues.set(issue, at: IssueKey(serviceID: serviceID, code: issue.code))
        case .samples:
            let sample = try HealthRows.sample(row)
            let key = SampleKey(serviceID: serviceID, serverID: sample.target.id)
            samples.set(((samples[key] ?? []) + [sample]).sorted { $0.at < $1.at }, at: key)
        default: break
        }
    }
}
