extension ServiceFields {
    /// Whether a panel that reports `reported` has what is declared here for one field; nil when it does not tell.
    ///
    /// The one rule of equality: canonical forms, unset meaning the default, write-only values equal to anything.
    /// Dependencies are compared as they are: translate keys to ids first. A field that is not declared agrees.
    package func agrees(with reported: ServiceFields, on field: Field) -> Bool? {
        switch field {
        case .name: return name.trimmed() == reported.name.trimmed()
        case .description:
            guard let description else { return true }
            let other = reported.description ?? ""
            return description == other || description.normalText() == other.normalText()
        case .schedule:
            guard let schedule else { return true }
            guard let other = reported.schedule else { return nil }
            return schedule == other || CanonicalSchedule.text(schedule) == CanonicalSchedule.text(other)
        case .dependsOn: return dependsOn.map { hasSame($0, reported.dependsOn ?? []) } ?? true
        case .task, .notify, .config:
            guard let declared = structuredValue(of: field), let shape = field.shape else { return true }
            guard let other = reported.structuredValue(of: field) ?? Self.defaultValue(of: field) else { return nil }
            if declared == other { return true }
            let (left, right) = shape.comparable(declared: declared, reported: other)
            return left == right
        case .timezone, .enabled, .overlap, .misfire, .timeout:
            guard let declared = canonicalValue(of: field) else { return true }
            return declared == reported.canonicalValue(of: field) ?? Self.defaultValue(of: field)
        }
    }

    private func hasSame(_ declared: [Dependency], _ reported: [Dependency]) -> Bool {
        declared == reported || Set(declared) == Set(reported)
    }
}
