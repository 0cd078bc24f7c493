/// A panel whose runs and health can be looked at.
package protocol PanelRunReader: PanelReader {
    /// The runs asked for, newest first, without their steps.
    func runs(_ selection: RunFilter) async throws(PanelError) -> [TaskRun]

    /// One run with its steps; nil when the task has no such run, or there is no such task.
    func run(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun?

    /// The nodes that the newest runs of each task have worked on, by the id of the task; empty where the panel does not
    /// tell.
    func nodes(ofNewestRuns limit: Int) async throws(PanelError) -> [String: [String]]

    /// How a service is doing; nil when there is no such service.
    func health(ofService id: String) async throws(PanelError) -> ServiceHealth?
}

extension PanelRunReader {
    package func nodes(ofNewestRuns limit: Int) async throws(PanelError) -> [String: [String]] { [:] }
}

/// A panel that can be told to run tasks, and can be changed.
package protocol PanelRunWriter: PanelRunReader, PanelWriter {
    /// Asks for a run of a task now. It may be finished when this answers: a run that could not start says why.
    /// `idempotencyKey` is the same for every try of the same start. Throws `.conflict` while another run is in
    /// progress, unless the task allows it.
    func startRun(ofService id: String, idempotencyKey: String) async throws(PanelError) -> TaskRun

    /// Asks that a run end after its current step. Throws `.conflict` when it is finished.
    func stopRun(_ id: String, ofService serviceID: String) async throws(PanelError) -> TaskRun
}
