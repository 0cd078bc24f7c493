package import PhoenixModel
import Synchronization

/// A panel in memory with the rules of the API, and faults on request.
///
/// What it refuses by its own rules is counted, so that a test can say that a plan never asked for such a thing.
package final class FakePanel: PanelWriter {
    package enum Request: Sendable, Hashable {
        case create(name: String)
        case update(id: String, name: String)
        case delete(id: String)
    }

    package enum Fault: Sendable {
        /// Answers this and does nothing.
        case refuse(PanelError)
        /// Does it, and answers this.
        case loseAnswer(PanelError)
    }

    private let state: Mutex<FakePanelState>
    private let faults: @Sendable (Request) -> Fault?
    /// Awaited at the start of each write.
    private let pause: @Sendable () async -> Void

    package init(
        _ objects: [LiveObject] = FakePanel.services, capabilities: PanelCapabilities = .complete,
        keepsOwnership: Bool = true, faults: @escaping @Sendable (Request) -> Fault? = { _ in nil },
        pause: @escaping @Sendable () async -> Void = {}
    ) {
        state = Mutex(FakePanelState(objects, capabilities, keepsOwnership: keepsOwnership))
        self.faults = faults
        self.pause = pause
    }

    /// The four documented system services.
    package static let services: [LiveObject] = {
        let names = ["Wings Daemon", "Database Host", "Job Processor", "SFTP Server"]
        var objects = names.enumerated().map { position, name in
            var fields = ServiceFields(name: name)
            fields.description = ""
            fields.enabled = true
            fields.dependsOn = []
            fields.notify = []
            fields.config = [:]
            var object = LiveObject(id: String(position + 1), kind: .system, fields: fields, status: "running")
            object.isCritical = position < 2
            return object
        }
        objects[2].fields.dependsOn = [.id("2")]
        objects[3].fields.dependsOn = [.id("1")]
        return objects
    }()

    package var target: PanelTarget { PanelTarget(name: "fake panel", isEmbedded: true) }

    package var live: LiveState { state.withLock { $0.live(target) } }

    /// Every write that was asked for, in the order it came.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// What it refused by its own rules.
    package var refusals: [PanelError] { state.withLock { $0.refusals } }

    /// How many writes were under way at once, at most.
    package var peakConcurrency: Int { state.withLock { $0.peakConcurrency } }

    package func object(named name: String) -> LiveObject? { live.objects.first { $0.fields.name == name } }

    package func readAll() async throws(PanelError) -> LiveState { live }

    package func read(id: String) async throws(PanelError) -> LiveObject? { live.objects.first { $0.id == id } }

    package func create(_ write: ObjectWrite, idempotencyKey: String) async throws(PanelError) -> LiveObject {
        try await perform(.create(name: write.fields.name)) { state throws(PanelError) in try state.create(write) }
    }

    package func update(
        id: String, _ write: ObjectWrite, ifMatch etag: String?
    ) async throws(PanelError) -> LiveObject {
        try await perform(.update(id: id, name: write.fields.name)) { state throws(PanelError) in
            try state.update(id, write, ifMatch: etag)
        }
    }

    package func delete(id: String, ifMatch etag: String?) async throws(PanelError) {
        try await perform(.delete(id: id)) { state throws(PanelError) in try state.delete(id, ifMatch: etag) }
    }

    private func perform<T: Sendable>(
        _ request: Request, _ body: (inout FakePanelState) throws(PanelError) -> T
    ) async throws(PanelError) -> T {
        state.withLock { $0.begin(request) }
        await pause()
        let fault = faults(request)
        let result = state.withLock { state -> Result<T, PanelError> in
            state.end()
            if case .refuse(let error) = fault { return .failure(error) }
            do throws(PanelError) {
                let answer = try body(&state)
                if case .loseAnswer(let error) = fault { return .failure(error) }
                return .success(answer)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    // MARK: Other hands

    /// Changes an object as somebody at the panel would.
    package func edit(_ name: String, _ change: (inout ServiceFields) -> Void) {
        state.withLock { $0.edit(name, change) }
    }

    /// Changes what is stored as the description, with the ownership line in it.
    package func editDescription(_ name: String, _ change: (inout String) -> Void) {
        state.withLock { $0.editDescription(name, change) }
    }

    /// Creates an object as somebody at the panel would; answers its id.
    @discardableResult
    package func add(_ fields: ServiceFields) -> String { state.withLock { $0.add(fields, .scheduled) } }

    /// Removes an object behind everybody's back.
    package func remove(_ name: String) { state.withLock { $0.remove(name) } }
}
