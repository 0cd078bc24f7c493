import PhoenixModel

/// The places of one object whose values are never shown, on either side of a change.
///
/// Elements of a list change places, so a secret in one of them makes that place secret in all.
struct SecretMask {
    private let patterns: Set<String>

    /// `paths` as `Value.secretPaths` writes them.
    init(paths: [String]) {
        patterns = Set(paths.map(Self.pattern))
    }

    /// The value as it may be shown where it stands at `path`.
    func shown(_ value: Value?, at path: String, _ numbers: inout SecretNumbers) -> FieldChange.Shown? {
        guard let value else { return nil }
        if patterns.isEmpty || Self.isHarmless(value) { return .value(value) }
        if patterns.contains(Self.pattern(path)) { return .secret(numbers.number(of: Self.text(of: value))) }
        return .value(masked(value, at: path, &numbers))
    }

    private func masked(_ value: Value, at path: String, _ numbers: inout SecretNumbers) -> Value {
        if Self.isHarmless(value) { return value }
        if patterns.contains(Self.pattern(path)) {
            return .string("(secret #\(numbers.number(of: Self.text(of: value))))")
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

    private static func text(of value: Value) -> String { value.text ?? value.jsonText(sortedKeys: true) }

    /// The path with every `[12]` as `[]`.
    private static func pattern(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        var bytes: [UInt8] = []
        var isInIndex = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "]") { isInIndex = false }
            if !isInIndex { bytes.append(byte) }
            if byte == UInt8(ascii: "[") { isInIndex = true }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
