import PhoenixModel

extension LiveObject {
    /// Whether everything that both reads tell of the object is the same: a list may tell less than a single read.
    func isUnchanged(since earlier: LiveObject) -> Bool {
        guard kind == earlier.kind, ownership == earlier.ownership else { return false }
        return Field.all(of: kind).allSatisfy { field in
            !fields.has(field) || !earlier.fields.has(field)
                || fields.canonicalValue(of: field) == earlier.fields.canonicalValue(of: field)
        }
    }
}
