package import PhoenixModel

extension ValueSchema {
    /// Fitting values with as many keys as may stand together: of a variant at least one of each kind, of alternatives one
    /// with each. `marker` is in every write-only text, and nowhere else.
    package func examples(writeOnly marker: String) -> [Value] {
        switch self {
        case .boolean: [true]
        case .integer(let range, _): [.integer(range.lowerBound)]
        case .text(let rule): [.string(rule.example("plain"))]
        case .writeOnlyText(let rule): [.string(rule.example(marker))]
        case .choice(let choices): choices.first.map { [.string($0)] } ?? []
        case .list(let element, _, _): element.examples(writeOnly: marker).map { [$0] }
        case .map(let keys, let values, _): values.examples(writeOnly: marker).map { [keys.example("A"): $0] }
        case .object(let object): object.examples(writeOnly: marker).map { .map($0) }
        case .variant(let variant):
            variant.cases.flatMap { kind in
                kind.schema.examples(writeOnly: marker).map { members -> Value in
                    guard let dataKey = variant.dataKey else {
                        return .map(ValueMap(uniqueEntries: [("type", .string(kind.type))] + members))
                    }
                    return ["type": .string(kind.type), (dataKey): .map(members)]
                }
            }
        case .any: ["free"]
        }
    }
}

extension ObjectSchema {
    fileprivate func examples(writeOnly marker: String) -> [ValueMap] {
        guard !alternatives.isEmpty else { return examples(of: keys, marker) }
        return alternatives.flatMap { chosen in
            examples(of: keys.filter { $0.name == chosen || !alternatives.contains($0.name) }, marker)
        }
    }

    /// As many as the key with the most has.
    private func examples(of keys: [Key], _ marker: String) -> [ValueMap] {
        let values = keys.map { ($0.name, $0.schema.examples(writeOnly: marker)) }
        return (0..<(values.map(\.1.count).max() ?? 1)).map { index in
            ValueMap(uniqueEntries: values.map { ($0, $1[index % $1.count]) })
        }
    }
}

extension TextRule {
    fileprivate func example(_ word: String) -> String {
        switch form {
        case .url, .openURL: "https://\(word).example/a"
        case .signingKey: "\(word)-\(word)-\(word)"
        case .absolutePath: "/\(word)"
        case .date: "2026-12-01"
        default: word
        }
    }
}
