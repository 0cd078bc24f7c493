/// A field of a service that can be managed.
///
/// It is a row of the table by its position, with what is asked of fields a million times a run beside it.
package struct Field: Sendable {
    /// In the table.
    package let position: UInt8
    /// nil where its values are among the added ones.
    package let storage: FieldStorage?
    package let form: FieldForm
    /// Whether every panel stores it; the others are additions that a panel may lack.
    package let isDocumented: Bool

    init(position: UInt8, _ storage: FieldStorage?, _ definition: FieldDefinition) {
        self.position = position
        self.storage = storage
        form = definition.form
        isDocumented = definition.isDocumented
    }
}

extension Field: Hashable {
    package static func == (lhs: Field, rhs: Field) -> Bool { lhs.position == rhs.position }

    package func hash(into hasher: inout Hasher) { hasher.combine(position) }
}

extension Field: CaseIterable {
    package static var allCases: [Field] { FieldTable.current.fields }

    /// The fields that each kind of object has, in the order they are shown.
    package static func all(of kind: ObjectKind) -> [Field] { FieldTable.current.fields(of: kind) }

    /// The fields whose values are trees, the only ones with secrets.
    package static var structured: [Field] { FieldTable.current.structured }

    /// Those of them in which write-only texts may stand.
    package static var withWriteOnlyText: [Field] { FieldTable.current.withWriteOnlyText }
}

extension Field: RawRepresentable {
    package init?(rawValue: String) {
        guard let field = FieldTable.current.field(named: rawValue) else { return nil }
        self = field
    }

    /// The name in the API and in manifests.
    package var rawValue: String { definition.name }
}

extension Field {
    package var definition: FieldDefinition { FieldTable.current.definitions[Int(position)] }

    package var defaultValue: Value? { definition.defaultValue }

    /// The rules of its value, of the fields that hold a mapping or a list of them.
    package var schema: ValueSchema? { form.isStructured ? definition.schema : nil }

    package static let name = Field(.name)
    package static let description = Field(.description)
    package static let schedule = Field(.schedule)
    package static let timezone = Field(.timezone)
    package static let enabled = Field(.enabled)
    package static let task = Field(.task)
    package static let overlap = Field(.overlap)
    package static let misfire = Field(.misfire)
    package static let timeout = Field(.timeout)
    package static let dependsOn = Field(.dependsOn)
    package static let notify = Field(.notify)
    package static let config = Field(.config)
    package static let onlyWhenOnline = Field(native: 0)
    package static let steps = Field(native: 1)

    /// Those that services have, of either type: what the documented API knows.
    package static var ofServices: [Field] { FieldTable.current.ofServices }

    private init(native row: Int) {
        self.init(
            position: UInt8(FieldStorage.allCases.count + row), nil, FieldDefinition.native[row])
    }

    init(_ storage: FieldStorage) { self.init(position: storage.rawValue, storage, storage.definition) }
}
