import PhoenixModel
import ServicesAPI

/// What a `FakePanel` stores, and the rules of the API over it.
struct FakePanelState: Sendable {
    private struct Stored {
        var kind: ObjectKind
        /// The description with the ownership line in it.
        var fields: ServiceFields
        var isCritical: Bool
        var version = 1
    }

    private let capabilities: PanelCapabilities
    private let keepsOwnership: Bool
    private var objects: [Int: Stored] = [:]
    private var nextID = 1
    private(set) var requests: [FakePanel.Request] = []
    private(set) var refusals: [PanelError] = []
    private(set) var peakConcurrency = 0
    private var concurrency = 0

    init(_ live: [LiveObject], _ capabilities: PanelCapabilities, keepsOwnership: Bool) {
        self.capabilities = capabilities
        self.keepsOwnership = keepsOwnership
        for object in live {
            var fields = object.fields
            if case .owned(let ownership) = object.ownership {
                fields.description = OwnershipLine.description(fields.description ?? "", with: ownership)
            }
            let id = Int(object.id) ?? nextID
            objects[id] = Stored(kind: object.kind, fields: fields, isCritical: object.isCritical ?? false)
            nextID = max(nextID, id + 1)
        }
    }

    mutating func begin(_ request: FakePanel.Request) {
        requests.append(request)
        concurrency += 1
        peakConcurrency = max(peakConcurrency, concurrency)
    }

    mutating func end() { concurrency -= 1 }

    // MARK: Reading

    func live(_ target: PanelTarget) -> LiveState {
        LiveState(
            target: target, capabilities: capabilities, objects: objects.keys.sorted().compactMap { answer($0) })
    }

    private func answer(_ id: Int) -> LiveObject? {
        guard let stored = objects[id] else { return nil }
        var fields = stored.fields
        let (text, ownership) = OwnershipLine.read(fields.description ?? "")
        fields.description = text
        fields.notify = fields.notify.map { NotifyRules.shape.markingWriteOnly(in: $0) }
        fields.config = fields.config.map { ConfigRules.shape.markingWriteOnly(in: $0) }
        if !capabilities.reports(.task) { fields.task = nil }
        if !capabilities.has(.timezone) { fields.timezone = nil }
        if !capabilities.has(.overlap) { fields.overlap = nil }
        if !capabilities.has(.misfire) { fields.misfire = nil }
        if !capabilities.has(.timeout) { fields.timeout = nil }
        if !capabilities.has(.dependsOn) { fields.dependsOn = nil }
        if !capabilities.has(.notify) { fields.notify = nil }
        if !capabilities.has(.config) { fields.config = nil }
        let isEnabled = fields.enabled ?? true
        var object = LiveObject(
            id: String(id), kind: stored.kind, fields: fields, ownership: ownership,
            status: isEnabled ? "scheduled" : "disabled")
        object.isCritical = stored.kind == .system ? stored.isCritical : nil
        object.etag = capabilities.hasETags ? String(stored.version) : nil
        return object
    }

    // MARK: Writing

    mutating func create(_ write: ObjectWrite) throws(PanelError) -> LiveObject {
        guard write.kind == .scheduled, write.fields.schedule != nil, write.fields.task != nil else {
            throw refusal(.invalid, "a name, a schedule and a task are needed")
        }
        try checkFields(write.fields)
        var stored = Stored(kind: .scheduled, fields: ServiceFields(name: ""), isCritical: false)
        merge(write, into: &stored)
        try check(stored, id: nextID, before: nil)
        objects[nextID] = stored
        nextID += 1
        return try answered(nextID - 1)
    }

    mutating func update(_ text: String, _ write: ObjectWrite, ifMatch etag: String?) throws(PanelError) -> LiveObject {
        guard let id = Int(text), let before = objects[id] else { throw PanelError(.notFound, "no service \(text)") }
        try checkPrecondition(before, etag)
        if before.kind == .system, write.fields.name.trimmed() != before.fields.name.trimmed() {
            throw refusal(.invalid, "a system service cannot be renamed")
        }
        if before.kind == .scheduled, write.fields.schedule == nil || write.fields.enabled == nil {
            throw refusal(.invalid, "a documented field is missing")
        }
        if before.kind == .scheduled, write.fields.task == nil {
            throw refusal(.invalid, "a documented field is missing: task")
        }
        try checkFields(write.fields)
        var stored = before
        merge(write, into: &stored)
        try check(stored, id: id, before: before)
        if stored.fields != before.fields { stored.version += 1 }
        objects[id] = stored
        return try answered(id)
    }

