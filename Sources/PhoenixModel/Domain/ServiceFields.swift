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
    /// `{type, data}`, as `TaskRules.schema` has it.
    package var task: Value?
    package var overlap: String?
    package var misfire: String?
    /// Seconds.
    package var timeout: Int64?
    package var dependsOn: [Dependency]?
    /// As `NotifyRules.schema` has it.
    package var notify: Value?
    /// As `ConfigRules.schema` has it; of system services alone.
    package var config: Value?

    /// The values of fields without a property here, by name.
    var added = ValueMap()

    package init(name: String) { self.name = name }
}

// What only the schedules of servers have.
extension ServiceFields {
    package var onlyWhenOnline: Bool? {
        get { if case .bool(let flag)? = self[.onlyWhenOnline] { flag } else { nil } }
        set { self[.onlyWhenOnline] = newValue.map { .bool($0) } }
    }

    /// As `ScheduleRules.steps` has it.
    package var steps: Value? {
        get { self[.steps] }
        set { self[.steps] = newValue }
    }

    /// The paths of the payloads of all commands. An ownership says of them together whether a secret is among them.
    package var commandPaths: [String] {
        guard case .list(let steps)? = steps else { return [] }
        return steps.enumerated().compactMap { position, step in
            guard case .map(let map) = step, map["action"] == .string(ScheduleRules.StepAction.command.rawValue) else {
                return nil
            }
            return "\(Field.steps.rawValue)[\(position)].payload"
        }
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
