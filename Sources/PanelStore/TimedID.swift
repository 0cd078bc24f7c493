import PhoenixModel

/// An id by a time of it, as indexes have it: by time, then by id.
struct TimedID: Sendable, Hashable, Comparable {
    let time: Timestamp
    let id: Int64

    static func < (left: Self, right: Self) -> Bool { (left.time, left.id) < (right.time, right.id) }
}
