/// A panel that can be looked at. `drift` and `plan` are given nothing that can do more.
package protocol PanelReader: Sendable {
    var target: PanelTarget { get }

    /// Reads everything, and settles what the panel can do.
    func readAll() async throws(PanelError) -> LiveState

    /// Reads one object as it is now; nil when there is none of that id (any more).
    func read(id: String) async throws(PanelError) -> LiveObject?

    /// The objects of that name, compared after trimming: to learn what became of a create whose answer was lost.
    func find(name: String) async throws(PanelError) -> [LiveObject]

    /// What a create whose answer was lost may have made, as far as names or servers narrow it down.
    func find(_ write: ObjectWrite) async throws(PanelError) -> [LiveObject]
}

extension PanelReader {
    /// Reads everything. A panel that can look a name up does that instead.
    package func find(name: String) async throws(PanelError) -> [LiveObject] {
        try await readAll().objects.filter { $0.fields.name.trimmed() == name.trimmed() }
    }

    package func find(_ write: ObjectWrite) async throws(PanelError) -> [LiveObject] {
        try await find(name: write.fields.name)
    }
}
