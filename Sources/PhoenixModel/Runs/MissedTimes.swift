/// Several scheduled times in a row that one row records as missed. The row's own time is the first of them.
package struct MissedTimes: Sendable, Hashable {
    /// At least 2.
    package let count: Int
    package let last: Timestamp

    package init(count: Int, last: Timestamp) {
        self.count = count
        self.last = last
    }
}
