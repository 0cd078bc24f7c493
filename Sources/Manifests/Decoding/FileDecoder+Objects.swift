import Diagnostics
import PhoenixModel
import YAMLReading

extension FileDecoder {
    /// Reads one entry of `services`. Only what it writes is managed.
    mutating func decodeService(_ pair: Pair) {
        guard let key = key(pair.key) else { return contents.isComplete = false }
        let errorCount = contents.diagnostics.count
        var draft = ObjectDraft(.system, key)
        hasSecrets = false
        // A key alone is a reference by that name.
        let place = "service '\(key.text)'"
        if !arena.isNull(pair.value), let mapping = mapping(pair.value, place) {
            let shape = ManifestShape.service
            forEachKey(of: mapping, in: shape, place: place) { decoder, index, pair in
                decoder.readField(shape.keys[index].name, shape.keys[index].shape, pair, .system, into: &draft)
            }
        }
        finish(&draft, errorCount)
        append(draft, .system, keyNode: pair.key)
    }

    /// Reads one entry of `tasks`, once for every combination of its `for_each`.
    mutating func decodeTask(_ pair: Pair) {
        let mapping = arena.resolved(pair.value)
        guard arena[mapping].kind == .mapping else {
            contents.isComplete = false
            if arena.isBroken(mapping) { return }
            let name = arena.text(of: arena.resolved(pair.key))
            return report(
                arena.isNull(pair.value)
                    ? .emptyBlock("the task '\(name)'", at: span(pair.key))
                    : .wrongType("task '\(name)'", "a mapping", found: found(pair.value), at: span(pair.value)))
        }
        let pairs = withoutSplitSchedule(pairs(of: mapping), mapping)
        guard let forEach = pairs.first(where: { names($0, "for_each") }), !arena.isNull(forEach.value) else {
            decodeTask(pair, pairs)
            return
        }
        guard let matrix = matrix(forEach, of: pair) else { return contents.isComplete = false }
        for combination in matrix {
            bindings = combination
            // What is wrong with one is wrong with all.
            guard decodeTask(pair, pairs) else {
                contents.isComplete = false
                break
            }
        }
        bindings = []
    }

    /// - Returns: whether it is free of errors.
    @discardableResult
    private mutating func decodeTask(_ pair: Pair, _ pairs: [Pair]) -> Bool {
        let errorCount = contents.diagnostics.count
        let known = key(pair.key)
        // What else is wrong with an entry is said even where nobody can refer to it.
        let key = known ?? NamedReference(text: arena.text(of: arena.resolved(pair.key)), span: span(pair.key))
        var draft = ObjectDraft(.scheduled, key)
        draft.fieldSpans.reserveCapacity(pairs.count)
        hasSecrets = false
        var (hasSchedule, hasTask) = (false, false)
        let shape = taskShape
        for pair in pairs {
            guard let index = knownKey(pair.key, in: shape) else {
                let unknown = unknownTaskKey(pair.key, key.text)
                // What is misspelled is not missing too.
                hasSchedule = hasSchedule || unknown.fixIts.first?.replacement == "schedule"
                hasTask = hasTask || unknown.fixIts.first?.replacement == "task"
                report(unknown)
                continue
            }
            if arena.isNull(pair.value) { continue }
            let name = shape.keys[index].name
            if name == "schedule" { hasSchedule = true }
            if name == "task" { hasTask = true }
            path.append(.key(pair.key))
            readField(name, shape.keys[index].shape, pair, .scheduled, into: &draft)
            path.removeLast()
        }
        if !hasSchedule || !hasTask {
            for (name, isThere) in [("schedule", hasSchedule), ("task", hasTask)] where !isThere {
                let summary = shape[name]?.summary ?? ""
                report(.missingKey(name, in: "task '\(key.text)'", summary: summary, at: key.span))
            }
        }
        guard known != nil else {
            contents.isComplete = false
            return false
        }
        fillDefaults(&draft)
        finish(&draft, errorCount)
        let isBroken = draft.details.isBroken
        append(draft, .scheduled, keyNode: pair.key)
        return !isBroken
    }

