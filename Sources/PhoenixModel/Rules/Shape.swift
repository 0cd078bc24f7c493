/// What a value must look like: the one source for the checks of manifests and of panels, for the canonical form, for
/// the JSON schema and for `phoenix explain FIELD`.
package indirect enum Shape: Sendable {
    case boolean
    case integer(ClosedRange<Int64>)
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
}

/// A mapping with known keys.
package struct ObjectShape: Sendable {
    package struct Key: Sendable {
        package let name: String
        package let shape: Shape
        package let isRequired: Bool
        /// What an absent key means; nil where absence is a meaning of its own.
        package let defaultValue: Value?
        /// One sentence for people, as `phoenix explain` prints it.
        package let summary: String

        package init(
            _ name: String, _ shape: Shape, required: Bool = false, default defaultValue: Value? = nil,
            _ summary: String
        ) {
            self.name = name
            self.shape = shape
            self.isRequired = required
            self.defaultValue = defaultValue
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
    private let names: PackedNames

    package init(_ keys: [Key], allowsOthers: Bool = false, shorthand: String? = nil) {
        self.keys = keys
        self.allowsOthers = allowsOthers
        self.shorthand = shorthand
        requiredCount = keys.count(where: \.isRequired)
        names = PackedNames(keys.map(\.name))
    }

    package subscript(name: String) -> Key? { keys.first { $0.name == name } }

    /// The index in `keys` of the key with that name in UTF-8, found without making a string.
    package func index(ofUTF8 name: UnsafeBufferPointer<UInt8>) -> Int? { names.index(of: name) }
}

/// A mapping in several kinds, told apart by its `type`.
package struct VariantShape: Sendable {
    package struct Case: Sendable {
        package let type: String
        package let shape: ObjectShape
        package let summary: String
    }

    /// What the kinds are called in messages: `task type`.
    package let name: String
    package let cases: [Case]
    /// The key with the mapping that `type` decides over; nil when those keys stand beside `type`.
    package let dataKey: String?

    package subscript(type: String) -> Case? { cases.first { $0.type == type } }
}
