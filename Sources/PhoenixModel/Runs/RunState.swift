/// How far a run is, by its word in the API.
package enum RunState: String, Sendable, Hashable, CaseIterable {
    case queued, running, finished
}
