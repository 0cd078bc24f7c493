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

    /// The fields that each kind of object has, in the order they are shown.
    package static func all(of kind: ObjectKind) -> [Field] {
        switch kind {
        case .scheduled:
            [
                .name, .description, .schedule, .timezone, .enabled, .task, .overlap, .misfire, .timeout, .dependsOn,
                .notify,
            ]
        case .system: [.name, .description, .enabled, .config, .dependsOn, .notify]
        }
    }
}
