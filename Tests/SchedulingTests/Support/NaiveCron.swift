import Cron

/// Decides for one minute of the clock whether a schedule runs, by the words of its text alone: an oracle that shares
/// nothing with the search for the next run. It knows numbers, `*`, lists, ranges and steps.
struct NaiveCron {
    private let fields: [Set<Int>]
    private let isAnyDayOfMonth: Bool
    private let isAnyDayOfWeek: Bool

    init(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        let bounds = [0...59, 0...23, 1...31, 1...12, 0...7]
        fields = zip(words, bounds).map(Self.values)
        isAnyDayOfMonth = words[2] == "*"
        isAnyDayOfWeek = words[4] == "*"
    }

    private static func values(_ word: String, _ bounds: ClosedRange<Int>) -> Set<Int> {
        var values: Set<Int> = []
        for item in word.split(separator: ",") {
            let parts = item.split(separator: "/")
            let ends = parts[0] == "*" ? [] : parts[0].split(separator: "-").compactMap { Int($0) }
            let first = ends.first ?? bounds.lowerBound
            let last = ends.count == 1 && parts.count == 1 ? first : ends.count == 2 ? ends[1] : bounds.upperBound
            for value in stride(from: first, through: last, by: parts.count == 2 ? Int(parts[1]) ?? 1 : 1) {
                values.insert(value)
            }
        }
        return values
    }

    /// Whether it runs at a second of the Unix time that the clock would have without its offset.
    func runs(at second: Int64) -> Bool {
        let day = second / 86_400
        let date = CivilCalendar.date(days: day)
        let weekday = Int((day + 4) % 7)
        guard fields[0].contains(Int(second / 60 % 60)), fields[1].contains(Int(second / 3_600 % 24)),
            fields[3].contains(date.month)
        else { return false }
        let isDayOfMonth = fields[2].contains(date.day)
        let isDayOfWeek = fields[4].contains(weekday) || (weekday == 0 && fields[4].contains(7))
        switch (isAnyDayOfMonth, isAnyDayOfWeek) {
        case (true, true): return true
        case (true, false): return isDayOfWeek
        case (false, true): return isDayOfMonth
        case (false, false): return isDayOfMonth || isDayOfWeek
        }
    }
}