    private func fillDefaults(_ draft: inout ObjectDraft) {
        if draft.fields.description == nil { draft.fields.description = "" }
        if draft.fields.timezone == nil { draft.fields.timezone = defaults.timezone ?? "UTC" }
        if draft.fields.enabled == nil { draft.fields.enabled = true }
        if draft.fields.overlap == nil { draft.fields.overlap = defaults.overlap ?? "skip" }
        if draft.fields.misfire == nil { draft.fields.misfire = defaults.misfire ?? "skip" }
        if draft.fields.timeout == nil { draft.fields.timeout = defaults.timeout ?? ServiceRules.defaultTimeout }
        if draft.fields.dependsOn == nil { draft.fields.dependsOn = [] }
        if draft.details.notifyList == nil { draft.details.notifyList = defaults.notifyList }
        if draft.details.notifyList == nil { draft.fields.notify = Self.noNotifications }
    }

    private static let noNotifications: Value = []

    private mutating func finish(_ draft: inout ObjectDraft, _ errorCount: Int) {
        draft.details.hasSecrets = hasSecrets
        draft.details.nameHash = draft.fields.name.hashValue
        let length = (draft.fields.description?.utf8.count).map { $0 + (ownership?.usualRoom ?? 0) }
        draft.details.hasLongDescription =
            length.map { hasSecrets || $0 > ServiceRules.description.length.upperBound } ?? false
        if let mistakable = draft.fields.description.flatMap({ ownership?.mistakableText(in: $0) }) {
            contents.diagnostics.append(
                .descriptionHasOwnership(
                    draft.key.text, mistakable,
                    at: draft.fieldSpans.first { $0.field == .description }?.span ?? draft.key.span))
        }
        draft.details.isBroken = contents.diagnostics[errorCount...].contains { $0.severity == .error }
    }

    /// Keeps an object, unless its key stands twice in its mapping.
    private mutating func append(_ draft: consuming ObjectDraft, _ kind: ObjectKind, keyNode: Int) {
        guard !arena[keyNode].flags.contains(.repeated) else { return }
        contents.objects.append(
            DesiredObject(
                kind: kind, key: draft.key.text, formerly: draft.details.formerly.map(\.text), fields: draft.fields,
                isProtected: draft.isProtected, ignored: draft.ignored, span: draft.key.span,
                fieldSpans: draft.fieldSpans))
        contents.details.append(draft.details)
    }

    private mutating func readField(
        _ name: String, _ shape: Shape, _ pair: Pair, _ kind: ObjectKind, into draft: inout ObjectDraft
    ) {
        let node = pair.value
        func note(_ field: Field) { draft.fieldSpans.append(.init(field, span(pair.key))) }
        switch name {
        case "name":
            note(.name)
            draft.details.nameSpan = span(node)
            if let text = text(node, ServiceRules.name) { draft.fields.name = trimmed(text.text) }
        case "description":
            note(.description)
            draft.fields.description = text(node, ServiceRules.description).map { $0.text.normalText() }
        case "schedule":
            note(.schedule)
            readSchedule(node, into: &draft)
        case "timezone":
            note(.timezone)
            draft.fields.timezone = timezone(node)
        case "enabled":
            note(.enabled)
            draft.fields.enabled = boolean(node)
        case "task":
            note(.task)
            draft.fields.task = value(node, shape)
        case "config":
            note(.config)
            draft.fields.config = value(node, shape)
        case "overlap":
            note(.overlap)
            draft.fields.overlap = choice(node, shape)
        case "misfire":
            note(.misfire)
            draft.fields.misfire = choice(node, shape)
        case "timeout":
            note(.timeout)
            draft.fields.timeout = integer(node, ServiceRules.timeout)
        case "depends_on":
            note(.dependsOn)
            draft.details.dependencies = names(node, shape) ?? []
            draft.fields.dependsOn = draft.details.dependencies.map { .key($0.text) }
        case "notify":
            note(.notify)
            draft.details.notifyList = notifyList(node, shape)
        case "protect": draft.isProtected = boolean(node) ?? false
        case "formerly": draft.details.formerly = names(node, shape) ?? []
        case "ignore": draft.ignored = ignoredFields(node, kind)
        default: break
        }
    }

