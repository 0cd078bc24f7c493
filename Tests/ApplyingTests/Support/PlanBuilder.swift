import PhoenixModel
import PhoenixTestSupport

/// Plans made by hand.
enum PlanBuilder {
    static func plan(_ actions: [Action]) -> Plan {
        Plan(target: PanelTarget(name: "fake panel", isEmbedded: true), project: "demo", actions: actions)
    }

    static func create(_ key: String, dependsOn: [Dependency] = [], after waits: [Int] = []) -> Action {
        Action(.create, kind: .scheduled, key: key, name: key, write: write(key, dependsOn), waitsFor: waits)
    }

    static func update(
        _ object: LiveObject?, key: String, name: String, operation: Action.Operation = .update, after waits: [Int] = []
    ) -> Action {
        var write = write(key, [])
        write.fields.name = name
        return Action(
            operation, kind: .scheduled, key: key, name: name, objectID: object?.id, write: write, observed: object,
            waitsFor: waits)
    }

    static func delete(_ object: LiveObject?, key: String, after waits: [Int] = []) -> Action {
        Action(
            .delete, kind: .scheduled, key: key, name: key, objectID: object?.id ?? "99", observed: object,
            waitsFor: waits)
    }

    static func write(_ key: String, _ dependencies: [Dependency] = []) -> ObjectWrite {
        var fields = ServiceFields(name: key)
        fields.description = ""
        fields.schedule = "0 2 * * *"
        fields.enabled = true
        fields.task = .backup()
        if !dependencies.isEmpty { fields.dependsOn = dependencies }
        return ObjectWrite(
            kind: .scheduled, fields: fields,
            ownership: .set(Ownership(project: "demo", key: key, digests: FieldDigests())))
    }
}
