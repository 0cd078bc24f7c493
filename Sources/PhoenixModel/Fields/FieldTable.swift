import Synchronization

/// The fields that there are. The loader, the comparison, the API, saved plans, `explain` and the schemas iterate it.
package final class FieldTable: Sendable {
    /// The rows, in the order the fields are shown.
    package let definitions: [FieldDefinition]
    package let fields: [Field]
    package let structured: [Field]
    package let withWriteOnlyText: [Field]
    private let scheduled: [Field]
    private let system: [Field]
    private let native: [Field]
    /// Those of services, of either type.
    package let ofServices: [Field]
    private let names: PackedNames
    private let namesOfServices: PackedNames
    /// The names of the slots of digests, packed.
    package let slots: [UInt64]

    /// The fields of the product.
    package static let standard = FieldTable(added: FieldDefinition.native)

    /// The table that is in force.
    package static var current: FieldTable {
        hasOthers.load(ordering: .relaxed) ? replacement ?? standard : standard
    }

    /// A table in place of the standard one, within `$replacement.withValue`: in tests alone.
    @TaskLocal package static var replacement: FieldTable?

    /// As long as no other table was ever made, none is looked for: this is asked for with every field of every object.
    private static let hasOthers = Atomic(false)

    /// The fields with a property of their own, and others behind these.
    private init(added: [FieldDefinition]) {
        let definitions = FieldStorage.allCases.map(\.definition) + added
        precondition(definitions.count <= FieldDigests.capacity, "there are more fields than slots for digests")
        let fields = definitions.indices.map { position in
            Field(position: UInt8(position), FieldStorage(rawValue: UInt8(position)), definitions[position])
        }
        self.definitions = definitions
        self.fields = fields
        structured = fields.filter(\.form.isStructured)
        withWriteOnlyText = structured.filter { definitions[Int($0.position)].schema.hasWriteOnlyText }
        func rows(of kinds: ObjectKind...) -> [Field] {
            zip(fields, definitions).filter { $1.kinds.contains(where: kinds.contains) }.map(\.0)
        }
        scheduled = rows(of: .scheduled)
        system = rows(of: .system)
        native = rows(of: .native)
        ofServices = rows(of: .system, .scheduled)
        names = PackedNames(definitions.map(\.name))
        namesOfServices = PackedNames(ofServices.map { definitions[Int($0.position)].name })
        slots = definitions.map { Array($0.digestSlot.utf8).withUnsafeBufferPointer { Self.packed(utf8: $0) } ?? 0 }
    }

    /// This table with one more row.
    package func adding(_ definition: FieldDefinition) -> FieldTable {
        Self.hasOthers.store(true, ordering: .relaxed)
        return FieldTable(added: definitions.dropFirst(FieldStorage.allCases.count) + [definition])
    }

    package func fields(of kind: ObjectKind) -> [Field] {
        switch kind {
        case .scheduled: scheduled
        case .system: system
        case .native: native
        }
    }

    /// A dozen short names are faster looked through than hashed.
    package func field(named name: String) -> Field? { names.index(of: name).map { fields[$0] } }

    /// The same among those of services.
    package func fieldOfServices(named name: String) -> Field? {
        namesOfServices.index(of: name).map { ofServices[$0] }
    }

    /// The name of a slot, of one to eight letters a-z, as one number; nil for anything else.
    package static func packed(utf8 name: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard (1...8).contains(name.count) else { return nil }
        var bits: UInt64 = 0
        for byte in name {
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) else { return nil }
            bits = bits << 8 | UInt64(byte)
        }
        return bits
    }
}
