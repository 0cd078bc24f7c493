extension LiveObject {
    /// Whether the panel has everything that a write asks for, as far as it tells. Dependencies by key are not known to
    /// any panel: put ids in their place first.
    package func has(_ written: ServiceFields) -> Bool {
        Field.all(of: kind).allSatisfy { field in
            !written.has(field) || !fields.has(field) || written.agrees(with: fields, on: field) != false
        }
    }

    /// Whether it is as the write would leave it: fields and ownership.
    package func isAsWritten(_ write: ObjectWrite) -> Bool {
        guard kind == write.kind, has(write.fields) else { return false }
        switch write.ownership {
        case .set(let wanted): return ownership == .owned(wanted)
        case .remove: return ownership == .none
        case .leave: return true
        }
    }

    /// Whether it belongs to the same project under the same key.
    package func isOwned(like wanted: Ownership) -> Bool {
        guard case .owned(let ownership) = ownership else { return false }
        return ownership.project == wanted.project && ownership.key == wanted.key
    }
}
