import PhoenixModel

/// A step with when it starts.
struct TimedStep {
    /// Seconds from the start of the step before it, or of all.
    let gap: Int64
    /// What is done, without the keys that say when.
    let action: ValueMap
}
