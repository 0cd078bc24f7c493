extension ServiceFields {
    /// Puts the mark in place of every write-only text.
    package mutating func markWriteOnly() {
        for field in Field.withWriteOnlyText {
            guard let value = self[field], let schema = field.schema else { continue }
            self[field] = schema.markingWriteOnly(in: value)
        }
    }

    /// Whether a panel does not tell a write-only part of the field.
    package func hasWriteOnlyMark(in field: Field) -> Bool {
        guard let value = structuredValue(of: field), let schema = field.schema else { return false }
        return schema.hasWriteOnlyMark(in: value)
    }

    /// The paths of secrets that a panel answers as plain text.
    package var shownSecretPaths: [String] {
        var fields = self
        fields.markWriteOnly()
        return fields.secretPaths
    }

    /// The paths of all write-only texts, as `secretPaths` writes paths.
    package var writeOnlyPaths: [String] {
        Field.structured.flatMap { field in
            guard let value = structuredValue(of: field), let schema = field.schema else { return [String]() }
            return schema.writeOnlyPaths(in: value, under: field.rawValue)
        }
    }
}
