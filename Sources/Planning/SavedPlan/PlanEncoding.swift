import Diagnostics
import PhoenixModel

/// A plan as the value that its file holds.
struct PlanEncoding {
    private let plan: Plan
    private let sources: SourceMap
    private let path: (String) -> String

    init(_ plan: Plan, sources: SourceMap, path: @escaping (String) -> String) {
        self.plan = plan
        self.sources = sources
        self.path = path
    }

    var value: Value {
        var map: ValueMap = [
            "target": .map(target),
            "project": .string(plan.project),
            "files": .list(sources.files.map { .string(path($0.name)) }),
            "actions": .list(plan.actions.map(action)),
            "orphans": .list(plan.orphans.map(orphan)),
            "unchanged": .integer(Int64(plan.unchangedCount)),
            "foreign": .integer(Int64(plan.foreignCount)),
            "unselected": .integer(Int64(plan.unselectedCount)),
            "diagnostics": .list(plan.diagnostics.map(diagnostic)),
            "budget": [
                "allowed": .integer(Int64(plan.budget.allowed)), "given": .bool(plan.budget.isGiven),
                "planned": .integer(Int64(plan.budget.planned)),
            ],
        ]
        map["rate_limit"] = plan.rateLimit.map { .integer(Int64($0)) }
        map["schedules"] = plan.scheduleCapabilities.map { limits in
            var map = ValueMap()
            map["rate_limit"] = limits.rateLimit.map { .integer(Int64($0)) }
            map["creates_per_minute"] = limits.createsPerMinute.map { .integer(Int64($0)) }
            return .map(map)
        }
        if !plan.serverNames.isEmpty { map["servers"] = .map(texts(plan.serverNames)) }
        if !plan.unreadableServers.isEmpty { map["unreadable_servers"] = .map(texts(plan.unreadableServers)) }
        if plan.unreadServerCount > 0 { map["unread_servers"] = .integer(Int64(plan.unreadServerCount)) }
        return .map(map)
    }

    private var target: ValueMap {
        var map: ValueMap = ["name": .string(plan.target.name), "embedded": .bool(plan.target.isEmbedded)]
        map["client_api"] = plan.target.clientAPI.map { .string($0) }
        return map
    }

