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
        if let task { record.task = task }
        overlap.apply(to: &record.overlap, default: new.overlap)
        misfire.apply(to: &record.misfire, default: new.misfire)
        timeout.apply(to: &record.timeout, default: new.timeout)
        var keeper = WriteOnlyKeeper()
        let notify = notify.map { keeper.notify($0, stored: record.notify) }
        notify.apply(to: &record.notify, default: new.notify)
        let config = config.map { keeper.config($0, stored: record.config) }
        config.apply(to: &record.config, default: new.config)
        return keeper.problems
    }
}

extension Sent {
    fileprivate func map(_ transform: (T) -> T) -> Sent {
        if case .value(let value) = self { .value(transform(value)) } else { self }
    }
}
