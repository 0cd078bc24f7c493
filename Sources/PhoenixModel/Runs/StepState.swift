/// How far one step of a run is, by its word in the API.
package enum StepState: String, Sendable, Hashable, CaseIterable {
    case queued, running, finished
}
