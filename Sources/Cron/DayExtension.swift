/// A day rule beyond lists and steps, which stands alone in its field.
enum DayExtension: Hashable, Sendable {
    /// `L`: the last day of the month.
    case lastDay
    /// `15W`: the Monday to Friday nearest to that day, within the same month; nothing in months without that day.
    case nearestWeekday(UInt8)
    /// `5L`: the last such weekday of the month.
    case lastWeekday(UInt8)
    /// `1#2`: the second such weekday of the month.
    case nthWeekday(UInt8, ordinal: UInt8)

    /// The days it selects in a month, as bits 1 to 31.
    /// - Parameters:
    ///   - length: the days of the month.
    ///   - firstWeekday: the weekday of its first day, 0 for Sunday.
    /// - Returns: one bit at most.
    func mask(length: Int, firstWeekday: Int) -> UInt32 {
        switch self {
        case .lastDay:
            return 1 << UInt32(length)
        case .nearestWeekday(let day):
            return Self.nearest(Int(day), length: length, firstWeekday: firstWeekday)
        case .lastWeekday(let weekday):
            let first = 1 + (Int(weekday) + 7 - firstWeekday) % 7
            return 1 << UInt32(first + (length - first) / 7 * 7)
        case .nthWeekday(let weekday, let ordinal):
            let day = 1 + (Int(weekday) + 7 - firstWeekday) % 7 + (Int(ordinal) - 1) * 7
            return day <= length ? 1 << UInt32(day) : 0
        }
    }

    private static func nearest(_ day: Int, length: Int, firstWeekday: Int) -> UInt32 {
        guard day <= length else { return 0 }
        return switch (firstWeekday + day - 1) % 7 {
        case 6: 1 << UInt32(day == 1 ? 3 : day - 1)
        case 0: 1 << UInt32(day == length ? day - 2 : day + 1)
        default: 1 << UInt32(day)
        }
    }
}

extension DayExtension: CustomStringConvertible {
    /// The canonical spelling: upper case, weekdays as numbers.
    var description: String {
        switch self {
        case .lastDay: "L"
        case .nearestWeekday(let day): "\(day)W"
        case .lastWeekday(let weekday): "\(weekday)L"
        case .nthWeekday(let weekday, let ordinal): "\(weekday)#\(ordinal)"
        }
    }
}
