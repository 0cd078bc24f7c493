/// A mapping with known keys. It is a class because walkers pass it on for every mapping that they meet.
package final class ObjectSchema: Sendable {
    package struct Key: Sendable {
        package let name: String
        package let schema: ValueSchema
        package let isRequired: Bool
        /// What an absent key means; nil where absence is a meaning of its own.
        package let defaultValue: Value?
        /// The canonical form of that.
        let canonicalDefault: Value?
        /// A value that the name alone does not suggest, for `phoenix explain`.
        package let example: Value?
        /// The name that stands for a text of its own in the other texts of the mapping, as `${name}`, where the key is
        /// there.
        package let binding: String?
        /// One sentence for people, as `phoenix explain` prints it.
        package let summary: String

        package init(
            _ name: String, _ schema: ValueSchema, required: Bool = false, default defaultValue: Value? = nil,
            example: Value? = nil, binding: String? = nil, _ summary: String
        ) {
            self.name = name
            self.schema = schema
            self.isRequired = required
            self.defaultValue = defaultValue
            canonicalDefault = defaultValue.map { schema.canonical($0) }
            self.example = example
            self.binding = binding
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
    /// The keys that bind a name for substitution.
    package let bindingKeys: [Key]
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
        hasWriteOnlyText = keys.contains { $0.schema.hasWriteOnlyText }
        requiredCount = keys.count(where: \.isRequired)
        bindingKeys = keys.filter { $0.binding != nil }
        names = PackedNames(keys.map(\.name))
    }

    package subscript(name: String) -> Key? { index(of: name).map { keys[$0] } }

    /// The index in `keys` of the key with that name.
    package func index(of name: String) -> Int? { names.index(of: name) }

    /// The index in `keys` of the key with that name in UTF-8, found without making a string.
    package func index(ofUTF8 name: UnsafeBufferPointer<UInt8>) -> Int? { names.index(ofUTF8: name) }
}

extension ObjectSchema {
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
