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
            // What cannot be touched for now was not touched.
            return error.code == .unavailable ? ActionResult(outcome: .stale(error)) : .failed(error)
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
            found = CreatedObject.find(write, among: try await panel.find(write))
        } catch {
            throw .outcomeUnknown(error)
        }
        switch found {
        case .same(let object): return ActionResult(outcome: .alreadyApplied(id: object.id), object: object)
        case .changed(let object): throw .createdOtherwise(object)
        case .nameTaken(let object): return ActionResult(outcome: .stale(.nameTaken(by: object)))
        case .absent: return nil
        }
    }

    private func update() async throws(PanelError) -> ActionResult {
        guard let id = action.objectID else { throw .incomplete }
        let write = try resolvedWrite()
        switch try await look(at: id) {
        case .asPlanned(let etag):
            do throws(PanelError) {
                return ActionResult(
                    outcome: .done(id: id), object: try await panel.update(id: id, write, ifMatch: etag))
            } catch  where error.code == .preconditionFailed || error.code == .notFound {
                // The panel speaks of a moment after the look.
                return settled(id, write, try await panel.read(id: id))
            } catch {
                throw .explained(error)
            }
        case .moved(let object): return settled(id, write, object)
        }
    }

    /// What has become of an object that is not as it was planned: somebody else has changed it, or an earlier try or
    /// run has written it already.
    private func settled(_ id: String, _ write: ObjectWrite, _ object: LiveObject?) -> ActionResult {
        if let object, object.isAsWritten(write) {
            return ActionResult(outcome: .alreadyApplied(id: id), object: object)
        }
        return ActionResult(outcome: .stale(.stale(object, since: written.expected(action))))
    }

    private func delete() async throws(PanelError) -> ActionResult {
        guard let id = action.objectID else { throw .incomplete }
        do throws(PanelError) {
            switch try await look(at: id) {
            case .asPlanned(let etag): try await panel.delete(id: id, ifMatch: etag)
            case .moved(let object?):
                return ActionResult(outcome: .stale(.stale(object, since: written.expected(action))))
            case .moved(nil): return ActionResult(outcome: .alreadyApplied(id: id))
            }
            return ActionResult(outcome: .done(id: id))
        } catch  where error.code == .notFound {
            return ActionResult(outcome: .alreadyApplied(id: id))
        } catch  where error.code == .preconditionFailed {
            guard let object = try await panel.read(id: id) else {
                return ActionResult(outcome: .alreadyApplied(id: id))
            }
            return ActionResult(outcome: .stale(.stale(object, since: written.expected(action))))
        } catch {
            throw .explained(error)
        }
    }

    /// How an object stands right before it is written.
    private enum Sighting {
        /// As it was planned; with the etag that binds the write to this, where the panel has etags.
        case asPlanned(etag: String?)
        /// Otherwise, or gone.
        case moved(LiveObject?)
    }

    /// Lists tell no etags: what was seen in one is looked at again, and must be as it was then.
    private func look(at id: String) async throws(PanelError) -> Sighting {
        guard let expected = written.expected(action), expected.etag == nil else {
            return .asPlanned(etag: written.expected(action)?.etag)
        }
        guard let object = try await panel.read(id: id) else { return .moved(nil) }
        return object.isUnchanged(since: expected) ? .asPlanned(etag: object.etag) : .moved(object)
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
