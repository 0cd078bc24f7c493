/// What a service is doing, by its word in the API.
package enum ServiceStatus: String, Sendable, Hashable, CaseIterable {
    case running, degraded, stopped, unknown, disabled, scheduled

    /// The status as long as nothing is known of runs and probes.
    package init(kind: ObjectKind, isEnabled: Bool) {
        self =
            switch (isEnabled, kind) {
            case (false, _): .disabled
            case (true, .scheduled), (true, .native): .scheduled
            case (true, .system): .unknown
            }
    }

    /// Those that a service of a kind can have, in the order of their declaration.
    package static func all(of kind: ObjectKind) -> [ServiceStatus] {
        allCases.filter { status in
            switch kind {
            case .system: status != .scheduled
            case .scheduled, .native: [.scheduled, .running, .disabled].contains(status)
            }
        }
    }
}
