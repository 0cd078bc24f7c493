/// A mapping in several kinds, told apart by its `type`.
package final class VariantSchema: Sendable {
    package struct Case: Sendable {
        package let type: String
        package let schema: ObjectSchema
        package let summary: String

        package init(type: String, schema: ObjectSchema, summary: String) {
            self.type = type
            self.schema = schema
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
        hasWriteOnlyText = cases.contains { $0.schema.hasWriteOnlyText }
        types = PackedNames(cases.map(\.type))
    }

    package subscript(type: String) -> Case? { index(of: type).map { cases[$0] } }

    /// The index in `cases` of the one with that type.
    func index(of type: String) -> Int? { types.index(of: type) }

    /// The same for a type in UTF-8, found without making a string.
    package func index(ofUTF8 type: UnsafeBufferPointer<UInt8>) -> Int? { types.index(ofUTF8: type) }
}
