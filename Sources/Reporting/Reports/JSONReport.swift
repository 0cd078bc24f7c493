import Diagnostics
import PhoenixModel

/// A report for programs: `schema/plan.schema.json` says what is in it.
struct JSONReport {
    private static let version: Int64 = 1

    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    var text: String { value.prettyJSONText() + "\n" }

    private var value: Value {
        var map: ValueMap = [
            "version": .integer(Self.version), "command": .string(report.command.rawValue),
        ]
        if let plan = report.plan {
            map["target"] = .map(target(plan.target))
            map["project"] = .string(plan.project)
            if !plan.unreadableServers.isEmpty { map["unreadable_servers"] = servers(plan) }
            if plan.unreadServerCount > 0 { map["unread_servers"] = .integer(Int64(plan.unreadServerCount)) }
            if report.drift == nil {
                map["counts"] = counts(plan)
                map["budget"] = [
                    "allowed": .integer(Int64(plan.budget.allowed)), "planned": .integer(Int64(plan.budget.planned)),
                    "exceeded": .bool(plan.budget.isExceeded),
                ]
                map["requests"] = .integer(Int64(plan.requestCount))
                if plan.leastSeconds > 0 { map["least_seconds"] = .integer(Int64(plan.leastSeconds)) }
                map["actions"] = .list(plan.actions.indices.map { action(plan, $0) })
                map["orphans"] = .list(plan.orphans.map(orphan))
            }
        }
        if let outcomes = report.outcomes { map["outcomes"] = self.outcomes(outcomes) }
        if let drift = report.drift {
            map["counts"] = driftCounts(drift)
            map["findings"] = .list(drift.findings.map(finding))
        }
        let diagnostics = report.diagnostics + (report.drift?.diagnostics ?? report.plan?.diagnostics ?? [])
        if case .map(let document) = DiagnosticJSON.value(diagnostics, sources: report.sources) {
            map["diagnostics"] = document["diagnostics"]
        }
        return .map(map)
    }

    // MARK: Plans

    private func target(_ target: PanelTarget) -> ValueMap {
        var map: ValueMap = ["name": .string(target.name), "embedded": .bool(target.isEmbedded)]
        map["client_api"] = target.clientAPI.map { .string($0) }
        return map
    }

    private func servers(_ plan: Plan) -> Value {
        .list(
            plan.unreadableServers.sorted { $0.key < $1.key }.map { id, reason in
                var map: ValueMap = ["id": .string(id), "reason": .string(reason)]
                map["name"] = plan.serverNames[id].map { .string($0) }
                return .map(map)
            })
    }

    private func counts(_ plan: Plan) -> Value {
        let summary = PlanSummary(plan)
        func labelled(_ label: ChangeLabel) -> Value {
            .integer(Int64(plan.actions.count { $0.labels.contains(label) }))
        }
        return [
            "create": .integer(Int64(summary.creates)), "update": .integer(Int64(summary.updates)),
            "adopt": .integer(Int64(summary.adopts)), "delete": .integer(Int64(summary.deletes)),
            "blocked": .integer(Int64(summary.blocked)),
            "bookkeeping": .integer(Int64(plan.actions.count { $0.operation == .bookkeeping })),
            "unchanged": .integer(Int64(plan.unchangedCount)), "orphans": .integer(Int64(plan.orphans.count)),
            "foreign": .integer(Int64(plan.foreignCount)), "pending": labelled(.pending), "drift": labelled(.drift),
            "conflict": labelled(.conflict), "differs": labelled(.differs),
        ]
    }

    private func action(_ plan: Plan, _ position: Int) -> Value {
        var map = object(plan.actions[position])
        let action = plan.actions[position]
        map["operation"] = .string(action.operation.rawValue)
        map["changes"] = .list(action.changes.map(change))
        map["waits_for"] = .list(action.waitsFor.map { .integer(Int64($0)) })
        map["requests"] = .integer(Int64(action.requestCount))
        if let block = action.block { map["block"] = diagnostic(block) }
        if let outcomes = report.outcomes, outcomes.outcomes.indices.contains(position) {
            map["outcome"] = outcome(outcomes.outcomes[position])
        }
        return .map(map)
    }

