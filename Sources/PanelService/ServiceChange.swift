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
        if let name { record.name = name }
        description.apply(to: &record.description, default: "")
        enabled.apply(to: &record.isEnabled, default: true)
        if let schedule { record.schedule = schedule }
        timezone.apply(to: &record.timezone, default: "UTC")
        if let task { record.task = task }
        overlap.apply(to: &record.overlap, default: "skip")
        misfire.apply(to: &record.misfire, default: "skip")
        timeout.apply(to: &record.timeout, default: ServiceRules.defaultTimeout)
        var keeper = WriteOnlyKeeper()
        let notify = notify.map { keeper.notify($0, stored: record.notify) }
        notify.apply(to: &record.notify, default: [])
        let config = config.map { keeper.config($0, stored: record.config) }
        config.apply(to: &record.config, default: [:])
        return keeper.problems
    }
}

extension Sent {
    fileprivate func map(_ transform: (T) -> T) -> Sent {
        if case .value(let value) = self { .value(transform(value)) } else { self }
    }
}
