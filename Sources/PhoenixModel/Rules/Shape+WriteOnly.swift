extension Value {
    /// What a panel answers in place of a write-only value that it has.
    package static let writeOnlyMark: Value = ["set": true]
}

extension Shape {
    /// The canonical forms of a declared and a reported value, ready to be compared: they are equal exactly when the
    /// panel has what is declared, as far as it tells.
    ///
    /// Where the panel answers a write-only value with the mark that one is set, the declared one becomes that mark
    /// too. In a set (`notify`) elements cannot be told apart by what is not told: there one mark stands for all, and
    /// equal looking elements are counted.
    package func comparable(declared: Value, reported: Value) -> (declared: Value, reported: Value) {
        let declared = declared.revealed()
        guard reported.hasWriteOnlyMark else { return (canonical(declared), canonical(reported)) }
        guard case .list(let element, _, isSet: true) = self, case .list(let declaredElements) = canonical(declared),
            case .list(let reportedElements) = reported
        else {
            return (canonical(markingWriteOnly(in: declared, as: reported)), canonical(reported))
        }
        return (
            .list(Value.sorted(declaredElements.map { element.markingWriteOnly(in: $0, as: nil) })),
            .list(Value.sorted(reportedElements.map { element.canonical(element.markingWriteOnly(in: $0, as: nil)) }))
        )
    }

    /// `value` with the mark in place of each write-only text.
    package func markingWriteOnly(in value: Value) -> Value { markingWriteOnly(in: value, as: nil) }

    /// `value` with the mark in place of each write-only text for which `other` has the mark; of all when it is nil.
    fileprivate func markingWriteOnly(in value: Value, as other: Value?) -> Value {
        switch (self, value) {
        case (.writeOnlyText, .string):
            return other == nil || other == .writeOnlyMark ? .writeOnlyMark : value
        case (.list(let element, _, _), .list(let elements)) where other == nil:
            return .list(elements.map { element.markingWriteOnly(in: $0, as: nil) })
        case (.object(let object), .map(let map)):
            return .map(object.markingWriteOnly(in: map, as: other))
        case (.variant(let variant), .map(let map)):
            guard variant.dataKey == nil, let type = map["type"]?.text, let chosen = variant[type] else { return value }
            return .map(chosen.shape.markingWriteOnly(in: map, as: other))
        default:
            return value
        }
    }
}

extension ObjectShape {
    fileprivate func markingWriteOnly(in map: ValueMap, as other: Value?) -> ValueMap {
        ValueMap(
            uniqueEntries: map.map { name, value in
                guard let key = self[name] else { return (name, value) }
                guard let other else { return (name, key.shape.markingWriteOnly(in: value, as: nil)) }
                guard case .map(let others) = other, let counterpart = others[name] else { return (name, value) }
                return (name, key.shape.markingWriteOnly(in: value, as: counterpart))
            })
    }
}

extension Value {
    /// Whether the mark stands anywhere in it.
    package var hasWriteOnlyMark: Bool {
        switch self {
        case .map(let map):
            map.count == 1 && self == .writeOnlyMark ? true : map.contains { $0.value.hasWriteOnlyMark }
        case .list(let elements): elements.contains { $0.hasWriteOnlyMark }
        default: false
        }
    }

    fileprivate static func sorted(_ elements: [Value]) -> [Value] {
        elements.map { ($0.jsonText(sortedKeys: true), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
