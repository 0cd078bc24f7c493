package import PhoenixModel

extension Ownership {
    /// With everything that a line can say.
    package static let sample: Ownership = {
        var digests = FieldDigests()
        digests[.name] = 0x12_3456
        return Ownership(
            project: "skyblock", key: "nightly", digests: digests, secretPaths: ["task.data.command"],
            isProtected: true)
    }()
}

extension ObjectWrite {
    /// A scheduled task with every field and secrets, owned as `Ownership.sample` says.
    package static func sample(_ name: String) -> ObjectWrite {
        var fields = ServiceFields(name: name)
        fields.description = "Backs up."
        fields.schedule = "0 2 * * *"
        fields.timezone = "UTC"
        fields.enabled = true
        fields.task = [
            "type": "server_command",
            "data": [
                "servers": ["all"], "command": .secret(Secret(reference: "${secret:env:CMD}", value: "op notch")),
            ],
        ]
        fields.overlap = "skip"
        fields.misfire = "skip"
        fields.timeout = 60
        fields.dependsOn = [.id("1")]
        fields.notify = [
            ["type": "discord", "url": .secret(Secret(reference: "${secret:env:U}", value: "https://u.example"))]
        ]
        return ObjectWrite(kind: .scheduled, fields: fields, ownership: .set(.sample))
    }
}
