/// A moment in whole Unix seconds, shown as RFC 3339 in UTC: `2026-11-24T02:00:00Z`.
package struct Timestamp: Sendable, Hashable, Comparable {
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.seconds < rhs.seconds }
}
