import PhoenixModel
import ValueDecoding
import WebAddresses

extension YAMLDocument {
    mutating func listenAddress(_ entry: Entry) -> Configured<String>? {
        guard let text = text(entry.value, ServerSchema.address) else { return nil }
        guard HostAndPort(text)?.port != nil else {
            reportValue(
                "must be an address and a port", at: entry.value, help: "write it like 127.0.0.1:8088 or [::1]:8088")
            return nil
        }
        return Configured(text, at: span(of: entry.value))
    }

    mutating func publicURL(_ entry: Entry) -> Configured<String>? {
        guard let url = text(entry.value, TextRule(.any, length: 0...Int.max)) else { return nil }
        guard let problem = PanelURL.problem(in: url) else { return Configured(url, at: span(of: entry.value)) }
        reportValue(problem, at: entry.value, help: "write it like https://services.example.com")
        return nil
    }

    mutating func tlsFiles(_ entry: Entry, _ base: PathBase) -> TLSFiles? {
        guard isMapping(entry.value) else {
            _ = value(entry.value, .object(ServerSchema.tls))
            return nil
        }
        var (certificate, key): (Configured<String>?, Configured<String>?) = (nil, nil)
        var missing = Set(ServerSchema.tls.keys.map(\.name))
        forEachKey(of: entry.value, in: ServerSchema.tls, place: field) { document, schema, entry in
            missing.remove(schema.name)
            let path = document.path(entry, base)
            if schema.name == "cert" { certificate = path } else { key = path }
        }
        for schema in ServerSchema.tls.keys where missing.contains(schema.name) {
            reportMissing(schema.name, summary: schema.summary, at: entry.key)
        }
        guard let certificate, let key else { return nil }
        return TLSFiles(certificate: certificate, key: key)
    }

    mutating func serverLimits(_ entry: Entry) -> ServerLimits {
        var limits = ServerLimits()
        forEachKey(of: entry.value, in: ServerSchema.limits, place: field) { document, key, entry in
            let number = document.integer(entry, key.schema)?.value
            switch key.name {
            case "requests_per_minute": limits.requestsPerMinute = number
            case "failed_logins_per_minute": limits.failedLoginsPerMinute = number
            case "body_bytes": limits.bodyBytes = number
            case "header_bytes": limits.headerBytes = number
            case "request_seconds": limits.requestSeconds = number
            case "response_seconds": limits.responseSeconds = number
            case "idle_seconds": limits.idleSeconds = number
            default: limits.connections = number
            }
        }
        return limits
    }
}
