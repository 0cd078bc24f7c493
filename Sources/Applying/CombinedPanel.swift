package import PhoenixModel

/// Two panels as one: the services and tasks of the first, where there is one, and the schedules of the other. What a
/// write is for tells its kind, and an id with a `/` in it is that of a schedule.
package struct CombinedPanel: PanelWriter {
    private let services: (any PanelWriter)?
    private let schedules: any SchedulePanel
    package let target: PanelTarget

    package init(services: (any PanelWriter)?, schedules: any SchedulePanel) {
        self.services = services
        self.schedules = schedules
        target = PanelTarget(uniting: services?.target, schedules.target)
    }

    package func readAll() async throws(PanelError) -> LiveState {
        let schedules = try await schedules.readAll()
        return LiveState(uniting: try await services?.readAll(), schedules)
    }

    package func read(id: String) async throws(PanelError) -> LiveObject? { try await panel(ofID: id).read(id: id) }

    package func find(_ write: ObjectWrite) async throws(PanelError) -> [LiveObject] {
        try await panel(of: write.kind).find(write)
    }

    package func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        try await panel(of: write.kind).create(write, idempotencyKey: idempotencyKey)
    }

    package func update(
        id: String, _ write: ObjectWrite, ifMatch etag: String?
    ) async throws(PanelError) -> LiveObject {
        try await panel(of: write.kind).update(id: id, write, ifMatch: etag)
    }

    package func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        try await panel(ofID: id).delete(id: id, ifMatch: etag)
    }

    private func panel(ofID id: String) throws(PanelError) -> any PanelWriter {
        try panel(of: id.utf8.contains(UInt8(ascii: "/")) ? .native : .scheduled)
    }

    private func panel(of kind: ObjectKind) throws(PanelError) -> any PanelWriter {
        if kind == .native { return schedules }
        guard let services else { throw PanelError(.invalid, "this run has no panel with services") }
        return services
    }
}
