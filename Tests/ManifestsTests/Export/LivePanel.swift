import PhoenixModel

/// A panel's objects for exports, built in a line each.
struct LivePanel {
    var objects: [LiveObject] = []
    var capabilities = PanelCapabilities.complete

    var state: LiveState {
        LiveState(
            target: PanelTarget(name: "test panel", isEmbedded: true), capabilities: capabilities, objects: objects)
    }

    static func task(
        _ id: String, _ name: String, key: String? = nil, project: String = "skyblock", secretPaths: [String] = [],
        notifyDigest: UInt32? = nil, protected: Bool = false, _ change: (inout ServiceFields) -> Void = { _ in }
    ) -> LiveObject {
        var fields = ServiceFields(name: name)
        fields.description = ""
        fields.schedule = "0 2 * * *"
        fields.timezone = "UTC"
        fields.enabled = true
        fields.task = ["type": "backup", "data": ["servers": ["all"]]]
        fields.overlap = "skip"
        fields.misfire = "skip"
        fields.timeout = 3_600
        fields.dependsOn = []
        fields.notify = []
        change(&fields)
        var digests = FieldDigests()
        digests[.notify] = notifyDigest
        let ownership = key.map { key in
            OwnershipReading.owned(
                Ownership(
                    project: project, key: key, digests: digests, secretPaths: secretPaths, isProtected: protected))
        }
        return LiveObject(
            id: id, kind: .scheduled, fields: fields, ownership: ownership ?? .none, status: "scheduled")
    }

    static func service(
        _ id: String, _ name: String, key: String? = nil, managing managed: [Field] = [],
        _ change: (inout ServiceFields) -> Void = { _ in }
    ) -> LiveObject {
        var fields = ServiceFields(name: name)
        fields.description = ""
        fields.enabled = true
        fields.config = [:]
        fields.dependsOn = []
        fields.notify = []
        change(&fields)
        var digests = FieldDigests()
        for field in managed { digests[field] = 1 }
        let ownership = key.map {
            OwnershipReading.owned(Ownership(project: "skyblock", key: $0, digests: digests))
        }
        return LiveObject(id: id, kind: .system, fields: fields, ownership: ownership ?? .none, status: "running")
    }
}
