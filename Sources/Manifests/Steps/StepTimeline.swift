/// How far the steps of a list have come, in seconds from its start.
struct StepTimeline {
    /// The time that has gone by once the last step is done.
    private(set) var reached: Int64 = 0
    /// When the next one starts where it does not say when: at once, or at the end of a countdown.
    private(set) var end: Int64 = 0
    /// Whether a step takes as long as it takes, so that nobody knows when the next one starts.
    private(set) var isUnknown = false

    /// A step that starts then and takes so long.
    mutating func add(at time: Int64, lasting seconds: Int64 = 0) {
        reached = time + seconds
        end = reached
    }

    /// Nothing starts before that time unless it says so.
    mutating func hold(until time: Int64) { end = time }

    mutating func passUnknownTime() { isUnknown = true }
}
