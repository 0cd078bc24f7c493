package import Diagnostics
package import PhoenixModel

// Entries as a loader gives them: a task has every field, a service those that it names.
extension DesiredObject {
    package static func task(
        _ key: String, name: String? = nil, description: String = "", schedule: String = "0 2 * * *",
        timezone: String = "UTC", enabled: Bool = true, task: Value = .backup(), overlap: String = "skip",
        misfire: String = "skip", timeout: Int64 = ServiceRules.defaultTimeout, dependsOn: [String] = [],
        notify: Value = [], formerly: [String] = [], protect: Bool = false, ignoring: [IgnoredField] = []
    ) -> DesiredObject {
        var fields = ServiceFields(name: name ?? key)
        fields.description = description
        fields.schedule = schedule
        fields.timezone = timezone
        fields.enabled = enabled
        fields.task = task
        fields.overlap = overlap
        fields.misfire = misfire
        fields.timeout = timeout
        fields.dependsOn = dependsOn.map { .key($0) }
        fields.notify = notify
        return DesiredObject(
            kind: .scheduled, key: key, formerly: formerly, fields: fields, isProtected: protect, ignored: ignoring,
            span: .sample)
    }

    package static func service(
        _ key: String, name: String, description: String? = nil, enabled: Bool? = nil, config: Value? = nil,
        dependsOn: [String]? = nil, notify: Value? = nil, formerly: [String] = [], ignoring: [IgnoredField] = []
    ) -> DesiredObject {
        var fields = ServiceFields(name: name)
        fields.description = description
        fields.enabled = enabled
        fields.config = config
        fields.dependsOn = dependsOn?.map { .key($0) }
        fields.notify = notify
        return DesiredObject(
            kind: .system, key: key, formerly: formerly, fields: fields, ignored: ignoring, span: .sample)
    }
}

extension IgnoredField {
    package static func field(_ field: Field, until day: Int? = nil) -> IgnoredField {
        IgnoredField(field: field, untilDay: day, span: .sample)
    }
}

extension Value {
    /// A task that makes backups.
    package static func backup(keep: Int64 = 7) -> Value {
        ["type": "backup", "data": ["servers": ["all"], "keep": .integer(keep)]]
    }

    /// A task that types a command.
    package static func command(_ command: Value) -> Value {
        ["type": "server_command", "data": ["servers": ["all"], "command": command]]
    }

    package static func secret(_ name: String, _ value: String) -> Value {
        .secret(Secret(reference: "${secret:env:\(name)}", value: value))
    }
}

extension SourceSpan {
    /// Some place.
    package static let sample = SourceSpan(startOf: SourceFileID(index: 0))
}

extension DesiredSchedule {
    package static func sample(
        _ key: String, name: String? = nil, servers: [String] = ["all"], schedule: String = "0 4 * * *",
        timezone: String = "UTC", enabled: Bool = true, steps: Value = [["action": "power", "payload": "restart"]],
        formerly: [String] = [], protect: Bool = false, ignoring: [IgnoredField] = []
    ) -> DesiredSchedule {
        var fields = ServiceFields(name: name ?? key)
        fields.timezone = timezone
        fields.enabled = enabled
        fields.onlyWhenOnline = false
        fields.steps = steps
        return DesiredSchedule(
            key: key, formerly: formerly, servers: servers.map { ServerReference($0, .sample) }, schedule: schedule,
            fields: fields, isProtected: protect, ignored: ignoring, span: .sample)
    }

    /// What it is on one server, where `H` is not in it.
    package func object(on server: GameServer.ID) -> DesiredObject {
        var fields = fields
        fields.schedule = schedule
        return DesiredObject(
            kind: .native, key: ScheduleKey(entry: key, server: server).text,
            formerly: formerly.map { ScheduleKey(entry: $0, server: server).text }, fields: fields,
            isProtected: isProtected, ignored: ignored, span: span)
    }
}
