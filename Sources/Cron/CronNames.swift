/// English names of months, weekdays and ordinals.
enum CronNames {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// From Sunday.
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    static let ordinals = ["first", "second", "third", "fourth", "fifth"]

    /// The names that a field takes, in full; empty for fields of numbers only.
    static func full(of field: CronField) -> [String] {
        switch field {
        case .month: months
        case .dayOfWeek: weekdays
        default: []
        }
    }

    /// The three letters written in an expression.
    static func short(_ name: String) -> String { name.prefix(3).uppercased() }

    /// `13th`.
    static func ordinal(_ number: Int) -> String {
        switch number {
        case 11, 12, 13: "\(number)th"
        case _ where number % 10 == 1: "\(number)st"
        case _ where number % 10 == 2: "\(number)nd"
        case _ where number % 10 == 3: "\(number)rd"
        default: "\(number)th"
        }
    }
}

/// `a, b and c`.
func listed(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
}
