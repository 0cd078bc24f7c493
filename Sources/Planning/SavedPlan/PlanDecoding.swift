import Diagnostics
import PhoenixModel

/// Reads the plan that a file holds. What does not hold together is a problem: nothing of it is guessed.
struct PlanDecoding {
    typealias Problem = SavedPlan.Problem

    private let path: (String) -> String
    private let resolveSecret: (String, String) throws(Problem) -> Secret

    init(
        _ path: @escaping (String) -> String,
        _ resolveSecret: @escaping (String, String) throws(Problem) -> Secret
    ) {
        self.path = path
        self.resolveSecret = { reference, folder throws(Problem) in try resolveSecret(reference, path(folder)) }
    }

    func decode(_ value: Value) throws(Problem) -> SavedPlan {
        let map = SavedMapping(value)
        let target = try map.mapping("target")
        var plan = Plan(
            target: PanelTarget(
                name: try target.text("name"), isEmbedded: try target.flag("embedded"),
                clientAPI: try target.optionalText("client_api")),
            project: try map.text("project"))
        var sources = SourceMap()
        for file in try map.list("files") {
            guard case .string(let name) = file else { throw .damaged }
            _ = sources.add(SourceFile(name: path(name), bytes: []))
        }
        let actions = try map.list("actions")
        for action in actions { plan.actions.append(try self.action(SavedMapping(action), count: actions.count)) }
        for orphan in try map.list("orphans") { plan.orphans.append(try self.orphan(SavedMapping(orphan))) }
        for each in try map.list("diagnostics") { plan.diagnostics.append(try diagnostic(SavedMapping(each))) }
        plan.unchangedCount = Int(try map.integer("unchanged"))
        plan.foreignCount = Int(try map.integer("foreign"))
        plan.unselectedCount = map["unselected"] == nil ? 0 : Int(try map.integer("unselected"))
        plan.rateLimit = map["rate_limit"] == nil ? nil : Int(try map.integer("rate_limit"))
        if map["schedules"] != nil {
            let limits = try map.mapping("schedules")
            plan.scheduleCapabilities = ScheduleCapabilities(
                createsPerMinute: try limits.optionalInteger("creates_per_minute").map(Int.init),
                rateLimit: try limits.optionalInteger("rate_limit").map(Int.init))
        }
        plan.serverNames = try map.textMap("servers")
        plan.unreadableServers = try map.textMap("unreadable_servers")
        plan.unreadServerCount = Int(try map.optionalInteger("unread_servers") ?? 0)
        let budget = try map.mapping("budget")
        plan.budget = DeletionBudget(
            allowed: Int(try budget.integer("allowed")), isGiven: try budget.flag("given"),
            planned: plan.actions.count { $0.operation == .delete })
        return SavedPlan(plan, sources: sources)
    }

    private func orphan(_ map: SavedMapping) throws(Problem) -> Orphan {
        Orphan(
            id: try map.text("id"), key: try map.text("key"), name: try map.text("name"), kind: try kind(map),
            isProtected: try map.flag("protected"), isOneOfSeveral: try map.flag("several"))
    }

    private func kind(_ map: SavedMapping) throws(Problem) -> ObjectKind {
        guard let kind = ObjectKind(rawValue: try map.text("kind")) else { throw .damaged }
        return kind
    }

    private func action(_ map: SavedMapping, count: Int) throws(Problem) -> Action {
        guard let operation = Action.Operation(rawValue: try map.text("operation")) else { throw .damaged }
        let kind = try kind(map)
        var action = Action(operation, kind: kind, key: try map.text("key"), name: try map.text("name"))
        action.formerKey = try map.optionalText("former_key")
        action.objectID = try map.optionalText("id")
        for mark in try map.list("marks") {
            guard let known = mark.plainText.flatMap(Action.Mark.init) else { throw .damaged }
            action.marks.insert(known)
        }
        for change in try map.list("changes") { action.changes.append(try self.change(SavedMapping(change))) }
        action.span = try map["place"].map(place)
        if let block = map["block"] { action.block = try diagnostic(SavedMapping(block)) }
        if let write = map["write"] { action.write = try self.write(SavedMapping(write), kind) }
        if let observed = map["observed"], let id = action.objectID {
            action.observed = try self.observed(SavedMapping(observed), id: id, kind)
        }
        for path in try map.list("hidden") {
            guard case .string(let path) = path else { throw .damaged }
            action.hiddenPaths.append(path)
        }
        for wait in try map.list("waits_for") {
            guard case .integer(let position) = wait, (0..<Int64(count)).contains(position) else { throw .damaged }
            action.waitsFor.append(Int(position))
        }
        guard (operation == .blocked) == (action.block != nil) else { throw .damaged }
        return action
    }

