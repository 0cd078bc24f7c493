/// How a finished run ended, by its word in the API.
package enum RunResult: String, Sendable, Hashable, CaseIterable {
    /// No target failed.
    case succeeded
    /// Some targets failed.
    case partial
    /// No target succeeded.
    case failed
    /// It did not start, for a reason of the task or the panel.
    case skipped
    /// Its time had passed when it was noticed.
    case missed

    /// Whether anything was done. Those that were not are looked through where the last run matters.
    package var hasRun: Bool { self == .succeeded || self == .partial || self == .failed }

    /// Whether somebody should look at it.
    package var isUnwell: Bool { self == .failed || self == .partial || self == .missed }
}
