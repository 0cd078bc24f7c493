import HTTPTransport
package import PhoenixModel
import ServicesAPI
import WebAddresses

extension HTTPPanel {
    package func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        guard write.needsZones else { return try await post(write, idempotencyKey) }
        while true {
            if let hasZones = await connection.knowledge.hasZones {
                guard hasZones || allowsUnsupported else { throw .zonesMissing(write, leftover: nil) }
                return try checkZone(of: try await post(write, idempotencyKey), write)
            }
            guard try await zones.turn() == .first else { continue }
            let result: Result<LiveObject, PanelError>
            do throws(PanelError) {
                result = .success(try await createTrying(write, idempotencyKey))
            } catch {
                result = .failure(error)
            }
            await zones.finish()
            return try result.get()
        }
    }

    package func update(
        id: String, _ write: ObjectWrite, ifMatch etag: String?
    ) async throws(PanelError) -> LiveObject {
        let call = try PanelCall.update(id: id, write, ifMatch: etag)
        let sent = try await connection.send(call)
        if sent.isSuccess { return try checkZone(of: try await written(write, sent, call, id: id), write) }
        // The tag may have moved because of the very write whose answer was lost.
        if sent.status == 412, sent.mayBeDone, let object = try await read(id: id), object.has(write) {
            return object
        }
        throw await connection.refusal(sent, to: call)
    }

    package func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        let call = try PanelCall.delete(id: id, ifMatch: etag)
        let sent = try await connection.send(call)
        if sent.isSuccess || (sent.status == 404 && sent.mayBeDone) { return }
        throw await connection.refusal(sent, to: call)
    }

    private func post(_ write: ObjectWrite, _ key: String) async throws(PanelError) -> LiveObject {
        let call = PanelCall.create(write, key: key)
        let sent = try await connection.perform(call)
        return try await written(write, sent, call, id: nil)
    }

    /// A panel that answers with another time zone than was sent runs the task at another hour.
    private func checkZone(of object: LiveObject, _ write: ObjectWrite) throws(PanelError) -> LiveObject {
        guard write.needsZones, !allowsUnsupported, let zone = object.fields.timezone, zone != write.fields.timezone
        else { return object }
        throw PanelError(
            .unexpectedAnswer,
            "the panel accepted '\(Excerpt.line(object.fields.name, limit: 200))' "
                + "(id \(Excerpt.line(object.id, limit: 40))), "
                + "but runs it in the time zone \(Excerpt.line(zone, limit: 100))",
            help: "disable it until its schedule is right")
    }

    /// Creates a task disabled, looks whether its time zone has stayed, and only then enables it.
    private func createTrying(_ write: ObjectWrite, _ key: String) async throws(PanelError) -> LiveObject {
        var trial = write
        trial.fields.enabled = false
        var object = try await postTrial(trial, key)
        if object.fields.timezone != write.fields.timezone, let again = try await read(id: object.id) { object = again }
        let hasZones = object.fields.timezone == write.fields.timezone
        await connection.knowledge.settle(by: object, hasZones: hasZones)
        guard hasZones || allowsUnsupported else {
            let isGone: Bool
            do throws(PanelError) {
                try await delete(id: object.id, ifMatch: nil)
                isGone = true
            } catch {
                isGone = error.code == .notFound
            }
            throw .zonesMissing(write, leftover: isGone ? nil : object.id)
        }
        guard write.fields.enabled ?? true else { return object }
        var enabling = write
        enabling.fields.enabled = true
        do throws(PanelError) {
            return try await update(id: object.id, enabling, ifMatch: object.etag)
        } catch {
            throw PanelError(
                error.code == .unreachable || error.code == .conflict ? .unexpectedAnswer : error.code,
                "it was created disabled (id \(object.id)), but could not be enabled: \(error.message)",
                help: error.help ?? "plan again")
        }
    }

    /// Sends the trial under a key of its own: what follows has another body. Where its answer is lost, the task that it
    /// has made is taken up.
    private func postTrial(_ trial: ObjectWrite, _ key: String) async throws(PanelError) -> LiveObject {
        do throws(PanelError) {
            return try await post(trial, "\(key)-trial")
        } catch {
            guard error.code == .unreachable || error.code == .conflict, case .set(let ownership) = trial.ownership
            else { throw error }
            let made = try await find(name: trial.fields.name).first { object in
                object.kind == trial.kind && object.ownership == .owned(ownership) && object.fields.enabled != true
            }
            guard let made else { throw error }
            return made
        }
    }

    /// What the panel has after a write that it has carried out. An answer that does not tell is made up for by a read.
    private func written(
        _ write: ObjectWrite, _ sent: SentResponse, _ call: PanelCall, id: String?
    ) async throws(PanelError) -> LiveObject {
        var object: LiveObject
        do throws(PanelError) {
            object = try await self.object(of: sent, to: call)
            if let id, object.id != id { object = try await readBack(write, sent, id: id) }
        } catch {
            object = try await readBack(write, sent, id: id)
        }
        guard case .set(let ownership) = write.ownership else { return object }
        // An answer may leave the description out.
        if object.fields.description == nil, let again = try await read(id: object.id) { object = again }
        guard object.ownership == .owned(ownership) else {
            throw PanelError(
                .ownershipNotKept,
                "the panel did not keep the ownership line of '\(Excerpt.line(write.fields.name, limit: 200))'")
        }
        return object
    }

    private func readBack(
        _ write: ObjectWrite, _ sent: SentResponse, id: String?
    ) async throws(PanelError) -> LiveObject {
        if let id {
            if let object = try await read(id: id) { return object }
        } else if let object = await created(at: sent.response.header("Location")), object.isNamed(write.fields.name) {
            return object
        } else if let object = try await find(name: write.fields.name).first(where: { $0.kind == write.kind }) {
            return object
        }
        throw PanelError(
            .unexpectedAnswer,
            "\(connection.address) responded with \(sent.status), but the written object is not there",
            help: "plan again")
    }

    /// The object whose id ends a `Location`; nil where that leads to none.
    private func created(at location: String?) async -> LiveObject? {
        guard let id = location?.split(separator: "/").last.flatMap({ PercentEncoding.decoded($0.utf8) }) else {
            return nil
        }
        return try? await read(id: id)
    }
}

extension ObjectWrite {
    /// Whether it would run at another hour on a panel that takes every schedule for UTC.
    fileprivate var needsZones: Bool {
        guard let zone = fields.timezone else { return false }
        return .string(zone) != ServiceFields.defaultValue(of: .timezone)
    }
}

extension LiveObject {
    /// Whether it has everything that was written, as far as the panel tells.
    fileprivate func has(_ write: ObjectWrite) -> Bool {
        if case .set(let ownership) = write.ownership, self.ownership != .owned(ownership) { return false }
        return Field.all(of: kind).allSatisfy { field in
            !write.fields.has(field) || !fields.has(field) || write.fields.agrees(with: fields, on: field) != false
        }
    }
}

extension PanelError {
    /// `id` is that of the object that has stayed behind, disabled.
    fileprivate static func zonesMissing(_ write: ObjectWrite, leftover id: String?) -> PanelError {
        let zone = Excerpt.line(write.fields.timezone ?? "", limit: 100)
        let rest = id.map { "; the disabled task is still there (id \($0))" } ?? ""
        return PanelError(
            .invalid, "the panel has no time zones: the schedule would run in UTC, not in \(zone)\(rest)",
            help: "write the schedule in UTC, or pass --allow-unsupported")
    }
}
