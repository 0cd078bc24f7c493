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
        var settings = SchedulerSettings()
        forEachKey(of: entry.value, in: ServerSchema.scheduler, place: field) { document, key, entry in
            let number = document.integer(entry, key.schema)?.value
            switch key.name {
            case "grace_seconds": settings.graceSeconds = number
            case "catch_ups_per_minute": settings.catchUpsPerMinute = number
            case "runs": settings.runs = number
            case "steps_per_server": settings.stepsPerServer = number
            case "steps_per_node": settings.stepsPerNode = number
            case "backups_per_node": settings.backupsPerNode = number
            case "lease_seconds": settings.leaseSeconds = number
            case "drain_seconds": settings.drainSeconds = number
            case "keep_days": settings.keepDays = number
            case "keep_failed_days": settings.keepFailedDays = number
            default: settings.keepPerTask = number
            }
        }
        return settings
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
