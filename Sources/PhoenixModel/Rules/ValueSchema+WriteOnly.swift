extension Value {
    /// What a panel answers in place of a write-only value that it has.
    package static let writeOnlyMark: Value = ["set": true]

    /// Whether something in it looks like the mark. Free keys may hold the same: `ValueSchema.hasWriteOnlyMark(in:)` is exact.
    package var mayHaveWriteOnlyMark: Bool {
        switch self {
        case .map(let map):
            map.count == 1 && self == .writeOnlyMark ? true : map.contains { $0.value.mayHaveWriteOnlyMark }
        case .list(let elements): elements.contains { $0.mayHaveWriteOnlyMark }
        default: false
        }
    }
}

extension ValueSchema {
    /// The canonical forms of a declared and a reported value, ready to be compared: they are equal exactly when the
    /// panel has what is declared, as far as it tells.
    ///
    /// Where the panel answers a write-only value with the mark that one is set, the declared one becomes that mark
    /// too. In a list elements cannot be told apart by what is not told: there one mark stands for all, and equal looking
    /// elements are counted.
    package func comparable(declared: Value, reported: Value) -> (declared: Value, reported: Value) {
        aligned(canonical(declared.revealed()), canonical(reported))
    }

    /// `value` with the mark in place of each write-only text, secret or plain.
    package func markingWriteOnly(in value: Value) -> Value {
        mappingWriteOnly(in: value) { text in
            switch text {
            case .string, .secret: .writeOnlyMark
            default: text
            }
        }
    }

    /// Whether a panel does not tell a write-only text that it has there.
    package func hasWriteOnlyMark(in value: Value) -> Bool {
        guard hasWriteOnlyText, value.mayHaveWriteOnlyMark else { return false }
        var isMarked = false
        _ = mappingWriteOnly(in: value) { text in
            if text == .writeOnlyMark { isMarked = true }
            return text
        }
        return isMarked
    }

    /// The paths of the write-only texts in a value that stands at `path`, as `Value.secretPaths` writes paths.
    package func writeOnlyPaths(in value: Value, under path: String) -> [String] {
        guard hasWriteOnlyText else { return [] }
        let marked = mappingWriteOnly(in: value.revealed()) { text in
            if case .string(let text) = text { .secret(Secret(reference: text, value: text)) } else { text }
        }
        return marked.secretPaths(under: path)
    }

    /// The write-only texts in a value, as plain text.
    package func writeOnlyTexts(in value: Value) -> [String] {
        var texts: [String] = []
        _ = mappingWriteOnly(in: value.revealed()) { text in
            if case .string(let text) = text { texts.append(text) }
            return text
        }
        return texts
    }

    /// `value` with something else at each place of a write-only text, whatever stands there.
    private func mappingWriteOnly(in value: Value, _ transform: (Value) -> Value) -> Value {
        guard hasWriteOnlyText else { return value }
        switch (self, value) {
        case (.writeOnlyText, _): return transform(value)
        case (.list(let element, _, _), .list(let elements)):
            return .list(elements.map { element.mappingWriteOnly(in: $0, transform) })
        case (.map, .map(let map)), (.object, .map(let map)), (.variant, .map(let map)):
            return .map(
                ValueMap(
                    uniqueEntries: map.map { name, value in
                        (name, schema(ofKey: name, in: map)?.mappingWriteOnly(in: value, transform) ?? value)
                    }))
        default: return value
        }
    }

    /// Both sides, of which the reported one decides what is told.
    private func aligned(_ declared: Value, _ reported: Value) -> (declared: Value, reported: Value) {
        guard hasWriteOnlyMark(in: reported) else { return (declared, reported) }
        switch (self, declared, reported) {
        case (.writeOnlyText, .string, _): return (.writeOnlyMark, reported)
        case (.list(_, _, let isSet), .list, .list):
            let sides = (markingWriteOnly(in: declared), markingWriteOnly(in: reported))
            return isSet ? (sides.0.sortedElements, sides.1.sortedElements) : sides
        case (_, .map(let map), .map(let others)):
            var sides = (map, others)
            for (name, value) in map {
                guard let other = others[name], let schema = schema(ofKey: name, in: map) else { continue }
                let (left, right) = schema.aligned(value, other)
                sides.0[name] = left
                sides.1[name] = right
            }
            return (.map(sides.0), .map(sides.1))
        default: return (declared, reported)
        }
    }
}

extension Value {
    fileprivate var sortedElements: Value {
        guard case .list(let elements) = self else { return self }
        return .list(elements.map { ($0.jsonText(sortedKeys: true), $0) }.sorted { $0.0 < $1.0 }.map(\.1))
    }
}
