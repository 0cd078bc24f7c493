import Cron

/// Cron as the panels' library (dragonmantank/cron-expression) understands it, its faults included. It shares nothing
/// with phoenix's own.
struct StandInCron {
    enum Problem: Error {
        case invalid
        /// Looking for the next run never ends, until PHP ends itself.
        case endless
    }

    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let months: Set<Int>
    private let dayOfMonth: String
    private let dayOfWeek: String

    init(minute: String, hour: String, dayOfMonth: String, month: String, dayOfWeek: String) throws(Problem) {
        let fields = [minute, hour, dayOfMonth, month, dayOfWeek]
        guard !fields.contains(where: { $0.contains(where: \.isWhitespace) || $0.isEmpty }) else { throw .invalid }
        if hour.contains("/-") || (minute.contains("/-") && hour == "*") { throw .endless }
        minutes = try Self.values(minute, 0...59)
        hours = try Self.values(hour, 0...23)
        months = try Self.values(month, 1...12, names: Self.monthNames)
        self.dayOfMonth = dayOfMonth.uppercased()
        self.dayOfWeek = dayOfWeek.uppercased()
        try Self.check(dayOfMonth: self.dayOfMonth)
        try Self.check(dayOfWeek: self.dayOfWeek)
        guard dayOfMonth != "?" || dayOfWeek != "?" else { throw .invalid }
    }

    /// The first run strictly after a moment of the panel's clock, as that clock shows it.
    func next(after local: WallTime) throws(Problem) -> WallTime {
        var day = CivilCalendar.days(year: local.date.year, month: local.date.month, day: local.date.day)
        let today = day
        while day < today + 366 * 5 {
            let date = CivilCalendar.date(days: day)
            if months.contains(date.month), runs(on: date, day) {
                for hour in hours.sorted() {
                    for minute in minutes.sorted()
                    where day > today || (hour, minute) > (local.hour, local.minute) {
                        return WallTime(date: date, hour: hour, minute: minute)
                    }
                }
            }
            day += 1
        }
        throw .invalid
    }

    // MARK: Days

    private func runs(on date: CivilDate, _ day: Int64) -> Bool {
        let weekday = CivilCalendar.weekday(days: day)
        let isAnyDate = dayOfMonth == "*" || dayOfMonth == "?"
        let isAnyWeekday = dayOfWeek == "*" || dayOfWeek == "?"
        if isAnyDate { return isAnyWeekday || matches(weekday: weekday, date) }
        if isAnyWeekday { return matches(date) }
        return matches(date) || matches(weekday: weekday, date)
    }

    private func matches(_ date: CivilDate) -> Bool {
        let last = CivilCalendar.daysInMonth(year: date.year, month: date.month)
        return dayOfMonth.split(separator: ",").contains { part in
            if part == "L" { return date.day == last }
            if part.hasSuffix("W") {
                return date.day == Self.nearestWeekday(to: min(Int(part.dropLast()) ?? 0, last), in: date)
            }
            return (try? Self.values(String(part), 1...31))?.contains(date.day) ?? false
        }
    }

    private static func nearestWeekday(to day: Int, in date: CivilDate) -> Int {
        let last = CivilCalendar.daysInMonth(year: date.year, month: date.month)
        for shift in [0, -1, 1, -2, 2] where (1...last).contains(day + shift) || shift == 0 {
            let days = CivilCalendar.days(year: date.year, month: date.month, day: day + shift)
            // `LW` reads as day 0, which is the last one of the month before.
            if (1...5).contains(CivilCalendar.weekday(days: days)) { return CivilCalendar.date(days: days).day }
        }
        return day
    }

