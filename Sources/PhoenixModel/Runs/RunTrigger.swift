/// Why a run was recorded, by its word in the API.
package enum RunTrigger: String, Sendable, Hashable, CaseIterable {
    case schedule, manual
    /// A scheduled time that had passed when it was noticed, and is made up for.
    case catchUp = "catch_up"
}
