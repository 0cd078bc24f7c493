import PhoenixModel

/// One action on its way to the panel.
struct ActionExecution: Sendable {
    let action: Action
    let panel: any PanelWriter
    let idempotencyKey: @Sendable () -> String
    let written: WrittenObjects

    func run() async -> ActionResult {
        do throws(PanelError) {
            switch action.operation {
            case .create: return try await create()
            case .delete: return try await delete()
            case .update, .adopt, .prepare, .bookkeeping: return try await update()
            case .blocked: return ActionResult(outcome: .blocked)
            }
        } catch {
            return .failed(error)
        }
    }

    /// How often a create is sent whose answer is lost each time.
    private static let createLimit = 5

    private func create() async throws(PanelError) -> ActionResult {
        let write = try resolvedWrite()
        // The same key each time: a panel that knows such keys creates one task whatever happens.
        let key = idempotencyKey()
        var count = 1
        while true {
            do throws(PanelError) {
                let object = try await panel.create(write, idempotencyKey: key)
                return ActionResult(outcome: .done(id: object.id), object: object)
            } catch {
                guard error.code == .conflict || error.code == .unreachable else { throw .explained(error) }
                if let found = try await settle(write, after: error) { return found }
                // What was sent may still be on its way, so the last word is not that it failed.
                guard error.code == .unreachable, count < Self.createLimit else { throw .notFoundAfter(error) }
                count += 1
            }
        }
    }

    /// The answer may be lost, or the object be there from an earlier try: the panel is asked for the name before
    /// anything is said. nil when there is nothing of that name.
    private func settle(_ write: ObjectWrite, after error: PanelError) async throws(PanelError) -> ActionResult? {
        let found: CreatedObject
        do throws(PanelError) {
            found = CreatedObject.find(write, among: try await panel.find(name: write.fields.name))
        } catch {
            throw .outcomeUnknown(error)
        }
        switch found {
        case .same(let object): return ActionResult(outcome: .alreadyApplied(id: object.id), object: object)
        case .changed(let object): throw .createdOtherwise(object)
        case .nameTaken(let object): throw .nameTaken(by: object)
        case .absent: return nil
        }
    }

    private func update() async throws(PanelError) -> ActionResult {
        guard let id = action.objectID else { throw .incomplete }
        do throws(PanelError) {
            let write = try resolvedWrite()
            let object = try await panel.update(id: id, write, ifMatch: try await checkedETag(of: id))
            return ActionResult(outcome: .done(id: id), object: object)
        } catch {
            throw .explained(error)
        }
    }

    private func delete() async throws(PanelError) -> ActionResult {
        guard let id = action.objectID else { throw .incomplete }
        do throws(PanelError) {
            try await panel.delete(id: id, ifMatch: try await checkedETag(of: id))
            return ActionResult(outcome: .done(id: id))
        } catch  where error.code == .notFound {
            return ActionResult(outcome: .alreadyApplied(id: id))
        } catch {
            throw .explained(error)
        }
    }

    /// The etag that binds a write to what was planned. Lists have none: what was seen in one is looked at again, and
    /// must be as it was then. nil where the panel has no etags at all.
    private func checkedETag(of id: String) async throws(PanelError) -> String? {
        guard let expected = written.expected(action), expected.etag == nil else {
            return written.expected(action)?.etag
        }
        guard let object = try await panel.read(id: id) else { throw PanelError(.notFound, "there is no '\(id)'") }
        guard object.isUnchanged(since: expected) else { throw PanelError(.preconditionFailed, "it has changed") }
        return object.etag
    }

    /// The planned write with an id in place of the key of each object that this run has created.
    private func resolvedWrite() throws(PanelError) -> ObjectWrite {
        guard var write = action.write else { throw .incomplete }
        guard let dependencies = write.fields.dependsOn else { return write }
        var resolved: [Dependency] = []
        for dependency in dependencies {
            switch dependency {
            case .id: resolved.append(dependency)
            case .key(let key):
                guard let id = written.ids[key] else { throw .incomplete }
                resolved.append(.id(id))
            }
        }
        write.fields.dependsOn = resolved
        return write
    }
}
