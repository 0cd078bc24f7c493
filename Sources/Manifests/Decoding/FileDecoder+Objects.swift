import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    /// Reads one entry of `services`. Only what it writes is managed.
    mutating func decodeService(_ pair: Pair) {
        guard let key = reader.key(pair.key) else { return contents.isComplete = false }
        guard let matched = patches(of: key.text) else { return }
        let errorCount = reader.diagnostics.count
        var draft = ObjectDraft(.system, key)
        reader.hasSecrets = false
        // A key alone is a reference by that name.
        let place = "service '\(key.text)'"
        var entry = PatchedEntry(pairs: [])
        if !reader.arena.isNull(pair.value), let mapping = reader.mapping(pair.value, place) {
            entry.pairs = reader.pairs(of: mapping)
        }
        if !matched.isEmpty {
            begin(matched, key, "service")
            entry = patched(entry.pairs, by: matched, key)
        }
        for (index, pair) in reader.knownPairs(among: entry.pairs, in: schema.service, place: place) {
            reader.path.append(.key(pair.key))
            let field = index < serviceFields.count ? serviceFields[index] : nil
            read(field, index, of: schema.service, pair, .system, into: &draft)
            reader.path.removeLast()
        }
        takeResets(entry, into: &draft)
        finish(&draft, errorCount)
        endPatching()
        append(&draft, keyNode: pair.key)
    }

    /// Reads one entry of `tasks` or `schedules`, once for every combination of its `for_each`.
    mutating func decodeTask(_ pair: Pair) {
        let mapping = reader.arena.resolved(pair.value)
        guard reader.arena[mapping].kind == .mapping else {
            contents.isComplete = false
            if reader.arena.isBroken(mapping) { return }
            let name = reader.arena.text(of: reader.arena.resolved(pair.key))
            return reader.report(
                reader.arena.isNull(pair.value)
                    ? .emptyBlock("the \(form.kind.noun) '\(name)'", at: reader.span(pair.key))
                    : .wrongType(
                        "\(form.kind.noun) '\(name)'", "a mapping", found: reader.found(pair.value),
                        at: reader.span(pair.value)))
        }
        let pairs = withDefaultTask(withoutSplitSchedule(reader.pairs(of: mapping), mapping))
        guard let forEach = reader.first("for_each", of: pairs), !reader.arena.isNull(forEach.value) else {
            if let except = reader.first("except", of: pairs), !reader.arena.isNull(except.value) {
                reader.report(.exceptWithoutForEach(at: reader.span(except.key)))
            }
            decodeTask(pair, pairs)
            return
        }
        guard let matrix = matrix(forEach, pairs.first { reader.names($0, "except") }, of: pair, pairs) else {
            return contents.isComplete = false
        }
        decodeAll(matrix, pair, pairs)
    }

    /// The most errors that are shown of one `for_each`: what is wrong with one task is often wrong with all.
    private static let matrixErrorLimit = 20

    private mutating func decodeAll(_ matrix: Matrix, _ pair: Pair, _ pairs: [Pair]) {
        var entries: [[Int]: PatchedEntry] = [:]
        var errors: Set<Diagnostic> = []
        let names = matrix.hasCollections ? matrix.names : []
        contents.objects.reserveCapacity(contents.objects.count + matrix.combinations.count)
        contents.details.reserveCapacity(contents.objects.count + matrix.combinations.count)
        for combination in matrix.combinations {
            reader.bindings = combination
            let count = reader.diagnostics.count
            if !decodeTask(pair, pairs, names, &entries) {
                contents.isComplete = false
                // One message for each thing that is wrong, of the first task that has it.
                let places = values(of: combination)
                let new = reader.diagnostics[count...].filter { diagnostic in
                    var problem = diagnostic.withoutNotes
                    if places.isEmpty { problem.message = "" }
                    return errors.insert(problem).inserted
                }
                reader.diagnostics.replaceSubrange(count..., with: new.map { $0.adding(places) })
                if errors.count >= Self.matrixErrorLimit { break }
            }
        }
        reader.bindings = []
        reader.templates = [:]
    }

    /// Where the mappings of a combination stand, for messages about the task that is made of them.
    private func values(of combination: [Binding]) -> [Diagnostic.Note] {
        combination.compactMap { binding in
            guard case .node(let node) = binding.value else { return nil }
            return .init("'\(binding.name)' is this entry", at: reader.span(node))
        }
    }

    /// Reads one task of a `for_each`, with the patches that its key gets.
    /// - Returns: whether it is free of errors.
    private mutating func decodeTask(
        _ pair: Pair, _ pairs: [Pair], _ names: [String], _ entries: inout [[Int]: PatchedEntry]
    ) -> Bool {
        guard !names.isEmpty || !patches.isEmpty else {
            return decodeTask(pair, PatchedEntry(pairs: pairs), nil)
        }
        guard let key = reader.key(pair.key) else { return decodeTask(pair, PatchedEntry(pairs: pairs), nil) }
        guard let matched = patches(of: key.text) else { return true }
        begin(matched, key, form.kind.noun)
        defer { endPatching() }
        var entry = entries[matched] ?? patched(pairs, by: matched, key)
        if entries[matched] == nil {
            for inner in names.isEmpty ? [] : entry.pairs {
                entry.references += reader.wholeReferences(to: names, below: inner.value).map {
                    ($0, reader.arena[$0], $1)
                }
            }
            entries[matched] = entry
        }
        for (node, _, reference) in entry.references {
            if let target = reader.collection(reference) { reader.arena.point(node, to: target) }
        }
        let isFine = isAffordable(entry) && decodeTask(pair, entry, key)
        for (node, original, _) in entry.references { reader.arena.restore(original, at: node) }
        return isFine
    }

    /// Reads a task without a `for_each`.
    private mutating func decodeTask(_ pair: Pair, _ pairs: [Pair]) {
        guard !patches.isEmpty, let key = reader.key(pair.key) else {
            decodeTask(pair, PatchedEntry(pairs: pairs), nil)
            return
        }
        guard let matched = patches(of: key.text) else { return }
        begin(matched, key, form.kind.noun)
        let entry = matched.isEmpty ? PatchedEntry(pairs: pairs) : patched(pairs, by: matched, key)
        if isAffordable(entry) { decodeTask(pair, entry, key) } else { contents.isComplete = false }
        endPatching()
    }

    /// Whether the patches of an entry do not read too much, all entries of the file taken together.
    private mutating func isAffordable(_ entry: PatchedEntry) -> Bool {
        if entry.patchSize == 0 || reader.charge(entry.patchSize) { return true }
        reader.report(
            .patchesTooLarge(at: patching?.patches.first?.keySpan ?? entry.pairs.first.map { reader.span($0.key) }))
        return false
    }

    private mutating func begin(_ matched: [Int], _ key: NamedReference, _ noun: String) {
        if matched.isEmpty { return }
        patching = EntryPatching(
            noun: noun, key: key, patches: matched.map { patches.patches[$0] },
            earlierDiagnostics: reader.diagnostics.count)
    }

    private mutating func endPatching() {
        guard let patching else { return }
        for index in patching.earlierDiagnostics..<reader.diagnostics.count {
            reader.diagnostics[index] = patching.named(reader.diagnostics[index])
        }
        self.patching = nil
    }

    /// `name` is the key of the entry where it is read already.
    /// - Returns: whether it is free of errors.
    @discardableResult
    private mutating func decodeTask(_ pair: Pair, _ entry: PatchedEntry, _ name: NamedReference?) -> Bool {
        let errorCount = reader.diagnostics.count
        let known = name ?? reader.key(pair.key)
        // What else is wrong with an entry is said even where nobody can refer to it.
        let key =
            known
            ?? NamedReference(text: reader.arena.text(of: reader.arena.resolved(pair.key)), span: reader.span(pair.key))
        var draft = ObjectDraft(form.kind, key)
        draft.fieldSpans.reserveCapacity(entry.pairs.count)
        reader.hasSecrets = false
        let form = form
        // The keys that are there, by their places in the schema.
        var present: UInt64 = 0
        for pair in entry.pairs {
            guard let index = reader.knownKey(pair.key, in: form.schema) else {
                let unknown =
                    form.kind == .native ? unknownScheduleKey(pair.key, key.text) : unknownTaskKey(pair.key, key.text)
                // What is misspelled is not missing too.
                if let meant = unknown.fixIts.first.flatMap({ form.schema.index(of: $0.replacement) }) {
                    present |= 1 << UInt64(meant)
                }
                reader.report(unknown)
                continue
            }
            if reader.arena.isNull(pair.value) { continue }
            present |= 1 << UInt64(index)
            reader.path.append(.key(pair.key))
            let field = index < form.fields.count ? form.fields[index] : nil
            read(field, index, of: form.schema, pair, form.kind, into: &draft)
            reader.path.removeLast()
        }
        for index in form.required where present & 1 << UInt64(index) == 0 {
            let (name, summary) = (form.schema.keys[index].name, form.schema.keys[index].summary)
            if defaults.gives(name) { continue }
            let reset = entry.resets.last { $0.name == name }?.span
            reader.report(
                .missingKey(name, in: "\(form.kind.noun) '\(key.text)'", summary: summary, at: reset ?? key.span))
        }
        guard known != nil else {
            contents.isComplete = false
            return false
        }
        takeResets(entry, into: &draft)
        fillDefaults(&draft)
        finish(&draft, errorCount)
        let isBroken = draft.details.isBroken
        append(&draft, keyNode: pair.key)
        return !isBroken
    }

    /// What a patch resets is changed by that patch.
    private func takeResets(_ entry: PatchedEntry, into draft: inout ObjectDraft) {
        for (name, span) in entry.resets {
            guard let field = Field(rawValue: name), !draft.fieldSpans.contains(where: { $0.field == field }) else {
                continue
            }
            draft.fieldSpans.append(.init(field, span))
        }
    }

    /// The pairs of a task whose `task` has no type, with that of the file's defaults.
    private mutating func withDefaultTask(_ pairs: [Pair]) -> [Pair] {
        guard let node = defaults.taskNode, let index = pairs.firstIndex(where: { reader.names($0, "task") }),
            reader.arena[reader.arena.resolved(pairs[index].value)].kind == .mapping
        else { return pairs }
        let own = reader.pairs(of: reader.arena.resolved(pairs[index].value))
        let inner = merged(reader.pairs(of: reader.arena.resolved(node)), own)
        var pairs = pairs
        pairs[index] = Pair(
            key: pairs[index].key,
            value: reader.arena.graftMapping(inner.map { ($0.key, $0.value) }, at: pairs[index].value))
        return pairs
    }

    private func fillDefaults(_ draft: inout ObjectDraft) {
        if draft.fields.dependsOn == nil { draft.details.dependencies = defaults.dependencies }
        if draft.fields.schedule == nil { draft.details.hashedSchedule = defaults.hashedSchedule }
        for (field, value) in defaults.values where !draft.fields.has(field) { draft.fields[field] = value }
        if form.kind == .native {
            if draft.details.servers.isEmpty { draft.details.servers = defaults.servers }
        } else {
            if draft.details.notifyList == nil { draft.details.notifyList = defaults.notifyList }
            if draft.details.notifyList == nil { draft.fields.notify = Self.noNotifications }
        }
        if draft.isProtected == nil { draft.isProtected = defaults.isProtected }
        if draft.ignored == nil { draft.ignored = defaults.ignored }
    }

    private static let noNotifications: Value = []

    private mutating func finish(_ draft: inout ObjectDraft, _ errorCount: Int) {
        draft.details.hasSecrets = reader.hasSecrets
        if let patching { draft.details.patches = patching.patches.map(\.keySpan) }
        draft.details.nameHash = draft.fields.name.hashValue
        draft.details.isEnabled = draft.fields.enabled
        draft.details.isHeavy = form.kind == .scheduled && draft.fields.isHeavy
        let length = (draft.fields.description?.utf8.count).map { $0 + ownership.usualRoom }
        draft.details.hasLongDescription =
            length.map { reader.hasSecrets || $0 > ServiceRules.description.length.upperBound } ?? false
        if let mistakable = draft.fields.description.flatMap({ ownership.mistakableText(in: $0) }) {
            reader.diagnostics.append(
                .descriptionHasOwnership(
                    draft.key.text, mistakable,
                    at: draft.fieldSpans.first { $0.field == .description }?.span ?? draft.key.span))
        }
        draft.details.isBroken = reader.diagnostics[errorCount...].contains { $0.severity == .error }
    }

    /// Keeps an object, unless its key stands twice in its mapping. Nothing is left of the draft.
    private mutating func append(_ draft: inout ObjectDraft, keyNode: Int) {
        guard !reader.arena[keyNode].flags.contains(.repeated) else { return }
        contents.objects.append(draft.takeObject())
        contents.details.append(draft.takeDetails())
    }

    /// Reads the value under one of the keys of an entry, by its index in the schema; `field` is nil for those that are
    /// no fields.
    mutating func read(
        _ field: Field?, _ index: Int, of schema: ObjectSchema, _ pair: Pair, _ kind: ObjectKind,
        into draft: inout ObjectDraft
    ) {
        guard let field else {
            return readOther(schema.keys[index], pair, into: &draft)
        }
        let node = pair.value
        draft.fieldSpans.append(.init(field, reader.span(pair.key)))
        switch field.form {
        case .schedule: readSchedule(node, into: &draft)
        case .dependencies:
            draft.details.dependencies = reader.names(node, schema.keys[index].schema) ?? []
            draft.fields.dependsOn = draft.details.dependencies.map { .key($0.text) }
        case .notifications: draft.details.notifyList = notifyList(node, schema.keys[index].schema)
        case .tree where field == .steps: draft.fields.steps = panelSteps(node, schema.keys[index].schema)
        case .text, .timeZone, .word, .boolean, .integer, .tree:
            if field == .name { draft.details.nameSpan = reader.span(node) }
            draft.fields[field] = fieldValue(field, node, schema.keys[index].schema)
            if field == .task, let task = draft.fields.task, task.isSequence {
                draft.fields.task = withWaits(task, node)
            }
        }
    }

    /// A value that stands for itself; nil when something about it is wrong, which is reported.
    mutating func fieldValue(_ field: Field, _ node: Int, _ schema: ValueSchema) -> Value? {
        switch (field.form, schema) {
        case (.text, .text(let rule)):
            reader.text(node, rule).map { .string(field == .name ? $0.text.trimmedText() : $0.text.normalText()) }
        case (.timeZone, _): timezone(node).map { .string($0) }
        default: reader.value(node, schema)
        }
    }

    private mutating func readOther(
        _ key: ObjectSchema.Key, _ pair: Pair, into draft: inout ObjectDraft
    ) {
        switch key.name {
        case "protect": draft.isProtected = reader.boolean(pair.value)
        case "formerly": draft.details.formerly = reader.names(pair.value, key.schema) ?? []
        case "ignore":
            guard case .list(.object(let entry), let count, _) = key.schema else { return }
            draft.ignored = ignoredFields(pair.value, entry, count)
        case "servers": draft.details.servers = servers(pair.value, key.schema) ?? []
        default: break
        }
    }

    /// Keeps a list of names of notifications and answers its index.
    mutating func notifyList(_ node: Int, _ schema: ValueSchema) -> Int? {
        guard let names = reader.names(node, schema) else { return nil }
        contents.notifyLists.append(names)
        return contents.notifyLists.count - 1
    }

    // MARK: Ignored fields

    private mutating func ignoredFields(_ node: Int, _ schema: ObjectSchema, _ count: ClosedRange<Int>)
        -> [IgnoredField]
    {
        guard let nodes = reader.listElements(node, count) else { return [] }
        var ignored: [IgnoredField] = []
        for (index, node) in nodes.enumerated() {
            reader.path.append(.index(index))
            defer { reader.path.removeLast() }
            guard let entry = ignoredField(node, schema) else { continue }
            if let earlier = ignored.first(where: { $0.field == entry.field }) {
                reader.report(.ignoredTwice(entry.field.rawValue, at: entry.span, first: earlier.span))
            } else {
                ignored.append(entry)
            }
        }
        return ignored
    }

    private mutating func ignoredField(_ node: Int, _ schema: ObjectSchema) -> IgnoredField? {
        let isName = reader.arena[reader.arena.resolved(node)].kind == .scalar
        if isName {
            guard let choices = schema["field"]?.schema, let name = reader.value(node, choices)?.plainText else {
                return nil
            }
            return Field(rawValue: name).map { IgnoredField(field: $0, span: reader.span(node)) }
        }
        guard case .map(let map) = reader.value(node, .object(schema)), let name = map["field"]?.plainText,
            let field = Field(rawValue: name)
        else { return nil }
        let until = map["until"]?.plainText.flatMap { CalendarDay($0) }
        if let until, until.number < today, let text = map["until"]?.plainText {
            reader.report(.ignoreExpired(name, until: text, at: reader.span(node)))
        }
        return IgnoredField(
            field: field, reason: map["reason"]?.plainText, untilDay: until?.number, span: reader.span(node))
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
        let name = reader.arena.text(of: reader.arena.resolved(node))
        if let meant = Self.synonyms[name.lowercased()] {
            return .unknownKey(name, meant: meant, place: "task '\(task)'", at: reader.span(node))
        }
        if name == "type" || name == "data" {
            return .misplacedKey(name, belongsUnder: "'task'", at: reader.span(node))
        }
        if case .variant(let variant) = TaskRules.schema, variant.cases.contains(where: { $0.schema[name] != nil }) {
            return .misplacedKey(name, belongsUnder: "'task.data'", at: reader.span(node))
        }
        return reader.unknownKey(node, among: self.schema.task.keys.map(\.name), place: "task '\(task)'")
    }
}
