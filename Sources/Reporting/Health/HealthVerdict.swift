package import PhoenixModel

/// Whether a service is well, as far as the panel tells, and why not.
package struct HealthVerdict: Sendable, Hashable {
    /// A sentence part: `it is stopped`; nil when it is well, or nothing is asked of it.
    package let problem: String?

    package var isWell: Bool { problem == nil }

    /// - Parameters:
    ///   - object: the service.
    ///   - health: what is known of it beyond that; nil where it was not asked for.
    ///   - now: the time of day.
    package init(_ object: LiveObject, _ health: ServiceHealth?, now: Timestamp) {
        guard object.fields.enabled != false, object.status != ServiceStatus.disabled.rawValue else {
            problem = nil
            return
        }
        problem =
            switch object.kind {
            case .system: Self.problem(ofService: object, health, now)
            case .scheduled, .native: Self.problem(ofTask: object)
            }
    }

    private static func problem(
        ofService object: LiveObject, _ health: ServiceHealth?, _ now: Timestamp
    ) -> String? {
        let cause = health?.issues.first.map { ": \($0.message)" } ?? ""
        switch ServiceStatus(rawValue: health?.status ?? object.status) {
        case .stopped: return "it is stopped\(cause)"
        case .degraded: return "it is degraded\(cause)"
        case .running:
            guard let checkedAt = health?.checkedAt, let limit = object.checkLimit,
                now.seconds - checkedAt.seconds > limit
            else { return nil }
            return "it has not been checked since \(MomentText.moment(checkedAt))"
        // Without a probe nobody can know, and nobody has asked to.
        default: return object.checkLimit == nil ? nil : "it has not been checked yet"
        }
    }

    private static func problem(ofTask object: LiveObject) -> String? {
        switch object.lastResult.flatMap(RunResult.init(rawValue:)) {
        case .failed: "the last run failed"
        case .partial: "the last run failed in part"
        case .missed: "the last run missed its time"
        case .succeeded, .skipped, nil: nil
        }
    }
}

extension LiveObject {
    /// Seconds after which a probe that has told nothing new is not at work; nil without a probe.
    fileprivate var checkLimit: Int64? {
        guard case .map(let config)? = fields.config, case .map(let probe)? = config["probe"] else { return nil }
        var interval: Int64 = 60
        if case .integer(let seconds)? = probe["interval"] { interval = seconds }
        return 3 * min(max(interval, 0), 86_400) + 60
    }
}
