extension ServiceFields {
    /// Whether a panel that reports `reported` has what is declared here for one field; nil when it does not tell.
    ///
    /// The one rule of equality: canonical forms, unset meaning the default, write-only values equal to anything.
    /// Dependencies are compared as they are: translate keys to ids first. A field that is not declared agrees.
    package func agrees(with reported: ServiceFields, on field: Field) -> Bool? {
        switch field.form {
        case .text:
            guard let text = self[field]?.plainText else { return true }
            let other = (reported[field] ?? field.defaultValue)?.plainText ?? ""
            return text == other || text.normalText() == other.normalText()
        case .schedule:
            guard let schedule = self[field]?.plainText else { return true }
            guard let other = reported[field]?.plainText else { return nil }
            return schedule == other || CanonicalSchedule.text(schedule) == CanonicalSchedule.text(other)
        case .dependencies: return dependsOn.map { hasSame($0, reported.dependsOn ?? []) } ?? true
        case .tree, .notifications:
            guard let declared = self[field], let schema = field.schema else { return true }
            guard let other = reported[field] ?? field.defaultValue else { return nil }
            if declared == other { return true }
            let (left, right) = schema.comparable(declared: declared, reported: other)
            return left == right
        case .timeZone, .word, .boolean, .integer:
            guard let declared = self[field] else { return true }
            return declared == reported[field] ?? field.defaultValue
        }
    }

    private func hasSame(_ declared: [Dependency], _ reported: [Dependency]) -> Bool {
        declared == reported || Set(declared) == Set(reported)
    }
}

extension [LiveObject] {
    /// `ServiceFields.agrees` for what is declared and the object at `position`: mostly the values are the same, and nothing
    /// is copied to see it.
    package func agrees(with declared: ServiceFields, on field: Field, at position: Int) -> Bool? {
        hasValue(of: field, as: declared, at: position) ? true : declared.agrees(with: self[position].fields, on: field)
    }

    /// Whether the object at `position` has for a field the very value that is declared, or both have none: such a field
    /// agrees. Objects are large, and are looked into where they are.
    private func hasValue(of field: Field, as declared: ServiceFields, at position: Int) -> Bool {
        switch field.storage {
        case .name: self[position].fields.name == declared.name
        case .description: self[position].fields.description == declared.description
        case .schedule: self[position].fields.schedule == declared.schedule
        case .timezone: self[position].fields.timezone == declared.timezone
        case .enabled: self[position].fields.enabled == declared.enabled
        case .task: self[position].fields.task == declared.task
        case .overlap: self[position].fields.overlap == declared.overlap
        case .misfire: self[position].fields.misfire == declared.misfire
        case .timeout: self[position].fields.timeout == declared.timeout
        case .dependsOn: self[position].fields.dependsOn == declared.dependsOn
        case .notify: self[position].fields.notify == declared.notify
        case .config: self[position].fields.config == declared.config
        case nil: self[position].fields.added[field.rawValue] == declared.added[field.rawValue]
        }
    }
}