    private func object(_ action: PhoenixModel.Action) -> ValueMap {
        var map: ValueMap = [
            "kind": .string(action.kind.rawValue), "key": .string(action.key), "name": .string(action.name),
        ]
        map["former_key"] = action.formerKey.map { .string($0) }
        map["id"] = action.objectID.map { .string($0) }
        map["server"] = action.server.map { .string($0) }
        map["marks"] = .list(
            PhoenixModel.Action.Mark.allCases.filter(action.marks.contains).map { .string($0.rawValue) })
        map["labels"] = .list(ChangeLabel.allCases.filter(action.labels.contains).map { .string($0.rawValue) })
        map["place"] = action.span.map { DiagnosticJSON.place($0, report.sources) }
        return map
    }

    private func change(_ change: FieldChange) -> Value {
        var map: ValueMap = ["field": .string(change.place)]
        map["before"] = change.before.map(shown)
        map["after"] = change.after.map(shown)
        map["label"] = change.label.map { .string($0.rawValue) }
        map["place"] = change.span.map { DiagnosticJSON.place($0, report.sources) }
        return .map(map)
    }

    private func shown(_ shown: FieldChange.Shown) -> Value {
        switch shown {
        case .value(let value): ["value": numbered(value)]
        case .secret(let number): ["secret": .integer(Int64(number))]
        case .unreported: ["unreported": true]
        }
    }

    /// The value with `{"secret": n}` in place of each secret in it, as where it is one itself.
    private func numbered(_ value: Value) -> Value {
        guard value.hasSecrets else { return value }
        return switch value {
        case .secret(let secret): ["secret": secret.number.map { .integer(Int64($0)) } ?? .null]
        case .list(let elements): .list(elements.map(numbered))
        case .map(let map): .map(map.mapValues(numbered))
        default: value
        }
    }

    private func orphan(_ orphan: Orphan) -> Value {
        [
            "kind": .string(orphan.kind.rawValue), "key": .string(orphan.key), "name": .string(orphan.name),
            "id": .string(orphan.id), "protected": .bool(orphan.isProtected),
        ]
    }

    private func diagnostic(_ diagnostic: Diagnostic) -> Value {
        guard case .map(let document) = DiagnosticJSON.value([diagnostic], sources: report.sources),
            case .list(let all)? = document["diagnostics"]
        else { return .null }
        return all.first ?? .null
    }

    // MARK: What was done

    private func outcome(_ outcome: ActionOutcome) -> Value {
        switch outcome {
        case .done(let id): ["result": "done", "id": .string(id)]
        case .alreadyApplied(let id): ["result": "already_applied", "id": .string(id)]
        case .failed(let error): ["result": "failed", "message": .string(error.message)]
        case .skipped(let cause): ["result": "skipped", "because": .integer(Int64(cause))]
        case .blocked: ["result": "blocked"]
        case .stale(let error): ["result": "blocked", "message": .string(error.message)]
        case .notAttempted: ["result": "not_attempted"]
        }
    }

    private func outcomes(_ report: ApplyReport) -> Value {
        func count(_ isCounted: (ActionOutcome) -> Bool) -> Value {
            .integer(Int64(report.outcomes.count(where: isCounted)))
        }
        return [
            "done": count { if case .done = $0 { true } else { false } },
            "already_applied": count { if case .alreadyApplied = $0 { true } else { false } },
            "failed": count { if case .failed = $0 { true } else { false } },
            "skipped": count { if case .skipped = $0 { true } else { false } },
            "blocked": count(\.isBlocked), "not_attempted": count { $0 == .notAttempted },
            "interrupted": .bool(report.wasInterrupted),
        ]
    }

    // MARK: Drift

    private func driftCounts(_ drift: DriftReport) -> Value {
        var map = ValueMap()
        for kind in DriftFinding.Kind.allCases { map[kind.rawValue] = .integer(Int64(drift.count(kind))) }
        map["unchanged"] = .integer(Int64(drift.unchangedCount))
        map["orphans"] = .integer(Int64(drift.orphanCount))
        map["foreign"] = .integer(Int64(drift.foreignCount))
        return .map(map)
    }

    private func finding(_ finding: DriftFinding) -> Value {
        var map = object(finding.action)
        map["finding"] = .string(finding.kind.rawValue)
        map["changes"] = .list(finding.changes.map(change))
        if finding.kind == .unmatched, let block = finding.action.block { map["block"] = diagnostic(block) }
        return .map(map)
    }
}
