import PanelStore
import PhoenixModel

/// The fields that a request body sets, checked each by itself.
struct ServiceChange: Sendable {
    var name: String?
    var description: Sent<String> = .absent
    var enabled: Sent<Bool> = .absent
    var schedule: String?
    var timezone: Sent<String> = .absent
    var task: Value?
    var overlap: Sent<String> = .absent
    var misfire: Sent<String> = .absent
    var timeout: Sent<Int64> = .absent
    /// Ids as they were sent.
    var dependsOn: Sent<[String]> = .absent
    var notify: Sent<Value> = .absent
    var config: Sent<Value> = .absent
}

extension ServiceChange {
    /// Puts everything but `dependsOn` into a record. Write-only values that were sent back are taken from the record;
    /// the problems are those that have nothing to be taken from.
    func apply(to record: inout ServiceRecord) -> [ServiceProblem] {
        // What null resets to.
        let new = ServiceRecord(kind: record.kind, name: record.name, createdAt: record.createdAt)
        if let name { record.name = name }
        description.apply(to: &record.description, default: new.description)
        enabled.apply(to: &record.isEnabled, default: new.isEnabled)
        if let schedule { record.schedule = schedule }
        timezone.apply(to: &record.timezone, default: new.timezone)
        overlap.apply(to: &record.overlap, default: new.overlap)
        misfire.apply(to: &record.misfire, default: new.misfire)
        timeout.apply(to: &record.timeout, default: new.timeout)
        var problems: [ServiceProblem] = []
        if let task { record.task = Self.kept(task, from: record.task, .task, &problems) }
        let notify = notify.map { Self.kept($0, from: record.notify, .notify, &problems) }
        notify.apply(to: &record.notify, default: new.notify)
        let config = config.map { Self.kept($0, from: record.config, .config, &problems) }
        config.apply(to: &record.config, default: new.config)
        return problems
    }

    private static func kept(
        _ sent: Value, from stored: Value?, _ field: Field, _ problems: inout [ServiceProblem]
    ) -> Value {
        var keeping = WriteOnlyKeeping()
        let kept = keeping.keep(sent, from: stored, field.definition.schema)
        problems += keeping.problems.map { .value($0, in: field) }
        return kept
    }
}

extension Sent {
    fileprivate func map(_ transform: (T) -> T) -> Sent {
        if case .value(let value) = self { .value(transform(value)) } else { self }
    }
}
