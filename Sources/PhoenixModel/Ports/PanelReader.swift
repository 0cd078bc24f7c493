/// A panel that can be looked at. `drift` and `plan` are given nothing that can do more.
package protocol PanelReader: Sendable {
    var target: PanelTarget { get }

    /// Reads every service and task, and settles what the panel can do.
    func readAll() async throws(PanelError) -> LiveState

    /// Reads one object as it is now; nil when there is none of that id (any more).
    func read(id: String) async throws(PanelError) -> LiveObject?
}
