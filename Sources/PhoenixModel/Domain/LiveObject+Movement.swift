extension LiveObject {
    /// Whether everything that both reads tell of the object is the same: a list may tell less than a single read.
    package func isUnchanged(since earlier: LiveObject) -> Bool {
        kind == earlier.kind && ownership == earlier.ownership && movedFields(since: earlier).isEmpty
    }

    /// What others have changed since an earlier read, for people: `schedule (0 2 * * * → 0 3 * * *), task`. Only of
    /// single values it says what they were and are: secrets can only be within the others.
    package func movement(since earlier: LiveObject) -> String {
        var parts = movedFields(since: earlier).map { field in
            switch (earlier.fields.canonicalValue(of: field), fields.canonicalValue(of: field)) {
            case (let before?, let after?) where field.schema == nil && field != .description && field != .dependsOn:
                "\(field.rawValue) (\(before.plainText ?? before.jsonText()) → \(after.plainText ?? after.jsonText()))"
            default: field.rawValue
            }
        }
        if ownership != earlier.ownership { parts.append("the \(kind.ownershipNoun)") }
        return parts.isEmpty ? "in a way the panel does not report" : parts.joined(separator: ", ")
    }

    private func movedFields(since earlier: LiveObject) -> [Field] {
        Field.all(of: kind).filter { field in
            fields.has(field) && earlier.fields.has(field)
                && fields.canonicalValue(of: field) != earlier.fields.canonicalValue(of: field)
        }
    }
}