    private func change(_ map: SavedMapping) throws(Problem) -> FieldChange {
        guard let field = Field(rawValue: try map.text("field")) else { throw .damaged }
        return FieldChange(
            field: field, path: try map.optionalText("path") ?? "", before: try map["before"].map(shown),
            after: try map["after"].map(shown),
            label: try map.optionalText("label").flatMap(ChangeLabel.init), span: try map["place"].map(place))
    }

    private func shown(_ value: Value) throws(Problem) -> FieldChange.Shown {
        let map = SavedMapping(value)
        if let value = map["value"] { return .value(try SecretReference.decoded(value, Self.maskedSecret)) }
        if map["unreported"] == true { return .unreported }
        return .secret(Int(try map.integer("secret")))
    }

    /// A secret within a shown value, of which only the number was saved.
    private static func maskedSecret(_ reference: String, _ folder: String) throws(Problem) -> Secret {
        let secret = Secret(reference: reference, value: reference)
        guard secret.number != nil else { throw .damaged }
        return secret
    }

    private func write(_ map: SavedMapping, _ kind: ObjectKind) throws(Problem) -> ObjectWrite {
        let ownership: OwnershipWrite
        switch map["ownership"] {
        case "remove": ownership = .remove
        case "leave": ownership = .leave
        default: ownership = .set(try Ownership(saved: try map.mapping("ownership").mapping("set")))
        }
        return ObjectWrite(
            kind: kind, fields: try fields(try map.mapping("fields")), ownership: ownership,
            server: try map.optionalText("server"))
    }

    private func observed(_ map: SavedMapping, id: String, _ kind: ObjectKind) throws(Problem) -> LiveObject {
        var object = LiveObject(
            id: id, kind: kind, fields: try fields(try map.mapping("fields")), status: try map.text("status"))
        object.etag = try map.optionalText("etag")
        object.server = try map.optionalText("server")
        guard map["ownership"] != nil else { return object }
        let reading = try map.mapping("ownership")
        if reading["unreadable"] != nil {
            object.ownership = .unreadable(try DamagedOwnership(saved: try reading.mapping("unreadable")))
        } else {
            object.ownership = .owned(try Ownership(saved: try reading.mapping("owned")))
        }
        return object
    }

    private func fields(_ map: SavedMapping) throws(Problem) -> ServiceFields {
        var fields = ServiceFields(name: try map.text("name"))
        for field in Field.allCases where field != .name {
            guard let value = map[field.rawValue] else { continue }
            switch (field.form, value) {
            case (.text, .string), (.schedule, .string), (.timeZone, .string), (.word, .string), (.boolean, .bool),
                (.integer, .integer):
                fields[field] = value
            case (.dependencies, .list(let entries)):
                var dependencies: [Dependency] = []
                for entry in entries { dependencies.append(try dependency(SavedMapping(entry))) }
                fields.dependsOn = dependencies
            case (.tree, _), (.notifications, _): fields[field] = try SecretReference.decoded(value, resolveSecret)
            default: throw .damaged
            }
        }
        return fields
    }

    private func dependency(_ map: SavedMapping) throws(Problem) -> Dependency {
        if let key = try map.optionalText("key") { return .key(key) }
        return .id(try map.text("id"))
    }

    private func diagnostic(_ map: SavedMapping) throws(Problem) -> Diagnostic {
        guard let code = DiagnosticCode(rawValue: try map.text("code")),
            let severity = Diagnostic.Severity(rawValue: try map.text("severity"))
        else { throw .damaged }
        var diagnostic = Diagnostic(code, severity, try map.text("message"))
        diagnostic.span = try map["place"].map(place)
        diagnostic.help = try map.optionalText("help")
        for note in try map.list("notes") {
            let note = SavedMapping(note)
            diagnostic.notes.append(Diagnostic.Note(try note.text("message"), at: try note["place"].map(place)))
        }
        return diagnostic
    }

    private func place(_ value: Value) throws(Problem) -> SourceSpan {
        guard case .list(let parts) = value, parts.count == 5 else { throw .damaged }
        var numbers: [Int] = []
        for part in parts {
            guard case .integer(let number) = part, (0...Int64(Int32.max)).contains(number) else { throw .damaged }
            numbers.append(Int(number))
        }
        return SourceSpan(
            file: SourceFileID(index: numbers[0]), start: SourceLocation(line: numbers[1], column: numbers[2]),
            end: SourceLocation(line: numbers[3], column: numbers[4]))
    }
}
