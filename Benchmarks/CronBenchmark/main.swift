import Cron

// Prints nanoseconds for parsing and for a next fire, over a mix of expressions, as `name value` lines.

let expressions = [
    "* * * * *", "*/5 * * * *", "*/15 9-17 * * 1-5", "0 2 * * *", "30 4 1,15 * *", "0 0 * * SUN", "5-55/10 */6 * * *",
    "0 6,18 * * *", "0 0 13 * FRI", "0 0 29 2 *", "15 3 1 1 *", "0 22 * * 1-5", "23 0-20/2 * * *", "0 0 L * *",
    "0 9 * * 1#1", "10 2 * * 0", "@daily", "59 23 31 12 *", "7,22,37,52 * * * *", "0 */3 * * MON,WED,FRI",
]
let zoneNames = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
let start: Int64 = 1_795_000_000
let rounds = 5

/// The least nanoseconds a call over some rounds: what the machine can do when nobody disturbs it.
func leastNanoseconds(calls: Int, _ body: () -> Int64) -> Double {
    var least = Double.infinity
    for _ in 0..<rounds {
        let clock = ContinuousClock()
        var sum: Int64 = 0
        let time = clock.measure { sum = body() }
        // The sum is used, so that nothing is optimised away.
        if sum == .min { print("") }
        least = min(least, Double(time.components.attoseconds) / 1e9 + Double(time.components.seconds) * 1e9)
    }
    return least / Double(calls)
}

let parsed = expressions.compactMap { try? CronExpression($0) }
let zones = zoneNames.compactMap { try? ZoneDatabase.system.zone(named: $0) }
precondition(parsed.count == expressions.count && zones.count == zoneNames.count)

func walk(_ zones: [TimeZoneRules], steps: Int) -> Double {
    leastNanoseconds(calls: parsed.count * zones.count * steps) {
        var sum: Int64 = 0
        for expression in parsed {
            for zone in zones {
                var instant = start
                for _ in 0..<steps { instant = expression.next(after: instant, in: zone) ?? start }
                sum &+= instant
            }
        }
        return sum
    }
}

print("next_utc_ns", walk([.utc], steps: 5_000))
print("next_zone_ns", walk(zones, steps: 1_000))
print(
    "parse_ns",
    leastNanoseconds(calls: expressions.count * 10_000) {
        var sum: Int64 = 0
        for text in expressions {
            for _ in 0..<10_000 where (try? CronExpression(text)) != nil { sum &+= 1 }
        }
        return sum
    })
