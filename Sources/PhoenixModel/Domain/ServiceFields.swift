/// The manageable fields of one service: as a manifest wants them, as a panel reports them, or as a request writes
/// them. `nil` is, in this order: not managed, not reported, not sent.
package struct ServiceFields: Sendable, Hashable {
    package var name: String
    /// The text for people, without the ownership line.
    package var description: String?
    /// Cron text: the canonical form in desired fields, as stored in reported ones.
    package var schedule: String?
    package var timezone: String?
    package var enabled: Bool?
    /// `{type, data}`, as `TaskRules.shape` has it.
    package var task: Value?
    package var overlap: String?
    package var misfire: String?
    /// Seconds.
    package var timeout: Int64?
    package var dependsOn: [Dependency]?
    /// As `NotifyRules.shape` has it.
    package var notify: Value?
    /// As `ConfigRules.shape` has it; of system services alone.
    package var config: Value?

    package init(name: String) { self.name = name }
}

extension ServiceFields {
    /// What a task's field means when nothing is said of it, in the API and in manifests alike; nil where something
    /// must be said.
    package static func defaultValue(of field: Field) -> Value? {
        switch field {
        case .description: ""
        case .timezone: "UTC"
        case .enabled: true
        case .overlap, .misfire: "skip"
        case .timeout: .integer(ServiceRules.defaultTimeout)
        case .dependsOn, .notify: []
        case .config: [:]
        case .name, .schedule, .task: nil
        }
    }

    /// The field's canonical form, which alone decides whether two fields are equal; nil when it is not there.
    ///
    /// Dependencies come back as the texts in them, keys and ids not told apart: translate one side first.
    package func canonicalValue(of field: Field) -> Value? {
        switch field {
        case .name: .string(String(name.trimmed()))
        case .description: description.map { .string($0.normalText()) }
        case .schedule: schedule.map { .string(CanonicalSchedule.text($0)) }
        case .timezone: timezone.map { .string($0) }
        case .enabled: enabled.map { .bool($0) }
        case .task: task.map { TaskRules.shape.canonical($0) }
        case .overlap: overlap.map { .string($0) }
        case .misfire: misfire.map { .string($0) }
        case .timeout: timeout.map { .integer($0) }
        case .dependsOn: dependsOn.map { .list($0.map(\.text).sorted().map { .string($0) }) }
        case .notify: notify.map { NotifyRules.shape.canonical($0) }
        case .config: config.map { ConfigRules.shape.canonical($0) }
        }
    }

    /// Whether the field is there: managed, reported or sent.
    package func has(_ field: Field) -> Bool {
        switch field {
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
        }
    }

    /// The value of a field that holds a mapping or a list of them, as it was given.
    package func structuredValue(of field: Field) -> Value? {
        switch field {
        case .task: task
        case .notify: notify
        case .config: config
        default: nil
        }
    }

    /// The paths of all secret values, `task.data.command` and `notify[0].url` among them, in document order.
    package var secretPaths: [String] {
        var paths: [String] = []
        for (field, value) in [(Field.task, task), (.notify, notify), (.config, config)] {
            if let value, value.hasSecrets { paths += value.secretPaths(under: field.rawValue) }
        }
        return paths
    }
}

extension Dependency {
    /// The key or the id.
    package var text: String {
        switch self {
        case .key(let text), .id(let text): text
        }
    }
}
