/// Short digests of the fields as they were last applied, to tell who changed what.
///
/// A slot holds 24 bits of a digest of the field's canonical form, in which secrets stand as their references. Plain
/// bytes: every object of a large panel carries some.
package struct FieldDigests: Sendable {
    /// The form of the digests in an ownership line.
    package enum Format: Sendable, Hashable {
        /// Ten slots, told apart by their places. `timeout` is digested together with `task`, and `config` stands in the
        /// slot of `task`. It is read, and written again where nothing new is known of the fields.
        case places
        /// A slot for each field, told apart by its name.
        case names
        /// Like `names`, but with the upper 18 bits of each digest alone, as the names of schedules have room for. The
        /// lower ones are 0.
        case short
    }

    /// The digest of a flag that is set: 24 bits of the SHA-256 of `true`.
    package static let ofTrue: UInt32 = 0xB5BEA4

    /// How many fields can have a digest: as many as there are, and some to come.
    package static let capacity = 16

    /// Digests have 24 bits, so this is none.
    private static let empty = UInt32.max

    /// Not used as a digest: four dashes of base64url, with which ownership lines of the format of places mark an empty
    /// slot.
    private static let dashes: UInt32 = 0xFBEFBE
    /// The same for digests of 18 bits: three dashes.
    private static let shortDashes: UInt32 = 0xFBEF80

    package let format: Format
    private var digests: InlineArray<16, UInt32>

    /// All slots empty: nothing managed, or written by a version whose digests mean nothing here.
    package init(_ format: Format = .names) {
        self.format = format
        digests = InlineArray(repeating: Self.empty)
    }

    /// nil where the field is not managed.
    ///
    /// Keeps the lower 24 bits, in the form that every ownership line gives back: the one value that would read as an
    /// empty slot in the format of places has its lowest bit cleared.
    package subscript(field: Field) -> UInt32? {
        get {
            let digest = digests[slot(of: field)]
            return digest == Self.empty ? nil : digest
        }
        set {
            digests[slot(of: field)] =
                newValue.map {
                    if format == .short {
                        let bits = $0 & 0xFF_FFC0
                        return bits == Self.shortDashes ? bits - 0x40 : bits
                    }
                    let bits = $0 & 0xFF_FFFF
                    return bits == Self.dashes ? bits - 1 : bits
                } ?? Self.empty
        }
    }

    private func slot(of field: Field) -> Int {
        if format == .places, field == .timeout || field == .config { return Int(Field.task.position) }
        return Int(field.position)
    }

    /// The same digests, shortened: those that a schedule's name has, without the zone, which is the panel's own.
    package var shortened: FieldDigests {
        var result = FieldDigests(.short)
        for field in Field.all(of: .native) where field != .timezone { result[field] = self[field] }
        return result
    }

    /// The same digests in the format of places, where `task` and `timeout` have one that is given, and dependencies
    /// another one.
    package func inPlaces(taskAndTimeout: UInt32?, dependencyKeys: UInt32?) -> FieldDigests {
        var result = FieldDigests(.places)
        for field in FieldPlaces.fields { result[field] = self[field] }
        result[.task] = taskAndTimeout ?? self[.config]
        if self[.dependsOn] != nil { result[.dependsOn] = dependencyKeys }
        return result
    }
}

extension FieldDigests: Hashable {
    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.format == rhs.format && (0..<capacity).allSatisfy { lhs.digests[$0] == rhs.digests[$0] }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(format)
        for slot in 0..<Self.capacity { hasher.combine(digests[slot]) }
    }
}
