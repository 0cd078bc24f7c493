/// A stretch of time in Unix seconds, from `start`, inclusive, to `end`.
package struct CalendarWindow: Sendable, Hashable {
    /// At a full minute.
    package let start: Int64
    package let minutes: Int

    /// Begins with the minute that `moment` lies in. It holds 1 to 1,100 days; more is cut off.
    package init(from moment: Int64, minutes: Int) {
        start = moment - (moment % 60 + 60) % 60
        self.minutes = min(max(1, minutes), Self.longest)
    }

    package static let longest = 1_100 * 1_440

    package var end: Int64 { start + Int64(minutes) * 60 }
}
