import Diagnostics
import PhoenixModel
import ValueDecoding

extension YAMLDocument {
    /// Reads the system services and holds them against each other; those with errors of their own are left out.
    mutating func systemServices(_ entry: Entry, _ known: [KnownSystemService]) -> [SystemServiceSettings] {
        var services: [SystemServiceSettings] = []
        var names: [String: Configured<String>] = [:]
        // Where one could not be read, a name that nothing has may be its.
        var isComplete = true
        forEachNamed(of: entry.value) { document, entry in
            guard let service = document.systemService(entry, known) else { return isComplete = false }
            if let first = names.updateValue(service.name, forKey: service.name.value) {
                document.report(
                    Diagnostic(
                        .duplicateName, "two services have the name '\(service.name.value)'", at: service.name.span,
                        notes: [.init("the other one is here", at: first.span)],
                        help: "names identify services: rename one of them"))
            } else {
                services.append(service)
            }
        }
        let graph = ServiceGraph(services, known)
        for diagnostic in graph.unknownNames where isComplete { report(diagnostic) }
        for diagnostic in graph.cycles { report(diagnostic) }
        return services
    }

    private mutating func systemService(_ entry: Entry, _ known: [KnownSystemService]) -> SystemServiceSettings? {
        guard isMapping(entry.value) else {
            _ = value(entry.value, .object(ServerSchema.service))
            return nil
        }
        var present: Set<String> = []
        var (name, kind): (Configured<String>?, Configured<String>?) = (nil, nil)
        var (description, isCritical): (String?, Bool?) = (nil, nil)
        var (dependencies, config): ([Configured<String>]?, Value?) = (nil, nil)
        forEachKey(of: entry.value, in: ServerSchema.service, place: field) { document, key, entry in
            let span = document.span(of: entry.value)
            present.insert(key.name)
            switch key.name {
            case "name": name = document.text(entry.value, ServiceRules.name).map { Configured($0, at: span) }
            case "kind": kind = document.value(entry.value, key.schema)?.plainText.map { Configured($0, at: span) }
            case "description": description = document.text(entry.value, ServiceRules.description)
            case "critical":
                if case .bool(let value) = document.value(entry.value, key.schema) { isCritical = value }
            case "depends_on": dependencies = document.serviceNames(entry)
            default: config = document.value(entry.value, key.schema)
            }
        }
        if !present.contains("name") {
            reportMissing("name", summary: "its name, which identifies it; unique among the services", at: entry.key)
        }
        let twin = name.flatMap { name in known.first { $0.name == name.value } }
        if let twin, let kind, kind.value != twin.kind {
            report(
                Diagnostic(
                    .valueOutOfRange, "'\(twin.name)' has the kind \(twin.kind), which cannot be changed",
                    at: kind.span, fixIts: [.init("write \(twin.kind)", at: kind.span, replacement: twin.kind)],
                    help: "remove 'kind', or give your own service another name"))
        }
        if name != nil, twin == nil, !present.contains("kind") {
            let kinds = ServerSchema.kinds.joined(separator: ", ")
            reportMissing("kind", summary: "the kind of service: one of \(kinds)", at: entry.key)
        }
        guard let name, let kind = kind?.value ?? twin?.kind else { return nil }
        return SystemServiceSettings(
            key: Configured(entry.name, at: span(of: entry.key)), name: name, kind: kind, description: description,
            isCritical: isCritical, dependencies: dependencies, config: config)
    }

    /// Names of services, each once.
    private mutating func serviceNames(_ entry: Entry) -> [Configured<String>]? {
        guard let elements = elements(entry.value, count: ServiceRules.dependencyCount) else { return nil }
        var names: [Configured<String>] = []
        var seen: Set<String> = []
        for element in elements {
            guard let name = text(element, ServiceRules.name), seen.insert(name).inserted else { continue }
            names.append(Configured(name, at: span(of: element)))
        }
        return names
    }
}
