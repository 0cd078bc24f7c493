import Cron

/// The clock of a stand-in panel: its zone, and what its database makes of it.
struct StandInClock {
    private let zone: TimeZoneRules

    /// A name that is not known counts as UTC.
    init(zone: String) { self.zone = (try? ZoneDatabase.system.zone(named: zone)) ?? .utc }

    func wallTime(_ now: Duration) -> WallTime { zone.wallTime(at: now.components.seconds) }

    /// The offset of the database's session, which is taken from the zone as it is now and stays for all times.
    func sessionOffset(_ now: Duration) -> Int64 { Int64(zone.offset(at: now.components.seconds)) }

    /// Where a wall time is stored. What the clock never shows is moved on.
    func stored(_ wall: WallTime, _ now: Duration) -> Int64 {
        let instant: Int64 =
            switch zone.resolve(wall) {
            case .once(let instant): instant
            case .repeated(let instants): instants.first ?? 0
            case .skipped: seconds(wall) - Int64(zone.offset(at: seconds(wall) - 86_400))
            }
        return instant + Int64(zone.offset(at: instant)) - sessionOffset(now)
    }

    /// What is shown of a stored time: the wall time with the offset that the zone has then.
    func text(stored: Int64, _ now: Duration) -> String {
        let local = stored + sessionOffset(now)
        let days = CivilCalendar.floorDivide(local, 86_400)
        let rest = local - days * 86_400
        let wall = WallTime(
            date: CivilCalendar.date(days: days), hour: Int(rest / 3_600), minute: Int(rest / 60 % 60))
        let offset: Int =
            switch zone.resolve(wall) {
            case .once(let instant): zone.offset(at: instant)
            // The library shows the second of two.
            case .repeated(let instants): zone.offset(at: instants.last ?? 0)
            case .skipped(let instant): zone.offset(at: instant)
            }
        return Self.text(local: local, offset: offset)
    }

    /// A moment in the zone.
    func text(_ moment: Duration) -> String {
        let offset = zone.offset(at: moment.components.seconds)
        return Self.text(local: moment.components.seconds + Int64(offset), offset: offset)
    }

    /// When a stored time comes.
    func moment(stored: Int64) -> Duration { .seconds(stored) }

    private func seconds(_ wall: WallTime) -> Int64 {
        CivilCalendar.days(year: wall.date.year, month: wall.date.month, day: wall.date.day) * 86_400
            + Int64(wall.hour * 3_600 + wall.minute * 60)
    }

    private static func text(local: Int64, offset: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let days = CivilCalendar.floorDivide(local, 86_400)
        let rest = Int(local - days * 86_400)
        let clock = "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        let zone = "\(offset < 0 ? "-" : "+")\(two(abs(offset) / 3_600)):\(two(abs(offset) / 60 % 60))"
        return "\(CivilCalendar.date(days: days))T\(clock)\(zone)"
    }
}
