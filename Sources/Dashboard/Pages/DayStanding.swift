import PanelStore

/// How a day of a system service was.
enum DayStanding {
    case unchecked
    case up(checks: Int)
    case down(checks: Int)
    case partly(failures: Int, checks: Int)

    init(_ found: ProbeDay?) {
        guard let found, found.checks > 0 else {
            self = .unchecked
            return
        }
        switch found.failures {
        case 0: self = .up(checks: found.checks)
        case found.checks: self = .down(checks: found.checks)
        default: self = .partly(failures: found.failures, checks: found.checks)
        }
    }

    /// What fails for more than an hour of a day is more than a hiccup.
    private var isBad: Bool {
        switch self {
        case .unchecked, .up: false
        case .down: true
        case .partly(let failures, let checks): failures * 24 >= checks
        }
    }

    /// Of the stylesheet: the bar of a day.
    var style: String {
        switch self {
        case .unchecked: "n"
        case .up: "g"
        case .down, .partly: isBad ? "b" : "w"
        }
    }

    var sentence: String {
        switch self {
        case .unchecked: "not checked"
        case .up(let checks): "up, all \(checks) checks went well"
        case .down(let checks): "down, all \(checks) checks failed"
        case .partly(let failures, let checks): "\(failures) of \(checks) checks failed"
        }
    }

    func mark(of day: String) -> Mark {
        switch self {
        case .unchecked: Mark("·", "\(day) not checked")
        case .up: Mark("✓", "\(day) up", "good")
        case .down: Mark("■", "\(day) down", "bad")
        case .partly(let failures, let checks):
            isBad
                ? Mark("✗", "\(day) \(failures) of \(checks) checks failed", "bad")
                : Mark("▲", "\(day) up but for \(failures) of \(checks) checks", "warn")
        }
    }
}
