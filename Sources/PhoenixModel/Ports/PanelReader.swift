/// A panel that can be looked at. `drift` and `plan` are given nothing that can do more.
package protocol PanelReader: Sendable {
    var target: PanelTarget { get }

    /// Reads every service and task, and settles what the panel can do.
    func readAll() async throws(PanelError) -> LiveState

    /// Reads one object as it is now; nil when there is none of that id (any more).
    func read(id: String) async throws(PanelError) -> LiveObject?

    /// The objects of that name, compared after trimming: to learn what became of a create whose answer was lost.
    func find(name: String) async throws(PanelError) -> [LiveObject]
}

extension PanelReader {
    /// Reads everything. A panel that can look a name up does that instead.
    package func find(name: String) async throws(PanelError) -> [LiveObject] {
        try await readAll().objects.filter { $0.fields.name.trimmed() == name.trimmed() }
    }
}
