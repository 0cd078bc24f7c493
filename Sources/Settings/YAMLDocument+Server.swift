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
        numbers(
            of: entry, in: ServerSchema.limits, as: ServerLimits(),
            [
                "requests_per_minute": \.requestsPerMinute, "failed_logins_per_minute": \.failedLoginsPerMinute,
                "body_bytes": \.bodyBytes, "header_bytes": \.headerBytes, "request_seconds": \.requestSeconds,
                "response_seconds": \.responseSeconds, "idle_seconds": \.idleSeconds, "connections": \.connections,
            ])
    }

    /// The settings with the numbers of a block that has nothing else.
    mutating func numbers<Settings>(
        of entry: Entry, in schema: ObjectSchema, as settings: Settings,
        _ paths: [String: WritableKeyPath<Settings, Int?>]
    ) -> Settings {
        var settings = settings
        forEachKey(of: entry.value, in: schema, place: field) { document, key, entry in
            let number = document.integer(entry, key.schema)?.value
            if let path = paths[key.name] { settings[keyPath: path] = number }
        }
        return settings
    }
}
