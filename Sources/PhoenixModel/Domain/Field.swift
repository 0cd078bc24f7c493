/// The fields of a service that can be managed, by their names in the API and in manifests.
package enum Field: String, Sendable, Hashable, CaseIterable {
    case name
    case description
    case schedule
    case timezone
    case enabled
    case task
    case overlap
    case misfire
    case timeout
    case dependsOn = "depends_on"
    case notify
    case config

    /// Whether every panel stores it; the others are additions that a panel may lack (API.md, marked (+)).
    package var isDocumented: Bool {
        switch self {
        case .name, .description, .schedule, .enabled, .task: true
        case .timezone, .overlap, .misfire, .timeout, .dependsOn, .notify, .config: false
        }
    }

    /// The rules of its value, of the fields that hold a mapping or a list of them.
    package var shape: Shape? {
        switch self {
        case .task: TaskRules.shape
        case .notify: NotifyRules.shape
        case .config: ConfigRules.shape
        default: nil
        }
    }

    /// The fields that each kind of object has, in the order they are shown.
    package static func all(of kind: ObjectKind) -> [Field] { kind == .scheduled ? scheduled : system }

    private static let scheduled: [Field] = [
        .name, .description, .schedule, .timezone, .enabled, .task, .overlap, .misfire, .timeout, .dependsOn, .notify,
    ]
    private static let system: [Field] = [.name, .description, .enabled, .config, .dependsOn, .notify]
}
