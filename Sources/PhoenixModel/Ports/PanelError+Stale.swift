extension PanelError {
    /// Somebody has changed an object, or removed it, since it was planned. `earlier` is what was planned with.
    package static func stale(_ object: LiveObject?, since earlier: LiveObject?) -> PanelError {
        guard let object else { return PanelError(.notFound, "it is no longer on the panel", help: "plan again") }
        let movement = earlier.map { ": \(object.movement(since: $0))" } ?? ""
        return PanelError(.preconditionFailed, "it has changed since it was planned\(movement)", help: "plan again")
    }

    /// The schedules of a server cannot be read now, whatever was planned there.
    package static func serverUnreadable(_ server: GameServer.ID, _ name: String?, _ reason: String) -> PanelError {
        PanelError(
            .unavailable, "the server \(GameServer.quoted(server, name)) \(reason)",
            help: "apply again when its schedules can be read")
    }

    /// What was to be created is there, owned under the same key, and is not what was planned.
    package static func createdOtherwise(_ object: LiveObject) -> PanelError {
        PanelError(
            .conflict, "it already exists (id \(object.id)), with other values than planned", help: "plan again")
    }
}