    /// The text without white space at its ends, as panels keep it.
    private func trimmed(_ text: String) -> String {
        // Almost every text needs none, which two bytes tell.
        if let first = text.utf8.first, let last = text.utf8.last, (0x21..<0x7F).contains(first),
            (0x21..<0x7F).contains(last)
        {
            return text
        }
        return String(text.trimmed())
    }

    /// Keeps a list of names of notifications and answers its index.
    mutating func notifyList(_ node: Int, _ shape: Shape) -> Int? {
        guard let names = names(node, shape) else { return nil }
        contents.notifyLists.append(names)
        return contents.notifyLists.count - 1
    }

    // MARK: Ignored fields

    private mutating func ignoredFields(_ node: Int, _ kind: ObjectKind) -> [IgnoredField] {
        guard let nodes = listElements(node, 0...Field.all(of: kind).count) else { return [] }
        var ignored: [IgnoredField] = []
        for (index, node) in nodes.enumerated() {
            path.append(.index(index))
            defer { path.removeLast() }
            guard let entry = ignoredField(node, kind) else { continue }
            if let earlier = ignored.first(where: { $0.field == entry.field }) {
                report(.ignoredTwice(entry.field.rawValue, at: entry.span, first: earlier.span))
            } else {
                ignored.append(entry)
            }
        }
        return ignored
    }

    private mutating func ignoredField(_ node: Int, _ kind: ObjectKind) -> IgnoredField? {
        let shape = ManifestShape.ignoreEntry(kind)
        let isName = arena[arena.resolved(node)].kind == .scalar
        if isName {
            guard let choices = shape["field"]?.shape, let name = choice(node, choices) else { return nil }
            return Field(rawValue: name).map { IgnoredField(field: $0, span: span(node)) }
        }
        guard case .map(let map) = value(node, .object(shape)), let name = map["field"]?.text,
            let field = Field(rawValue: name)
        else { return nil }
        let until = map["until"]?.text.flatMap { CalendarDay($0) }
        if let until, until.number < today, let text = map["until"]?.text {
            report(.ignoreExpired(name, until: text, at: span(node)))
        }
        return IgnoredField(field: field, reason: map["reason"]?.text, untilDay: until?.number, span: span(node))
    }

    // MARK: Unknown keys

    /// Names that other tools have for keys of a task.
    private static let synonyms = [
        "cron": "schedule", "when": "schedule", "tz": "timezone", "time_zone": "timezone", "zone": "timezone",
        "needs": "depends_on", "after": "depends_on", "dependencies": "depends_on", "requires": "depends_on",
        "protected": "protect", "matrix": "for_each", "foreach": "for_each", "title": "name", "alerts": "notify",
        "concurrency": "overlap", "deadline": "timeout", "active": "enabled",
    ]

    private mutating func unknownTaskKey(_ node: Int, _ task: String) -> Diagnostic {
        let name = arena.text(of: arena.resolved(node))
        if let meant = Self.synonyms[name.lowercased()] {
            return .unknownKey(name, meant: meant, place: "task '\(task)'", at: span(node))
        }
        if name == "type" || name == "data" {
            return .misplacedKey(name, belongsUnder: "'task'", at: span(node))
        }
        if case .variant(let variant) = TaskRules.shape, variant.cases.contains(where: { $0.shape[name] != nil }) {
            return .misplacedKey(name, belongsUnder: "'task.data'", at: span(node))
        }
        return unknownKey(node, among: ManifestShape.task.keys.map(\.name), place: "task '\(task)'")
    }
}