    mutating func delete(_ text: String, ifMatch etag: String?) throws(PanelError) {
        guard let id = Int(text), let stored = objects[id] else { throw PanelError(.notFound, "no service \(text)") }
        try checkPrecondition(stored, etag)
        if stored.kind == .system { throw refusal(.conflict, "a system service cannot be deleted") }
        if !dependents(of: id).isEmpty { throw refusal(.conflict, "services depend on \(stored.fields.name)") }
        objects[id] = nil
    }

    private mutating func checkFields(_ fields: ServiceFields) throws(PanelError) {
        for field in Field.allCases where !capabilities.has(field) && fields.has(field) {
            throw refusal(.invalid, "unknown key \(field.rawValue)")
        }
    }

    private func checkPrecondition(_ stored: Stored, _ etag: String?) throws(PanelError) {
        if let etag, etag != String(stored.version) { throw PanelError(.preconditionFailed, "412") }
    }

    private func answered(_ id: Int) throws(PanelError) -> LiveObject {
        guard let object = answer(id) else { throw PanelError(.unexpectedAnswer, "it is gone") }
        return object
    }

    private mutating func refusal(_ code: PanelError.Code, _ message: String) -> PanelError {
        let error = PanelError(code, message)
        refusals.append(error)
        return error
    }

    private func merge(_ write: ObjectWrite, into stored: inout Stored) {
        let new = write.fields
        stored.fields.name = String(new.name.trimmed())
        switch write.ownership {
        case .set(let ownership) where keepsOwnership:
            stored.fields.description = OwnershipLine.description(new.description ?? "", with: ownership)
        default: stored.fields.description = new.description ?? stored.fields.description
        }
        stored.fields.schedule = new.schedule ?? stored.fields.schedule
        stored.fields.enabled = new.enabled ?? stored.fields.enabled
        stored.fields.task = new.task?.revealed() ?? stored.fields.task
        stored.fields.timezone = new.timezone ?? stored.fields.timezone
        stored.fields.overlap = new.overlap ?? stored.fields.overlap
        stored.fields.misfire = new.misfire ?? stored.fields.misfire
        stored.fields.timeout = new.timeout ?? stored.fields.timeout
        stored.fields.dependsOn = new.dependsOn ?? stored.fields.dependsOn
        stored.fields.notify = new.notify?.revealed() ?? stored.fields.notify
        stored.fields.config = new.config?.revealed() ?? stored.fields.config
    }

    private mutating func check(_ stored: Stored, id: Int, before: Stored?) throws(PanelError) {
        if objects.contains(where: { $0.key != id && $0.value.fields.name == stored.fields.name }) {
            throw refusal(.conflict, "the name \(stored.fields.name) is taken")
        }
        let dependencies = ids(stored)
        for dependency in dependencies where objects[dependency] == nil || dependency == id {
            throw refusal(.invalid, "unknown dependency \(dependency)")
        }
        if reaches(id, from: dependencies) { throw refusal(.invalid, "a cycle of dependencies") }
        if stored.fields.enabled != false {
            for dependency in dependencies where objects[dependency]?.fields.enabled == false {
                throw refusal(.conflict, "the dependency \(dependency) is disabled")
            }
        } else if before?.fields.enabled != false, before != nil {
            if stored.isCritical { throw refusal(.conflict, "critical") }
            if dependents(of: id).contains(where: { objects[$0]?.fields.enabled != false }) {
                throw refusal(.conflict, "enabled services depend on \(stored.fields.name)")
            }
        }
    }

    private func ids(_ stored: Stored) -> [Int] { (stored.fields.dependsOn ?? []).map { Int($0.text) ?? 0 } }

    private func dependents(of id: Int) -> [Int] { objects.keys.filter { objects[$0].map(ids)?.contains(id) == true } }

    private func reaches(_ id: Int, from start: [Int]) -> Bool {
        var stack = start
        var seen: Set<Int> = []
        while let node = stack.popLast() {
            if node == id { return true }
            if seen.insert(node).inserted { stack += objects[node].map(ids) ?? [] }
        }
        return false
    }

    // MARK: Other hands

    private func id(named name: String) -> Int? { objects.first { $0.value.fields.name == name }?.key }

    mutating func edit(_ name: String, _ change: (inout ServiceFields) -> Void) {
        guard let id = id(named: name), var stored = objects[id] else { return }
        change(&stored.fields)
        stored.version += 1
        objects[id] = stored
    }

    mutating func editDescription(_ name: String, _ change: (inout String) -> Void) {
        edit(name) { fields in
            var text = fields.description ?? ""
            change(&text)
            fields.description = text
        }
    }

    mutating func add(_ fields: ServiceFields, _ kind: ObjectKind) -> String {
        objects[nextID] = Stored(kind: kind, fields: fields, isCritical: false)
        nextID += 1
        return String(nextID - 1)
    }

    mutating func remove(_ name: String) {
        guard let id = id(named: name) else { return }
        objects[id] = nil
    }
}
