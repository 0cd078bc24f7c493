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
        fields.markWriteOnly()
        for field in Field.allCases where !capabilities.reports(field) { fields[field] = nil }
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
        guard PanelRules.creatableKinds.contains(write.kind), write.fields.schedule != nil, write.fields.task != nil
        else {
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
        if !PanelRules.renamableKinds.contains(before.kind),
            PanelRules.comparedName(write.fields.name) != PanelRules.comparedName(before.fields.name)
        {
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
        try refuse(PanelRules.deleting(id, stored.kind, in: self), stored)
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
        stored.fields.name = PanelRules.comparedName(new.name)
        switch write.ownership {
        case .set(let ownership) where keepsOwnership:
            stored.fields.description = OwnershipLine.description(new.description ?? "", with: ownership)
        default: stored.fields.description = new.description ?? stored.fields.description
        }
        for field in Field.all(of: stored.kind) where ![.name, .description].contains(field) && new.has(field) {
            stored.fields.take(field, from: new)
            if field.form.isStructured { stored.fields[field] = new[field]?.revealed() }
        }
    }

    private mutating func check(_ stored: Stored, id: Int, before: Stored?) throws(PanelError) {
        let dependencies = ids(stored)
        for dependency in dependencies where objects[dependency] == nil {
            throw refusal(.invalid, "unknown dependency \(dependency)")
        }
        let isEnabled = stored.fields.enabled != false
        try refuse(PanelRules.naming(from: before?.fields.name, to: stored.fields.name, of: id, in: self), stored)
        try refuse(PanelRules.cycle(of: id, dependingOn: dependencies, in: self), stored)
        try refuse(PanelRules.depending(isEnabled: isEnabled, on: dependencies, in: self), stored)
        try refuse(
            PanelRules.switching(
                id, from: before.map { $0.fields.enabled != false } ?? false, to: isEnabled,
                isCritical: stored.isCritical, in: self), stored)
    }

    private mutating func refuse(_ rule: PanelRefusal<Int>?, _ stored: Stored) throws(PanelError) {
        guard let rule else { return }
        let code: PanelError.Code = if case .dependencyCycle = rule { .invalid } else { .conflict }
        throw refusal(code, "\(stored.fields.name): \(rule)")
    }

    private func ids(_ stored: Stored) -> [Int] { (stored.fields.dependsOn ?? []).map { Int($0.text) ?? 0 } }

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

extension FakePanelState: PanelView {
    func holder(ofName name: String, besides id: Int?) -> Int? {
        objects.keys.sorted().first { $0 != id && objects[$0]?.fields.name == name }
    }

    func disabled(among ids: [Int]) -> [Int] { ids.filter { objects[$0]?.fields.enabled == false } }

    func dependencies(of id: Int) -> [Int] { objects[id].map(ids) ?? [] }

    func dependents(of id: Int, onlyEnabled: Bool) -> [Int] {
        objects.keys.sorted().filter { other in
            guard let stored = objects[other], ids(stored).contains(id) else { return false }
            return !onlyEnabled || stored.fields.enabled != false
        }
    }
}
