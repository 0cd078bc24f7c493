import PhoenixModel
import ValueDecoding
import WebAddresses

extension YAMLDocument {
    mutating func clientAPI(_ entry: Entry, _ base: PathBase) -> ClientAPISettings? {
        var url: Configured<String>?
        var key: Configured<KeySource>?
        var caFile: Configured<String>?
        var hasURL = false
        forEachKey(of: entry.value, in: ServerSchema.clientAPI, place: field) { document, schema, entry in
            switch schema.name {
            case "url":
                hasURL = true
                url = document.publicURL(entry)
            case "key": key = document.keySource(entry, base)
            default: caFile = document.path(entry, base)
            }
        }
        if isMapping(entry.value), !hasURL {
            reportMissing("url", summary: "the address of the panel", at: entry.key)
        }
        return url.map { ClientAPISettings(url: $0, key: key, caFile: caFile) }
    }

    mutating func scheduler(_ entry: Entry) -> SchedulerSettings {
        numbers(
            of: entry, in: ServerSchema.scheduler, as: SchedulerSettings(),
            [
                "grace_seconds": \.graceSeconds, "catch_ups_per_minute": \.catchUpsPerMinute, "runs": \.runs,
                "steps_per_server": \.stepsPerServer, "steps_per_node": \.stepsPerNode,
                "backups_per_node": \.backupsPerNode, "lease_seconds": \.leaseSeconds,
                "drain_seconds": \.drainSeconds, "keep_days": \.keepDays, "keep_failed_days": \.keepFailedDays,
                "keep_per_task": \.keepPerTask,
            ])
    }

    /// The networks that messages may go to although they are private.
    mutating func allowedNetworks(_ entry: Entry) -> [IPNetwork] {
        var networks: [IPNetwork] = []
        forEachKey(of: entry.value, in: ServerSchema.notifications, place: field) { document, key, entry in
            guard case .list(let texts) = document.value(entry.value, key.schema) else { return }
            for text in texts {
                guard let text = text.plainText else { continue }
                guard let network = IPNetwork(text) else {
                    document.reportValue(
                        "has '\(text)', which is not a network", at: entry.value,
                        help: "write networks like 10.0.0.0/8, fd00::/8 or 192.168.1.5")
                    continue
                }
                networks.append(network)
            }
        }
        return networks
    }
}
