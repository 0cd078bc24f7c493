import Diagnostics
import PhoenixModel
import ValueDecoding

extension YAMLDocument {
    /// Reads one context.
    mutating func context(_ entry: Entry, _ base: PathBase) -> Context {
        var context = Context(name: Configured(entry.name, at: span(of: entry.key)))
        var hasClientAPI = false
        var targets: [(name: String, key: Node, target: Configured<Target>?)] = []
        forEachKey(of: entry.value, in: ContextSchema.context, place: field) { document, key, entry in
            switch key.name {
            case "panel": targets.append(("panel", entry.key, document.panel(entry)))
            case "store":
                let store = document.store(entry, base)
                targets.append(("store", entry.key, store.map { Configured(.store($0.value), at: $0.span) }))
            case "api_key": context.key = document.keySource(entry, base)
            case "client_api":
                context.clientAPI = document.contextClientAPI(entry, base)
                hasClientAPI = true
            case "ca_file": context.caFile = document.path(entry, base)
            case "timeout": context.timeout = document.integer(entry, key.schema)
            default: context.parallelism = document.integer(entry, key.schema)
            }
        }
        guard isMapping(entry.value) else { return context }
        if targets.count > 1 {
            report(
                Diagnostic(
                    .severalTargets, "\(field) names a panel and a store", at: span(of: targets[1].key),
                    notes: [.init("'\(targets[0].name)' is here", at: span(of: targets[0].key))],
                    help: "remove one of them, or create two contexts"))
        } else if targets.isEmpty, !hasClientAPI {
            reportMissing(
                "panel", summary: "the URL of the panel; the embedded one has a 'store' instead", at: entry.key)
        }
        context.target = targets.count == 1 ? targets[0].target : nil
        return context
    }

    private mutating func contextClientAPI(_ entry: Entry, _ base: PathBase) -> ClientAPISettings? {
        var url: Configured<String>?
        var keys: [Configured<KeySource>?] = []
        var caFile: Configured<String>?
        var hasURL = false
        forEachKey(of: entry.value, in: ContextSchema.clientAPI, place: field) { document, key, entry in
            switch key.name {
            case "url":
                hasURL = true
                url = document.publicURL(entry)
            case "api_key_env":
                let name = document.text(entry.value, ContextSchema.variable)
                // What is no name of a variable may be a key.
                if name == nil { document.hide(entry.value) }
                keys.append(name.map { Configured(.environment($0), at: document.span(of: entry.value)) })
            case "api_key_file":
                keys.append(document.path(entry, base).map { Configured(.file($0.value), at: $0.span) })
            default: caFile = document.path(entry, base)
            }
        }
        if isMapping(entry.value), !hasURL {
            reportMissing("url", summary: "the address of the panel", at: entry.key)
        }
        if keys.count > 1 {
            report(
                Diagnostic(
                    .valueOutOfRange, "\(field) has both 'api_key_env' and 'api_key_file'", at: span(of: entry.key),
                    help: "give one of them: a variable, or a file with the key"))
        }
        return url.map { ClientAPISettings(url: $0, key: keys.first ?? nil, caFile: caFile) }
    }

    private mutating func panel(_ entry: Entry) -> Configured<Target>? {
        let rule = TextRule(.any, length: 0...Int.max)
        guard let url = text(entry.value, rule) else { return nil }
        if let problem = PanelURL.problem(in: url) {
            if PanelURL.hasUserinfo(url) { hide(entry.value) }
            reportValue(problem, at: entry.value, help: "write it like https://panel.example.com")
            return nil
        }
        return Configured(.panel(url), at: span(of: entry.value))
    }

    /// Reads where a key is found. What might be a key itself is kept out of messages.
    mutating func keySource(_ entry: Entry, _ base: PathBase) -> Configured<KeySource>? {
        guard isMapping(entry.value) else {
            hide(entry.value)
            report(
                Diagnostic(
                    .keyInFile, "\(field) must not contain the key itself", at: span(of: entry.key),
                    help:
                        "write \(entry.name): { env: NAME } with a variable, or \(entry.name): { file: PATH } with a file"
                ))
            return nil
        }
        var found: [Configured<KeySource>?] = []
        forEachKey(of: entry.value, in: ContextSchema.keySource, place: field) { document, key, entry in
            if key.name == "file" {
                found.append(document.path(entry, base).map { Configured(.file($0.value), at: $0.span) })
                return
            }
            let name = document.text(entry.value, ContextSchema.variable)
            if name == nil { document.hide(entry.value) }
            found.append(name.map { Configured(.environment($0), at: document.span(of: entry.value)) })
        }
        for other in entries(of: entry.value) where ContextSchema.keySource[other.name] == nil { hide(other.value) }
        guard found.count == 1 else {
            report(
                Diagnostic(
                    found.isEmpty ? .missingKey : .valueOutOfRange,
                    found.isEmpty ? "\(field) lacks 'env' or 'file'" : "\(field) has both 'env' and 'file'",
                    at: span(of: entry.key), help: "give one of them: a variable, or a file with the key"))
            return nil
        }
        return found[0]
    }
}
