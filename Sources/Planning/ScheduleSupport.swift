import Cron
import Diagnostics
import PhoenixModel

/// What of the schedules in the files a panel cannot do, or would do at another hour.
struct ScheduleSupport {
    private let capabilities: ScheduleCapabilities
    private let allowsUnsupported: Bool
    private let zones: ZoneDatabase
    /// By zone: how the panel's clock differs from it; nil where it does not, as far as it has told.
    private var differences: [String: ZoneDifference?] = [:]
    private var firstElsewhere: (object: DesiredObject, difference: ZoneDifference)?
    private var firstUntold: DesiredObject?

    init(capabilities: ScheduleCapabilities, allowsUnsupported: Bool, zones: ZoneDatabase) {
        self.capabilities = capabilities
        self.allowsUnsupported = allowsUnsupported
        self.zones = zones
    }

    /// Why the schedule must not be written.
    mutating func refusal(of object: DesiredObject) -> Diagnostic? {
        if let action = unknownAction(in: object.fields) { return .stepUnsupported(object, action) }
        guard let zone = object.fields.timezone else { return nil }
        if capabilities.clock.isEmpty {
            if .string(zone) != ServiceFields.defaultValue(of: .timezone), firstUntold == nil { firstUntold = object }
            return nil
        }
        guard let difference = difference(from: zone) else { return nil }
        if !allowsUnsupported { return .panelZoneDiffers(object, zone, difference) }
        if firstElsewhere == nil { firstElsewhere = (object, difference) }
        return nil
    }

    /// One of each kind, however many schedules it is about.
    func warnings() -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        if let (object, difference) = firstElsewhere {
            warnings.append(.panelZoneDiffers(object, object.fields.timezone ?? "", difference, severity: .warning))
        }
        if let firstUntold { warnings.append(.panelZoneUntold(firstUntold)) }
        return warnings
    }

    private func unknownAction(in fields: ServiceFields) -> ScheduleRules.StepAction? {
        guard capabilities.actions.count < ScheduleRules.StepAction.allCases.count,
            case .list(let steps)? = fields.steps
        else { return nil }
        for step in steps {
            guard case .map(let map) = step, let text = map["action"]?.plainText,
                let action = ScheduleRules.StepAction(rawValue: text), !capabilities.actions.contains(action)
            else { continue }
            return action
        }
        return nil
    }

    private mutating func difference(from zone: String) -> ZoneDifference? {
        if let known = differences[zone] { return known }
        let rules = try? zones.zone(named: zone)
        let found = rules.flatMap { rules in
            capabilities.clock.first { rules.offset(at: $0.moment.seconds) != $0.offset }
                .map { ZoneDifference(panel: $0.offset, meant: rules.offset(at: $0.moment.seconds)) }
        }
        differences[zone] = .some(found)
        return found
    }
}

/// Two distances from UTC at one moment, in seconds east.
struct ZoneDifference {
    let panel: Int
    let meant: Int

    /// `UTC`, `UTC+02:00`
    static func name(_ offset: Int) -> String {
        if offset == 0 { return "UTC" }
        let minutes = abs(offset) / 60
        return "UTC\(offset < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// What becomes of a run: `2 h earlier`.
    var shift: String {
        let minutes = abs(panel - meant) / 60
        let parts = [(minutes / 60, "h"), (minutes % 60, "min")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "\(parts.joined(separator: " ")) \(panel > meant ? "earlier" : "later")"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Diagnostic {
    fileprivate static func stepUnsupported(_ object: DesiredObject, _ action: ScheduleRules.StepAction) -> Self {
        Self(
            .stepUnsupported, "this panel has no '\(action.rawValue)' step", at: object.span(of: .steps),
            help: "only Pelican has it; a task of `phoenix serve` with the type `cleanup` works on every panel")
    }

    fileprivate static func panelZoneDiffers(
        _ object: DesiredObject, _ zone: String, _ difference: ZoneDifference, severity: Severity = .error
    ) -> Self {
        Self(
            .timeZoneUnsupported, severity,
            "the panel computes schedules in \(ZoneDifference.name(difference.panel)), not in \(zone): "
                + "it would run \(difference.shift)",
            at: object.span(of: .timezone),
            help: severity == .error
                ? "write the schedule in the panel's zone and name that with 'timezone', "
                    + "or use --allow-unsupported to accept the other hour" : nil)
    }

    fileprivate static func panelZoneUntold(_ object: DesiredObject) -> Self {
        Self(
            .timeZoneUnsupported, .warning,
            "the panel has told no times yet, so nobody knows in which zone it computes schedules",
            at: object.span(of: .timezone), help: "the first schedule that is created shows it")
    }
}
