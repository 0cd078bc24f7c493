import Foundation

@testable import Cron

/// A file of recorded expectations that comes with the tests.
struct VectorFile {
    let name: String

    private var data: Data {
        get throws {
            let url = Bundle.module.bundleURL.appendingPathComponent("Vectors").appendingPathComponent(name)
            return try Data(contentsOf: url)
        }
    }

    var lines: [String] {
        get throws { String(decoding: try data, as: UTF8.self).split(separator: "\n").map(String.init) }
    }

    /// The objects of a JSON lines file.
    var vectors: [Vector] {
        get throws {
            try lines.compactMap { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return object.flatMap(Vector.init)
            }
        }
    }
}

/// One recorded schedule with the runs that follow an instant.
struct Vector {
    let expression: String
    let zone: String
    let from: Int64
    let next: [Int64]
    let fields: [String: Any]

    init?(_ fields: [String: Any]) {
        guard let expression = fields["expr"] as? String, let zone = fields["tz"] as? String,
            let from = (fields["from"] as? String).flatMap(instant), let next = fields["next"] as? [String]
        else { return nil }
        self.expression = expression
        self.zone = zone
        self.from = from
        self.next = next.compactMap(instant)
        self.fields = fields
        if self.next.count != next.count { return nil }
    }

    subscript(key: String) -> String? { fields[key] as? String }

    /// The first of `count` runs after `from` that differ from `expected`, in words; nil if all agree.
    func mismatch(with expected: [Int64], inclusive: Bool = false) throws -> String? {
        let schedule = try CronExpression(expression)
        let rules = try ZoneDatabase.system.zone(named: zone)
        // "Inclusive" counts a match in the minute that has begun.
        let start = inclusive ? from - 60 - from % 60 + 59 : from
        let found = schedule.fires(after: start, in: rules, count: expected.count).map(\.instant)
        return found == expected ? nil : "\(expression) in \(zone) after \(from): \(found), expected \(expected)"
    }
}

/// Reads `2026-10-03T12:00:00+10:30`.
func instant(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 || bytes.count == 25 else { return nil }
    func number(_ start: Int, _ count: Int) -> Int64 {
        bytes[start..<start + count].reduce(0) { $0 * 10 + Int64($1) - 48 }
    }
    var fields = tm()
    fields.tm_year = Int32(number(0, 4)) - 1900
    fields.tm_mon = Int32(number(5, 2)) - 1
    fields.tm_mday = Int32(number(8, 2))
    fields.tm_hour = Int32(number(11, 2))
    fields.tm_min = Int32(number(14, 2))
    fields.tm_sec = Int32(number(17, 2))
    let offset = bytes.count == 20 ? 0 : (number(20, 2) * 60 + number(23, 2)) * (bytes[19] == 45 ? -60 : 60)
    return Int64(timegm(&fields)) - offset
}
