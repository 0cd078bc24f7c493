import PhoenixModel

/// One field in the tree that `ManifestSchema` spans.
struct FieldNode {
    let name: String
    let summary: String
    let schema: ValueSchema
    let isRequired: Bool
    /// The default as people read it.
    let defaultText: String?
    /// A value that stands for others, where the schema has one.
    let example: Value?
    /// The types of task or probe that have the field, where not all of them do.
    let kinds: [String]
    /// What the words mean that may stand there, where the words alone do not say it.
    let choices: [(word: String, summary: String)]
    /// Set where the node is the mapping whose keys depend on the type beside it.
    private let variant: VariantSchema?

    init(
        _ name: String, _ summary: String, _ schema: ValueSchema, isRequired: Bool = false, defaultText: String? = nil,
        example: Value? = nil, kinds: [String] = [], choices: [(String, String)] = [], variant: VariantSchema? = nil
    ) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.isRequired = isRequired
        self.defaultText = defaultText
        self.example = example
        self.kinds = kinds
        self.choices = choices.map { (word: $0.0, summary: $0.1) }
        self.variant = variant
    }

    static var document: FieldNode {
        FieldNode("", "one document of a manifest", .object(ManifestSchema.current.document))
    }

    /// The fields directly below that have names of their own; those of its entries where it is a map or list.
    var children: [FieldNode] {
        if let variant { return Self.keys(of: variant) }
        switch schema {
        case .object(let object):
            return object.keys.map { key in
                FieldNode(
                    key.name, key.summary, key.schema, isRequired: key.isRequired,
                    defaultText: key.defaultValue?.jsonText(), example: key.example)
            }
        case .variant(let variant): return Self.children(of: variant)
        case .list, .map: return entry?.children ?? []
        default: return []
        }
    }

    /// What stands in a map or list, under any key or index.
    var entry: FieldNode? {
        switch schema {
        case .map(_, let values, _): FieldNode(name, "one entry of \(name)", values)
        case .list(let element, _, _): FieldNode(name, "one entry of \(name)", element)
        default: nil
        }
    }

    /// Whether it is a map, whose keys are nobody's to list.
    var takesAnyKey: Bool {
        if case .map = schema { true } else { false }
    }

    /// The node one step further. Entries of a list may be left out on the way: `ignore.until`.
    func child(named name: String) -> FieldNode? {
        switch schema {
        case .map: return entry
        case .list:
            let isIndex = name.utf8.allSatisfy { (0x30...0x39).contains($0) }
            return isIndex ? entry : entry?.child(named: name)
        default: return children.first { $0.name == name }
        }
    }

    private static func children(of variant: VariantSchema) -> [FieldNode] {
        let type = FieldNode(
            "type", "the \(variant.name), which decides the other keys", .choice(variant.cases.map(\.type)),
            isRequired: true, choices: variant.cases.map { ($0.type, $0.summary) })
        guard let dataKey = variant.dataKey else { return [type] + keys(of: variant) }
        let schema = ValueSchema.object(ObjectSchema(variant.cases.flatMap(\.schema.keys)))
        let data = FieldNode(
            dataKey, "the data of the \(variant.name)", schema, isRequired: true, variant: variant)
        return [type, data]
    }

    /// The keys of all kinds, each once and with the kinds that have it.
    private static func keys(of variant: VariantSchema) -> [FieldNode] {
        var names: [String] = []
        for key in variant.cases.flatMap(\.schema.keys) where !names.contains(key.name) { names.append(key.name) }
        return names.compactMap { name in
            let holders = variant.cases.compactMap { kind in kind.schema[name].map { (kind.type, $0) } }
            guard let first = holders.first?.1 else { return nil }
            let defaults = holders.compactMap { kind, key in key.defaultValue.map { ("\($0.jsonText())", kind) } }
            let isOne = Set(defaults.map(\.0)).count == 1 && defaults.count == holders.count
            let text = isOne ? defaults[0].0 : defaults.map { "\($0.0) for \($0.1)" }.joined(separator: ", ")
            return FieldNode(
                name, first.summary, first.schema, isRequired: holders.allSatisfy { $0.1.isRequired },
                defaultText: defaults.isEmpty ? nil : text,
                kinds: holders.count == variant.cases.count ? [] : holders.map(\.0))
        }
    }
}
