/// Short digests of the fields as they were last applied, to tell who changed what.
///
/// Ten slots in the order of the ownership line. A slot holds 24 bits of a digest of the field's canonical form, in
/// which secrets stand as their references. `timeout` shares the slot of `task`; a system service's `config` stands in
/// that slot too. Forty plain bytes: every object of a large panel carries some.
package struct FieldDigests: Sendable {
    package static let slots: [Field] = [
        .name, .description, .schedule, .timezone, .enabled, .task, .overlap, .misfire, .dependsOn, .notify,
    ]

    /// Digests have 24 bits, so this is none.
    private static let empty = UInt32.max

    private var digests: InlineArray<10, UInt32>

    /// All slots empty: nothing managed, or written by a version whose digests mean nothing here.
    package init() { digests = InlineArray(repeating: Self.empty) }

    /// The slot that a field's digest stands in.
    package static func slot(of field: Field) -> Int {
        let holder: Field = field == .timeout || field == .config ? .task : field
        return slots.firstIndex(of: holder) ?? 0
    }

    /// By number; nil where the field is not managed.
    package subscript(slot slot: Int) -> UInt32? {
        get { digests[slot] == Self.empty ? nil : digests[slot] }
        set { digests[slot] = newValue ?? Self.empty }
    }

    /// Keeps the lower 24 bits, in the form that the ownership line gives back: the one value that would read there
    /// as an empty slot has its lowest bit cleared.
    package subscript(field: Field) -> UInt32? {
        get { self[slot: Self.slot(of: field)] }
        set {
            self[slot: Self.slot(of: field)] = newValue.map {
                let bits = $0 & 0xFF_FFFF
                return bits == Base64URL.dashes ? bits - 1 : bits
            }
        }
    }
}

extension FieldDigests: Hashable {
    package static func == (lhs: Self, rhs: Self) -> Bool {
        slots.indices.allSatisfy { lhs.digests[$0] == rhs.digests[$0] }
    }

    package func hash(into hasher: inout Hasher) {
        for slot in Self.slots.indices { hasher.combine(digests[slot]) }
    }
}
