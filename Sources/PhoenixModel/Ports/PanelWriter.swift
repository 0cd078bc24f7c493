/// A panel that can be changed. Every answer is what the panel then has; a write that was answered is durable.
package protocol PanelWriter: PanelReader {
    /// Creates a scheduled task. The answer carries the ownership that was sent, or the call throws
    /// `.ownershipNotKept`. `idempotencyKey` is the same for every try of the same create.
    func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject

    /// Replaces the fields that `write` has and leaves the others. With an `etag` it refuses, as
    /// `.preconditionFailed`, when the object no longer has that one.
    func update(id: String, _ write: ObjectWrite, ifMatch etag: String?) async throws(PanelError) -> LiveObject

    /// Deletes a scheduled task. Throws `.notFound` when it is gone already.
    func delete(id: String, ifMatch etag: String?) async throws(PanelError)
}
