import PhoenixModel

/// What a panel reports, in the terms of the files: secrets as their references, dependencies by key, what is not told
/// as declared. So it gives the digests that it would have if it had been applied from files.
struct ReportedFields {
    /// The fields in these terms. What could not be put into them is `nil`.
    private(set) var fields: ServiceFields
    /// Fields of which a part was taken from the files without the panel confirming it. Their digest proves that the
    /// panel has not changed, when it is the one that was applied; it cannot prove the contrary.
    private(set) var guessed: Set<Field> = []
    /// The same dependencies by the keys that they had before they were renamed; nil where none was.
    private(set) var formerDependencies: [Dependency]?

    /// - Parameters:
    ///   - live: the object as the panel reports it.
    ///   - declared: the fields of the files.
    ///   - appliedSecrets: where the applied fields had secrets.
    ///   - capabilities: what the panel reports at all.
    ///   - dependencyKey: gives the key under which an id was last applied; nil where nothing says.
    init(
        live: LiveObject, declared: ServiceFields, appliedSecrets: [String], capabilities: PanelCapabilities,
        dependencyKey: (String) -> AppliedKey?
    ) {
        fields = live.fields
        for field in Field.all(of: live.kind) where field.form != .dependencies && !fields.has(field) {
            fields[field] = field.defaultValue
        }
        if !capabilities.reports(.timeout) { fields.timeout = declared.timeout }
        takeDependencies((live.fields.dependsOn ?? []).map { dependencyKey($0.text) })
        for field in Field.structured {
            guard let reported = fields.structuredValue(of: field), let schema = field.schema,
                let known = declared.structuredValue(of: field)
            else { continue }
            var filling = DeclaredFilling(schema: schema)
            fields[field] = filling.filled(reported, from: known)
            if filling.isGuess { guessed.insert(field) }
        }
        guessed.formUnion(Field.structured.filter { isUntold($0, declared, appliedSecrets) })
    }

    /// Whether a part is left that was applied in another form than the panel tells it in.
    private func isUntold(_ field: Field, _ declared: ServiceFields, _ appliedSecrets: [String]) -> Bool {
        if fields.hasWriteOnlyMark(in: field) { return true }
        let declaredSecrets = SecretPaths(declared.secretPaths)
        return appliedSecrets.contains { path in
            (path.hasPrefix("\(field.rawValue).") || path.hasPrefix("\(field.rawValue)["))
                && !declaredSecrets.contains(path)
        }
    }

    private mutating func takeDependencies(_ keys: [AppliedKey?]) {
        let known = keys.compactMap(\.self)
        guard known.count == keys.count else {
            fields.dependsOn = nil
            return
        }
        fields.dependsOn = known.map { .key($0.key) }
        if known.contains(where: { !$0.isCertain }) { guessed.insert(.dependsOn) }
        if known.contains(where: { $0.former != nil }) {
            formerDependencies = known.map { .key($0.former ?? $0.key) }
        }
    }
}

/// Puts into a reported value what a panel cannot or must not tell, from the value that is declared.
private struct DeclaredFilling {
    let schema: ValueSchema
    /// Whether something was filled in that the panel may have otherwise.
    private(set) var isGuess = false

    init(schema: ValueSchema) { self.schema = schema }

    mutating func filled(_ reported: Value, from declared: Value) -> Value {
        switch (reported, declared) {
        case (.writeOnlyMark, _):
            if declared == .writeOnlyMark { return reported }
            isGuess = true
            return declared
        case (.string(let text), .secret(let secret)):
            if secret.reveal() != text { isGuess = true }
            return declared
        case (.map(let map), .map(let others)):
            return .map(
                ValueMap(
                    uniqueEntries: map.map { key, value in
                        (key, others[key].map { filled(value, from: $0) } ?? value)
                    }))
        case (.list(let elements), .list(let others)): return .list(filled(elements, from: others))
        default: return reported
        }
    }

    /// Elements of a list may have changed places: each takes from the first that looks alike, else from the one at its
    /// own place.
    private mutating func filled(_ elements: [Value], from declared: [Value]) -> [Value] {
        guard declared.contains(where: \.hasSecrets) || elements.contains(where: \.mayHaveWriteOnlyMark) else {
            return elements
        }
        var open = Array(declared.indices)
        return elements.enumerated().map { position, element in
            let alike = open.first { Self.looksAlike(element, declared[$0]) }
            guard let source = alike ?? open.first(where: { $0 == position }) ?? open.first else { return element }
            open.removeAll { $0 == source }
            return filled(element, from: declared[source])
        }
    }

    private static func looksAlike(_ reported: Value, _ declared: Value) -> Bool {
        switch (reported, declared) {
        case (.writeOnlyMark, .string), (.writeOnlyMark, .secret): true
        case (.map(let map), .map(let others)):
            map.allSatisfy { key, value in others[key].map { looksAlike(value, $0) } ?? false }
        default: reported == declared.revealed()
        }
    }
}
