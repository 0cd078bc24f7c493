import RandomFixtures

@testable import Cron

/// A random expression together with the sets it stands for, made without the parser.
struct RandomSchedule {
    struct Field {
        var text: String
        var values: Set<Int>
        var isWildcard: Bool
    }

    var minute: Field
    var hour: Field
    var dayOfMonth: Field
    var month: Field
    var dayOfWeek: Field

    init(using generator: inout SeededGenerator) {
        minute = Self.field(0...59, &generator)
        hour = Self.field(0...23, &generator)
        dayOfMonth = Self.field(1...31, wildcard: 6, &generator)
        month = Self.field(1...12, wildcard: 9, &generator)
        dayOfWeek = Self.field(0...6, wildcard: 6, &generator)
    }

    var text: String { [minute, hour, dayOfMonth, month, dayOfWeek].map(\.text).joined(separator: " ") }

    /// Whether a date runs, by the either-or rule.
    func runs(month number: Int, day: Int, weekday: Int) -> Bool {
        guard month.values.contains(number) else { return false }
        let byMonth = dayOfMonth.values.contains(day)
        let byWeek = dayOfWeek.values.contains(weekday)
        return dayOfMonth.isWildcard || dayOfWeek.isWildcard ? byMonth && byWeek : byMonth || byWeek
    }

    /// Whether it follows real time through clock changes.
    var isWild: Bool { Self.isStar(minute.values, 0...59) || Self.isStar(hour.values, 0...23) }

    private static func isStar(_ values: Set<Int>, _ range: ClosedRange<Int>) -> Bool {
        (1...range.upperBound).contains { step in
            let multiples = Set(range.filter { $0 % step == 0 })
            return values == multiples && (step == 1 || multiples.count >= 3)
        }
    }

    private static func field(
        _ range: ClosedRange<Int>, wildcard: Int = 3, _ generator: inout SeededGenerator
    ) -> Field {
        if Int.random(in: 0..<10, using: &generator) < wildcard {
            return Field(text: Bool.random(using: &generator) ? "*" : "*/1", values: Set(range), isWildcard: true)
        }
        var field = Field(text: "", values: [], isWildcard: false)
        var elements: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let low = Int.random(in: range, using: &generator)
            let high = Int.random(in: low...range.upperBound, using: &generator)
            let step = Int.random(in: 2...(range.count + 2), using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                elements.append("*/\(step)")
                field.values.formUnion(range.filter { ($0 - range.lowerBound) % step == 0 })
            case 1:
                elements.append("\(low)-\(high)")
                field.values.formUnion(low...high)
            case 2:
                elements.append("\(low)-\(high)/\(step)")
                field.values.formUnion((low...high).filter { ($0 - low) % step == 0 })
            case 3:
                elements.append("\(low)/\(step)")
                field.values.formUnion((low...range.upperBound).filter { ($0 - low) % step == 0 })
            default:
                elements.append(range.upperBound == 6 && low == 0 ? "7" : "0\(low)")
                field.values.insert(low)
            }
        }
        field.text = elements.joined(separator: ",")
        return field
    }
}
