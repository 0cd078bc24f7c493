import PhoenixModel

/// Hides the secrets of one object on either side of a change, with the same number for the same value.
struct SecretMask {
    private let paths: SecretPaths

    /// `paths` as `Value.secretPaths` writes them.
    init(paths: [String]) {
        self.paths = SecretPaths(paths)
    }

    /// The value as it may be shown where it stands at `path`.
    func shown(_ value: Value?, at path: String, _ numbers: inout SecretNumbers) -> FieldChange.Shown? {
        guard let value else { return nil }
        if paths.isEmpty || Self.isHarmless(value) { return .value(value) }
        if paths.contains(path) { return .secret(numbers.number(of: Self.text(of: value))) }
        return .value(masked(value, at: path, &numbers))
    }

    private func masked(_ value: Value, at path: String, _ numbers: inout SecretNumbers) -> Value {
        if Self.isHarmless(value) { return value }
        if paths.contains(path) {
            return .secret(Secret(number: numbers.number(of: Self.text(of: value))))
        }
        switch value {
        case .list(let elements):
            var result: [Value] = []
            for (position, element) in elements.enumerated() {
                result.append(masked(element, at: "\(path)[\(position)]", &numbers))
            }
            return .list(result)
        case .map(let map):
            var result: [ValueMap.Element] = []
            for (key, value) in map { result.append((key, masked(value, at: "\(path).\(key)", &numbers))) }
            return .map(ValueMap(uniqueEntries: result))
        default: return value
        }
    }

    /// What tells nothing even where a secret should stand: nothing at all, or that there is one.
    private static func isHarmless(_ value: Value) -> Bool { value == .null || value == .writeOnlyMark }

    private static func text(of value: Value) -> String { value.revealedText ?? value.jsonText(sortedKeys: true) }
}
