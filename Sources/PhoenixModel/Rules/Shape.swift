/// What a value must look like: the one source for the checks of manifests and of panels, for the canonical form, for
/// the JSON schema and for `phoenix explain FIELD`.
package indirect enum Shape: Sendable {
    case boolean
    case integer(ClosedRange<Int64>, in: Unit? = nil)
    case text(TextRule)
    /// Text that a panel answers as `{"set": true}`; that object sent back keeps what is stored.
    case writeOnlyText(TextRule)
    case choice([String])
    /// `isSet`: order and repetition mean nothing.
    case list(Shape, count: ClosedRange<Int>, isSet: Bool)
    case map(keys: TextRule, values: Shape, count: ClosedRange<Int>)
    case object(ObjectShape)
    /// A mapping whose other keys depend on the text under its key `type`. With `dataKey` they stand in a mapping of
    /// their own under that key.
    case variant(VariantShape)
    /// Any JSON value, for free keys.
    case any

    /// What a number counts.
    package enum Unit: Sendable {
        case seconds
    }
}

extension Shape {
    package var isInSeconds: Bool {
        if case .integer(_, .seconds) = self { true } else { false }
    }

    /// Whether a write-only text may stand in such a value, at any depth.
    package var hasWriteOnlyText: Bool {
        switch self {
        case .writeOnlyText: true
        case .list(let element, _, _): element.hasWriteOnlyText
        case .map(_, let values, _): values.hasWriteOnlyText
        case .object(let object): object.hasWriteOnlyText
        case .variant(let variant): variant.hasWriteOnlyText
        case .boolean, .integer, .text, .choice, .any: false
        }
    }

    /// The shape of what stands under a key of a mapping; nil for keys without rules.
    func shape(ofKey name: String, in map: ValueMap) -> Shape? {
        switch self {
        case .map(_, let values, _): return values
        case .object(let object): return object[name]?.shape
        case .variant(let variant):
            guard let type = map["type"]?.plainText, let chosen = variant[String(type.trimmed())] else { return nil }
            guard let dataKey = variant.dataKey else { return chosen.shape[name]?.shape }
            return name == dataKey ? .object(chosen.shape) : nil
        default: return nil
        }
    }
}

/// A mapping with known keys. It is a class because walkers pass it on for every mapping that they meet.
package final class ObjectShape: Sendable {
    package struct Key: Sendable {
        package let name: String
        package let shape: Shape
        package let isRequired: Bool
        /// What an absent key means; nil where absence is a meaning of its own.
        package let defaultValue: Value?
        /// The canonical form of that.
        let canonicalDefault: Value?
        /// A value that the name alone does not suggest, for `phoenix explain`.
        package let example: Value?
        /// One sentence for people, as `phoenix explain` prints it.
        package let summary: String

        package init(
            _ name: String, _ shape: Shape, required: Bool = false, default defaultValue: Value? = nil,
            example: Value? = nil, _ summary: String
        ) {
            self.name = name
            self.shape = shape
            self.isRequired = required
            self.defaultValue = defaultValue
            canonicalDefault = defaultValue.map { shape.canonical($0) }
            self.example = example
            self.summary = summary
        }
    }

    package let keys: [Key]
    /// Whether keys other than the known ones may stand there, with any value.
    package let allowsOthers: Bool
    /// The key that a text stands for where it stands in place of the whole mapping, in manifests alone.
    package let shorthand: String?
    /// How many of the keys are required.
    package let requiredCount: Int
    /// The keys that say whose the write-only values in here are: those are kept only while these stay the same.
    /// Elements of a list are recognised by them.
    package let identity: [String]
    /// What the value of one key asks of another.
    package let conditions: [Condition]
    /// Keys of which exactly one must be there; empty where there is no such choice.
    package let alternatives: [String]
    /// Whether a write-only text may stand in it, at any depth.
    package let hasWriteOnlyText: Bool
    private let names: PackedNames

    package init(
        _ keys: [Key], allowsOthers: Bool = false, shorthand: String? = nil, identity: [String] = [],
        conditions: [Condition] = [], exactlyOneOf alternatives: [String] = []
    ) {
        self.keys = keys
        self.allowsOthers = allowsOthers
        self.shorthand = shorthand
        self.identity = identity
        self.conditions = conditions
        self.alternatives = alternatives
        hasWriteOnlyText = keys.contains { $0.shape.hasWriteOnlyText }
        requiredCount = keys.count(where: \.isRequired)
        names = PackedNames(keys.map(\.name))
    }

    package subscript(name: String) -> Key? { index(of: name).map { keys[$0] } }

    /// The index in `keys` of the key with that name.
    package func index(of name: String) -> Int? { names.index(of: name) }

    /// The index in `keys` of the key with that name in UTF-8, found without making a string.
    package func index(ofUTF8 name: UnsafeBufferPointer<UInt8>) -> Int? { names.index(ofUTF8: name) }
}

extension ObjectShape {
    /// Where one key has a certain text, another has one of a few.
    package struct Condition: Sendable {
        package let deciding: String
        package let text: String
        package let key: String
        package let choices: [String]

        package init(where deciding: String, is text: String, key: String, isOneOf choices: [String]) {
            self.deciding = deciding
            self.text = text
            self.key = key
            self.choices = choices
        }

        /// To stand behind the name of the key. The text that breaks it may be a secret, and is not in it.
        var message: String {
            "must be one of \(choices.joined(separator: ", ")) where \(deciding) is \(text)"
        }
    }

    /// The conditions that the values of a mapping do not keep.
    func brokenConditions(_ value: (String) -> Value?) -> [Condition] {
        if conditions.isEmpty { return [] }
        return conditions.filter { condition in
            guard value(condition.deciding)?.plainText == condition.text,
                let judged = value(condition.key)?.revealedText
            else { return false }
            return !condition.choices.contains(String(judged.trimmed()))
        }
    }
}

/// A mapping in several kinds, told apart by its `type`.
package final class VariantShape: Sendable {
    package struct Case: Sendable {
        package let type: String
        package let shape: ObjectShape
        package let summary: String

        package init(type: String, shape: ObjectShape, summary: String) {
            self.type = type
            self.shape = shape
            self.summary = summary
        }
    }

    /// What the kinds are called in messages: `task type`.
    package let name: String
    package let cases: [Case]
    /// The key with the mapping that `type` decides over; nil when those keys stand beside `type`.
    package let dataKey: String?
    /// Whether a write-only text may stand in it, at any depth.
    package let hasWriteOnlyText: Bool
    private let types: PackedNames

    package init(name: String, cases: [Case], dataKey: String?) {
        self.name = name
        self.cases = cases
        self.dataKey = dataKey
        hasWriteOnlyText = cases.contains { $0.shape.hasWriteOnlyText }
        types = PackedNames(cases.map(\.type))
    }

    package subscript(type: String) -> Case? { index(of: type).map { cases[$0] } }

    /// The index in `cases` of the one with that type.
    func index(of type: String) -> Int? { types.index(of: type) }

    /// The same for a type in UTF-8, found without making a string.
    package func index(ofUTF8 type: UnsafeBufferPointer<UInt8>) -> Int? { types.index(ofUTF8: type) }
}
