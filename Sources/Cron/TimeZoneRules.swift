/// The rules of one IANA time zone, for any instant.
///
/// A value is a name and a reference to an immutable table.
package struct TimeZoneRules: Sendable {
    /// The IANA name it was asked for by.
    package let name: String
    let table: ZoneTable

    init(name: String, table: ZoneTable) {
        self.name = name
        self.table = table
    }

    /// Coordinated Universal Time, which needs no file.
    package static let utc = TimeZoneRules(
        name: "UTC", table: ZoneTable(initialOffset: 0, transitions: [], rule: nil))

    /// A zone that is always as far from UTC, called by that.
    package static func fixed(offset seconds: Int) -> TimeZoneRules {
        TimeZoneRules(
            name: name(ofOffset: seconds),
            table: ZoneTable(initialOffset: Int32(clamping: seconds), transitions: [], rule: nil))
    }

    /// `UTC`, `UTC+02:00`; odd seconds are dropped.
    package static func name(ofOffset seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds == 0 ? "UTC" : "UTC\(seconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Reads a compiled zone.
    /// - Parameters:
    ///   - tzif: the bytes of the file, TZif version 1 to 4.
    ///   - name: what to call it.
    /// - Throws: `malformed`, for anything that is not a whole and consistent file.
    package init(tzif: [UInt8], name: String) throws(ZoneError) {
        guard let table = TZifReader.table(of: tzif) else { throw .malformed(name) }
        self.init(name: name, table: table)
    }

    /// Seconds east of UTC at an instant in Unix seconds.
    package func offset(at instant: Int64) -> Int { Int(table.offset(at: Self.clamped(instant))) }

    /// What the clock shows at an instant; seconds are dropped.
    package func wallTime(at instant: Int64) -> WallTime {
        let instant = Self.clamped(instant)
        return WallTime(localMinute: CivilCalendar.floorDivide(instant + table.offset(at: instant), 60))
    }

    /// The instants at which a clock shows a local time.
    package enum Resolution: Sendable, Hashable {
        case once(Int64)
        /// Shown at each of these, ascending: the clock was set back.
        case repeated([Int64])
        /// Never shown, because the clock was set forward at this instant.
        case skipped(at: Int64)
    }

    /// The instants at which the clock shows a local time.
    package func resolve(_ wallTime: WallTime) -> Resolution {
        let local = wallTime.localMinute * 60
        var instants: [Int64] = []
        var skippedAt = local
        var segment = table.segment(at: Self.clamped(local - ZoneTable.farthestOffset))
        while segment.start <= local + ZoneTable.farthestOffset {
            let candidate = local - segment.offset
            if (segment.start..<segment.end).contains(candidate) { instants.append(candidate) }
            if candidate >= segment.end { skippedAt = segment.end }
            guard segment.end < CronExpression.horizon else { break }
            segment = table.segment(at: segment.end)
        }
        return switch instants.count {
        case 0: .skipped(at: skippedAt)
        case 1: .once(instants[0])
        default: .repeated(instants)
        }
    }

    /// One change of the clock.
    package struct Transition: Sendable, Hashable {
        /// The first instant of the new offset, in Unix seconds.
        package var instant: Int64
        /// Seconds east of UTC before and after.
        package var offsetBefore: Int
        package var offsetAfter: Int
    }

    /// The first change of the clock strictly after an instant; nil if there is none any more.
    package func nextTransition(after instant: Int64) -> Transition? {
        let segment = table.segment(at: Self.clamped(instant))
        guard segment.end < CronExpression.horizon else { return nil }
        return Transition(
            instant: segment.end, offsetBefore: Int(segment.offset),
            offsetAfter: Int(table.segment(at: segment.end).offset))
    }

    private static func clamped(_ instant: Int64) -> Int64 {
        min(max(instant, -CronExpression.horizon), CronExpression.horizon)
    }
}

extension TimeZoneRules: Hashable {
    /// Equal if both come from the same reading of the same file.
    package static func == (left: Self, right: Self) -> Bool { left.table === right.table && left.name == right.name }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(table))
    }
}
