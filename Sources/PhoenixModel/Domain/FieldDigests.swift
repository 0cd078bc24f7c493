/// Short digests of the fields as they were last applied, to tell who changed what.
///
/// Ten slots in the order of the ownership line. A slot holds 24 bits of a digest of the field's canonical form, in
/// which secrets stand as their references. `timeout` shares the slot of `task`; a system service's `config` stands in
/// that slot too.
package struct FieldDigests: Sendable, Hashable {
    package static let slots: [Field] = [
        .name, .description, .schedule, .timezone, .enabled, .task, .overlap, .misfire, .dependsOn, .notify,
    ]

    /// One entry a slot; nil where the field is not managed.
    package private(set) var values: [UInt32?]

    /// All slots empty: nothing managed, or written by a version whose digests mean nothing here.
    package init() {
        values = Array(repeating: nil, count: Self.slots.count)
    }

    /// One value of 24 bits for each slot.
    init(values: [UInt32?]) {
        self.values = values
    }

    /// One value for each slot, as `values` of others has them.
    package init(slots values: [UInt32?]) {
        precondition(values.count == Self.slots.count)
        self.values = values
    }

    /// The slot that a field's digest stands in.
    package static func slot(of field: Field) -> Int {
        let holder: Field = field == .timeout || field == .config ? .task : field
        return slots.firstIndex(of: holder) ?? 0
    }

    /// Keeps the lower 24 bits, in the form that the ownership line gives back: the one value that would read there
    /// as an empty slot has its lowest bit cleared.
    package subscript(field: Field) -> UInt32? {
        get { values[Self.slot(of: field)] }
        set {
            values[Self.slot(of: field)] = newValue.map {
                let bits = $0 & 0xFF_FFFF
                return bits == Base64URL.dashes ? bits - 1 : bits
            }
        }
    }
}