    private func texts(_ texts: [String: String]) -> ValueMap {
        ValueMap(uniqueEntries: texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }

    private func orphan(_ orphan: Orphan) -> Value {
        [
            "id": .string(orphan.id), "key": .string(orphan.key), "name": .string(orphan.name),
            "kind": .string(orphan.kind.rawValue), "protected": .bool(orphan.isProtected),
            "several": .bool(orphan.isOneOfSeveral),
        ]
    }

    private func action(_ action: Action) -> Value {
        let hidden = hiddenPaths(of: action)
        var map: ValueMap = [
            "operation": .string(action.operation.rawValue), "kind": .string(action.kind.rawValue),
            "key": .string(action.key), "name": .string(action.name),
        ]
        map["former_key"] = action.formerKey.map { .string($0) }
        map["id"] = action.objectID.map { .string($0) }
        let marks = Action.Mark.allCases.filter(action.marks.contains)
        if !marks.isEmpty { map["marks"] = .list(marks.map { .string($0.rawValue) }) }
        if !action.changes.isEmpty { map["changes"] = .list(action.changes.map(change)) }
        map["place"] = action.span.map(place)
        map["block"] = action.block.map(diagnostic)
        map["write"] = action.write.map { write($0, over: action.observed, hiding: hidden) }
        map["observed"] = action.observed.map { observed($0, hiding: hidden) }
        if action.observed != nil, !hidden.isEmpty { map["hidden"] = .list(hidden.map { .string($0) }) }
        if !action.waitsFor.isEmpty { map["waits_for"] = .list(action.waitsFor.map { .integer(Int64($0)) }) }
        return .map(map)
    }

    /// Where the files have secrets, where the panel may have some from an earlier apply, and where it shows what it should
    /// not.
    private func hiddenPaths(of action: Action) -> [String] {
        var paths = Set(action.hiddenPaths + (action.write?.fields.secretPaths ?? []))
        paths.formUnion(action.observed?.fields.writeOnlyPaths ?? [])
        if case .owned(let ownership)? = action.observed?.ownership { paths.formUnion(ownership.secretPaths) }
        if case .unreadable(let damage)? = action.observed?.ownership { paths.formUnion(damage.secretPaths ?? []) }
        if case .set(let ownership)? = action.write?.ownership { paths.formUnion(ownership.secretPaths) }
        return paths.sorted()
    }

    private func change(_ change: FieldChange) -> Value {
        var map: ValueMap = ["field": .string(change.field.rawValue)]
        if !change.path.isEmpty { map["path"] = .string(change.path) }
        map["before"] = change.before.map(shown)
        map["after"] = change.after.map(shown)
        map["label"] = change.label.map { .string($0.rawValue) }
        map["place"] = change.span.map(place)
        return .map(map)
    }

    private func shown(_ shown: FieldChange.Shown) -> Value {
        switch shown {
        case .value(let value): ["value": SecretReference.encoded(value, path)]
        case .secret(let number): ["secret": .integer(Int64(number))]
        case .unreported: ["unreported": true]
        }
    }

    /// What is written as the panel has it is filled in from there again; what the files say is not there to be found.
    private func write(_ write: ObjectWrite, over observed: LiveObject?, hiding hidden: [String]) -> Value {
        let ownership: Value =
            switch write.ownership {
            case .set(let ownership): ["set": ownership.savedValue]
            case .remove: "remove"
            case .leave: "leave"
            }
        var fields = HiddenValue.hiding(SecretPaths(hidden), in: write.fields)
        for field in Field.structured where write.fields[field] != observed?.fields[field] {
            fields[field] = write.fields[field]
        }
        var map: ValueMap = ["fields": self.fields(fields), "ownership": ownership]
        map["server"] = write.server.map { .string($0) }
        return .map(map)
    }

    private func observed(_ object: LiveObject, hiding hidden: [String]) -> Value {
        var map: ValueMap = [
            "fields": fields(HiddenValue.hiding(SecretPaths(hidden), in: object.fields)),
            "status": .string(object.status),
        ]
        switch object.ownership {
        case .none: break
        case .owned(let ownership): map["ownership"] = ["owned": ownership.savedValue]
        case .unreadable(let damage): map["ownership"] = ["unreadable": damage.savedValue]
        }
        map["etag"] = object.etag.map { .string($0) }
        map["server"] = object.server.map { .string($0) }
        return .map(map)
    }

    private func fields(_ fields: ServiceFields) -> Value {
        var map = ValueMap()
        for field in Field.allCases {
            map[field.rawValue] =
                field.form == .dependencies
                ? fields.dependsOn.map { .list($0.map(dependency)) }
                : fields[field].map { SecretReference.encoded($0, path) }
        }
        return .map(map)
    }

    private func dependency(_ dependency: Dependency) -> Value {
        switch dependency {
        case .key(let key): ["key": .string(key)]
        case .id(let id): ["id": .string(id)]
        }
    }

    private func diagnostic(_ diagnostic: Diagnostic) -> Value {
        var map: ValueMap = [
            "code": .string(diagnostic.code.rawValue), "severity": .string(diagnostic.severity.rawValue),
            "message": .string(diagnostic.message),
        ]
        map["place"] = diagnostic.span.map(place)
        if !diagnostic.notes.isEmpty {
            map["notes"] = .list(
                diagnostic.notes.map { note in
                    var map: ValueMap = ["message": .string(note.message)]
                    map["place"] = note.span.map(place)
                    return .map(map)
                })
        }
        map["help"] = diagnostic.help.map { .string($0) }
        return .map(map)
    }

    /// `[file, line, column, line, column]`, the file by its position in `files`.
    private func place(_ span: SourceSpan) -> Value {
        .list(
            [span.file.index, span.start.line, span.start.column, span.end.line, span.end.column].map {
                .integer(Int64($0))
            })
    }
}
