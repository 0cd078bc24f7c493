// Fields by their rows in the table. What holds for all of them goes by the form.
extension ServiceFields {
    /// The value as it was given. Dependencies come back as the texts in them, keys and ids not told apart.
    package subscript(field: Field) -> Value? {
        get {
            switch field.storage {
            case .name: .string(name)
            case .description: description.map { .string($0) }
            case .schedule: schedule.map { .string($0) }
            case .timezone: timezone.map { .string($0) }
            case .enabled: enabled.map { .bool($0) }
            case .task: task
            case .overlap: overlap.map { .string($0) }
            case .misfire: misfire.map { .string($0) }
            case .timeout: timeout.map { .integer($0) }
            case .dependsOn: dependsOn.map { .list($0.map { .string($0.text) }) }
            case .notify: notify
            case .config: config
            case nil: added[field.rawValue]
            }
        }
        /// A value of another kind than the field's form counts as none; a name that is none stays. Dependencies are
        /// taken as keys.
        set {
            switch field.storage {
            case .name: name = newValue?.plainText ?? name
            case .description: description = newValue?.plainText
            case .schedule: schedule = newValue?.plainText
            case .timezone: timezone = newValue?.plainText
            case .enabled: if case .bool(let flag)? = newValue { enabled = flag } else { enabled = nil }
            case .task: task = newValue
            case .overlap: overlap = newValue?.plainText
            case .misfire: misfire = newValue?.plainText
            case .timeout: if case .integer(let number)? = newValue { timeout = number } else { timeout = nil }
            case .dependsOn:
                if case .list(let keys)? = newValue {
                    dependsOn = keys.compactMap { $0.plainText.map { .key($0) } }
                } else {
                    dependsOn = nil
                }
            case .notify: notify = newValue
            case .config: config = newValue
            case nil: added[field.rawValue] = newValue
            }
        }
    }

    /// Whether the field is there: managed, reported or sent.
    package func has(_ field: Field) -> Bool {
        switch field.storage {
        case .name: true
        case .description: description != nil
        case .schedule: schedule != nil
        case .timezone: timezone != nil
        case .enabled: enabled != nil
        case .task: task != nil
        case .overlap: overlap != nil
        case .misfire: misfire != nil
        case .timeout: timeout != nil
        case .dependsOn: dependsOn != nil
        case .notify: notify != nil
        case .config: config != nil
        case nil: added[field.rawValue] != nil
        }
    }

    /// Takes a field over as another object has it, or has it not.
    package mutating func take(_ field: Field, from other: ServiceFields) {
        if field.storage == .dependsOn { dependsOn = other.dependsOn } else { self[field] = other[field] }
    }

    /// What a task's field means when nothing is said of it, in the API and in manifests alike; nil where something
    /// must be said.
    package static func defaultValue(of field: Field) -> Value? { field.defaultValue }

    /// The field's canonical form, which alone decides whether two fields are equal; nil when it is not there.
    ///
    /// Dependencies come back as the texts in them, keys and ids not told apart: translate one side first.
    package func canonicalValue(of field: Field) -> Value? {
        guard let value = self[field] else { return nil }
        switch (field.form, value) {
        case (.text, .string(let text)): return .string(text.normalText())
        case (.schedule, .string(let text)): return .string(CanonicalSchedule.text(text))
        case (.dependencies, .list(let texts)):
            return .list(texts.compactMap(\.plainText).sorted().map { .string($0) })
        case (.tree, _), (.notifications, _): return field.schema?.canonical(value)
        default: return value
        }
    }

    /// The value of a field that holds a mapping or a list of them, as it was given.
    package func structuredValue(of field: Field) -> Value? { field.form.isStructured ? self[field] : nil }

    /// The paths of all secret values, `task.data.command` and `notify[0].url` among them, in document order.
    package var secretPaths: [String] {
        var paths: [String] = []
        for field in Field.structured {
            if let value = self[field], value.hasSecrets { paths += value.secretPaths(under: field.rawValue) }
        }
        return paths
    }
}