    private func matches(weekday: Int, _ date: CivilDate) -> Bool {
        let last = CivilCalendar.daysInMonth(year: date.year, month: date.month)
        return dayOfWeek.split(separator: ",").contains { part in
            let parts = part.split(separator: "#")
            if parts.count == 2, let wanted = Self.weekday(parts[0]), let place = Int(parts[1]) {
                return weekday == wanted % 7 && (date.day - 1) / 7 + 1 == place
            }
            if part.hasSuffix("L"), let wanted = Self.weekday(part.dropLast()) {
                return weekday == wanted % 7 && date.day > last - 7
            }
            // A step after a range of names leaves Sunday alone, and a range of names that ends there loses it.
            if part.contains("/"), part.contains(where: \.isLetter) { return weekday == 0 }
            var ends = part.split(separator: "-").map(String.init)
            if ends.count == 2, ends[1] == "SUN" {
                ends[1] = "6"
                return Self.weekdays(ends.joined(separator: "-")).contains(weekday)
            }
            return Self.weekdays(String(part)).contains(weekday)
        }
    }

    private static func weekdays(_ part: String) -> Set<Int> {
        guard !part.contains("*") else { return (try? values(part, 0...6)) ?? [] }
        let ends = part.split(separator: "/")[0].split(separator: "-").compactMap { weekday($0) }
        guard ends.count == 2 else { return Set(ends.map { $0 % 7 }) }
        let step = part.split(separator: "/").dropFirst().first.flatMap { Int($0) } ?? 1
        let end = ends[1] < ends[0] ? ends[1] + 7 : ends[1]
        return Set(stride(from: ends[0], through: end, by: max(1, step)).map { $0 % 7 })
    }

    private static func weekday(_ text: some StringProtocol) -> Int? {
        weekdayNames.firstIndex(of: text.uppercased()) ?? Int(text).flatMap { (0...7).contains($0) ? $0 : nil }
    }

    // MARK: What is accepted

    private static func check(dayOfMonth text: String) throws(Problem) {
        if text == "?" || text == "L" || text == "LW" { return }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        if parts.count == 1, text.hasSuffix("W") {
            _ = try values(String(text.dropLast()), 1...31)
        } else {
            _ = try values(text, 1...31)
        }
    }

    private static func check(dayOfWeek text: String) throws(Problem) {
        if text == "?" { return }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let places = part.split(separator: "#")
            if places.count == 2, weekday(places[0]) != nil, let place = Int(places[1]), (1...5).contains(place) {
                continue
            }
            if part.count > 1, part.hasSuffix("L"), weekday(part.dropLast()) != nil { continue }
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2, pieces.count == 1 || (Int(pieces[1]) ?? 0) != 0 else { throw .invalid }
            if pieces[0] == "*" { continue }
            let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count <= 2, ends.allSatisfy({ weekday($0) != nil }), pieces.count == 1 || ends.count == 2 else {
                throw .invalid
            }
            // Sunday may end a range of numbers; everything else must go forwards.
            if ends.count == 2, let from = weekday(ends[0]), let to = weekday(ends[1]), from > to, to != 0 {
                guard from == 7 else { throw .invalid }
            }
            if ends.count == 2, weekday(ends[0]) == 0, ends[0] == "SUN" { throw .invalid }
        }
    }

    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    /// The values of a list of numbers, ranges and steps.
    private static func values(
        _ text: String, _ range: ClosedRange<Int>, names: [String] = []
    ) throws(Problem) -> Set<Int> {
        func number(_ text: Substring) throws(Problem) -> Int {
            if let place = names.firstIndex(of: text.uppercased()) { return place + range.lowerBound }
            guard let number = Int(text), range.contains(number) else { throw .invalid }
            return number
        }
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard pieces.count <= 2 else { throw .invalid }
            var step = 1
            if pieces.count == 2 {
                guard let given = Int(pieces[1]), given != 0 else { throw .invalid }
                step = given
            }
            let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
            if pieces[0] == "*" {
                // A step beyond the range comes around again.
                let size = range.count
                if step > size {
                    values.insert(range.lowerBound + step % size)
                } else {
                    values.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: abs(step)))
                    if step < 0 { values = [range.lowerBound] }
                }
            } else if ends.count == 2 {
                let (from, to) = (try number(ends[0]), try number(ends[1]))
                guard from <= to else { throw .invalid }
                values.formUnion(stride(from: from, through: to, by: abs(step)))
            } else {
                guard pieces.count == 1, ends.count == 1 else { throw .invalid }
                values.insert(try number(ends[0]))
            }
        }
        return values
    }
}
