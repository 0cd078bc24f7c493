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

    /// Its place in `allCases`.
    var position: Int {
        switch self {
        case .name: 0
        case .description: 1
        case .schedule: 2
        case .timezone: 3
        case .enabled: 4
        case .task: 5
        case .overlap: 6
        case .misfire: 7
        case .timeout: 8
        case .dependsOn: 9
        case .notify: 10
        case .config: 11
        }
    }

    /// Whether every panel stores it; the others are additions that a panel may lack.
    package var isDocumented: Bool {
        switch self {
        case .name, .description, .schedule, .enabled, .task: true
        case .timezone, .overlap, .misfire, .timeout, .dependsOn, .notify, .config: false
        }
    }

    /// The name of its slot in the digests of an ownership line, format 2: at most eight of the letters a-z. It must never
    /// change, nor be given to another field: it stands on panels.
    package var digestSlot: String {
        switch self {
        case .name: "n"
        case .description: "d"
        case .schedule: "s"
        case .timezone: "tz"
        case .enabled: "en"
        case .task: "t"
        case .overlap: "ov"
        case .misfire: "mf"
        case .timeout: "to"
        case .dependsOn: "dep"
        case .notify: "nt"
        case .config: "cf"
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
