/// The offsets of one zone over time, as stretches of constant offset.
///
/// A daylight-saving rule that goes on for ever is laid out for one cycle of the calendar, 400 years, after which it
/// repeats exactly; later instants are folded back into that cycle. So one binary search answers for any instant.
final class ZoneTable: Sendable {
    /// No clock is further from UTC than this, in seconds (RFC 9636 section 3.2: less than 26 hours).
    static let farthestOffset: Int64 = 26 * 3600

    /// Where the first stretch begins and the last one ends, in Unix seconds (571 million years).
    static let farthestInstant: Int64 = 1 << 54

    /// One change of the offset.
    struct Transition: Hashable, Sendable {
        var instant: Int64
        /// Seconds east of UTC from then on.
        var offset: Int32
    }

    /// A stretch of time without a change.
    struct Segment {
        /// The first instant of it.
        var start: Int64
        /// The first instant after it.
        var end: Int64
        /// Seconds east of UTC.
        var offset: Int64
        /// The earliest local minute that no clock reading before this stretch has reached.
        var shownBefore: Int64

        /// The first whole local minute in it.
        var firstMinute: Int64 { CivilCalendar.ceilingDivide(start + offset, 60) }
    }

    private struct Entry {
        var start: Int64
        var shownBefore: Int64
        var offset: Int64
    }

    private static let cycleSeconds = CivilCalendar.cycleDays * 86_400

    private let entries: [Entry]
    /// Instants from here on repeat every cycle; nil where the last offset stays.
    private let foldStart: Int64?
    /// Whether instants before `foldStart` repeat as well, because there are no transitions but those of the rule.
    private let foldsBack: Bool
    /// The offset of a zone that never changes it.
    let fixedOffset: Int64?

    /// Lays out the offsets of a zone.
    /// - Parameters:
    ///   - initialOffset: the offset before the first transition.
    ///   - transitions: ascending by instant.
    ///   - rule: what holds after the last transition; nil to stay at its offset.
    init(initialOffset: Int32, transitions: [Transition], rule: PosixZoneRule?) {
        var all = transitions
        var initial = initialOffset
        var foldStart: Int64?
        if let rule {
            // A table that is all rule begins in 1970 and is folded both ways.
            let last = transitions.last?.instant
            let year = last.map { CivilCalendar.date(days: CivilCalendar.floorDivide($0, 86_400)).year } ?? 1970
            if last == nil { initial = rule.standardOffset }
            all += rule.transitions(fromYear: year - 1, throughYear: year + 404).filter { $0.instant > last ?? .min }
            if rule.daylight != nil { foldStart = CivilCalendar.days(year: year + 2, month: 1, day: 1) * 86_400 }
        }
        self.foldStart = foldStart
        foldsBack = transitions.isEmpty
        entries = Self.entries(initialOffset: initial, transitions: all)
        fixedOffset = entries.count == 1 ? entries[0].offset : nil
    }

    private static func entries(initialOffset: Int32, transitions: [Transition]) -> [Entry] {
        let start = -farthestInstant
        var offset = Int64(initialOffset)
        var entries = [
            Entry(start: start, shownBefore: CivilCalendar.ceilingDivide(start + offset, 60), offset: offset)
        ]
        var shown = entries[0].shownBefore
        for transition in transitions where Int64(transition.offset) != offset {
            shown = max(shown, CivilCalendar.ceilingDivide(transition.instant + offset, 60))
            offset = Int64(transition.offset)
            entries.append(Entry(start: transition.instant, shownBefore: shown, offset: offset))
        }
        return entries
    }

    /// The stretch that contains an instant.
    ///
    /// Takes logarithmic time and does not allocate.
    func segment(at instant: Int64) -> Segment {
        let shift = shift(for: instant)
        let index = index(at: instant - shift)
        let entry = entries[index]
        let end = index + 1 < entries.count ? entries[index + 1].start + shift : Self.farthestInstant
        return Segment(
            start: index == 0 ? entry.start : entry.start + shift, end: end, offset: entry.offset,
            shownBefore: index == 0 ? entry.shownBefore : entry.shownBefore + shift / 60)
    }

    /// Seconds east of UTC at an instant.
    func offset(at instant: Int64) -> Int64 {
        fixedOffset ?? entries[index(at: instant - shift(for: instant))].offset
    }

    /// The whole cycles between an instant and the one of the table that stands for it, in seconds.
    private func shift(for instant: Int64) -> Int64 {
        guard let foldStart, instant >= foldStart + Self.cycleSeconds || (foldsBack && instant < foldStart) else {
            return 0
        }
        return CivilCalendar.floorDivide(instant - foldStart, Self.cycleSeconds) * Self.cycleSeconds
    }

    /// The last entry that begins at or before an instant.
    private func index(at instant: Int64) -> Int {
        var low = 0
        var count = entries.count - 1
        while count > 0 {
            let half = (count + 1) / 2
            if entries[low + half].start <= instant {
                low += half
                count -= half
            } else {
                count = half - 1
            }
        }
        return low
    }
}
