import Manifests
import PhoenixModel
import WebAddresses

extension YAMLDocument {
    mutating func listenAddress(_ entry: Entry) -> Configured<String>? {
        guard let text = text(entry.value, ServerShape.address) else { return nil }
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
            _ = value(entry.value, .object(ServerShape.tls))
            return nil
        }
        var (certificate, key): (Configured<String>?, Configured<String>?) = (nil, nil)
        var missing = Set(ServerShape.tls.keys.map(\.name))
        forEachKey(of: entry.value, in: ServerShape.tls, place: field) { document, shape, entry in
            missing.remove(shape.name)
            let path = document.path(entry, base)
            if shape.name == "cert" { certificate = path } else { key = path }
        }
        for shape in ServerShape.tls.keys where missing.contains(shape.name) {
            reportMissing(shape.name, summary: shape.summary, at: entry.key)
        }
        guard let certificate, let key else { return nil }
        return TLSFiles(certificate: certificate, key: key)
    }

    mutating func serverLimits(_ entry: Entry) -> ServerLimits {
        var limits = ServerLimits()
        forEachKey(of: entry.value, in: ServerShape.limits, place: field) { document, key, entry in
            let number = document.integer(entry, key.shape)?.value
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
