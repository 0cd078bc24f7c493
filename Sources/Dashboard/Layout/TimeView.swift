import Cron
import PhoenixModel
import Reporting

/// A time as pages show it. Of the template `time`.
struct TimeView {
    /// RFC 3339 in UTC, whatever clock shows it.
    let iso: String
    /// Of the clock that shows it.
    let zoneName: String
    let shown: String
}

/// On whose clock times are shown, as the visitor has chosen it.
enum ZoneChoice {
    case utc
    /// That of the task that a time belongs to; UTC for what belongs to none.
    case task
    case named(TimeZoneRules)

    /// Reads what a cookie says; anything else counts as UTC.
    init(_ text: String?, _ zones: ZoneDatabase) {
        switch text {
        case nil, "utc", "": self = .utc
        case "task": self = .task
        case let name?: self = (try? zones.zone(named: name)).map(ZoneChoice.named) ?? .utc
        }
    }

    /// The same of what a form says, also by another name of a zone: browsers still say `Asia/Calcutta`.
    init(form text: String?, _ zones: ZoneDatabase) {
        self.init(text, zones)
        guard case .utc = self, let text, text != "utc" else { return }
        do throws(ZoneError) {
            _ = try zones.zone(named: text)
        } catch {
            if let other = error.suggestion { self.init(other, zones) }
        }
    }

    var text: String {
        switch self {
        case .utc: "utc"
        case .task: "task"
        case .named(let zone): zone.name
        }
    }

    /// The clock for a time that belongs to a task with this zone, or to none.
    func clock(_ zone: TimeZoneRules?) -> TimeZoneRules {
        switch self {
        case .utc: .utc
        case .task: zone ?? .utc
        case .named(let zone): zone
        }
    }

    /// What has happened, to the second, as `phoenix runs` writes it.
    func moment(_ moment: Timestamp, of zone: TimeZoneRules? = nil) -> TimeView {
        let clock = clock(zone)
        return TimeView(
            iso: "\(moment)", zoneName: clock.name, shown: MomentText.moment(moment, in: clock))
    }

    /// When something is due, to the minute, as `phoenix calendar` writes it.
    func due(_ moment: Timestamp, of zone: TimeZoneRules? = nil) -> TimeView {
        let clock = clock(zone)
        return TimeView(
            iso: "\(moment)", zoneName: clock.name, shown: ClockText.text(moment.seconds, in: clock))
    }
}

/// How far a time is away.
enum Distance {
    /// `in 3h05m`, `now`, `4m12s ago`
    static func text(to moment: Timestamp, from now: Timestamp) -> String {
        let seconds = moment.seconds - now.seconds
        guard seconds != 0 else { return "now" }
        return seconds >= 0 ? "in \(MomentText.span(seconds))" : "\(MomentText.span(-seconds)) ago"
    }
}
