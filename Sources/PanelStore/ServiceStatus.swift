package import PhoenixModel

/// What a service is doing, by its word in the API.
package enum ServiceStatus: String, Sendable, Hashable, CaseIterable {
    case running, degraded, stopped, unknown, disabled, scheduled

    /// The status as long as nothing is known of runs and probes.
    package init(kind: ObjectKind, isEnabled: Bool) {
        self =
            switch (isEnabled, kind) {
            case (false, _): .disabled
            case (true, .scheduled): .scheduled
            case (true, .system): .unknown
            }
    }
}
