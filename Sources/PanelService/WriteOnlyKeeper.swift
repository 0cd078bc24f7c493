import PhoenixModel

/// Puts stored texts in the place of `{"set": true}`, where a client sends back what it was answered.
struct WriteOnlyKeeper {
    private(set) var problems: [ServiceProblem] = []

    /// Entries of a list have no name: each takes the address of the stored one with its type and results, or else of
    /// the next one of its type that no other entry takes.
    mutating func notify(_ sent: Value, stored: Value) -> Value {
        guard case .list(var entries) = sent, case .list(let storedEntries) = stored else { return sent }
        var free = storedEntries.map { NotifyRules.entry.withoutURL($0) }
        for isExact in [true, false] {
            for (index, entry) in entries.enumerated() {
                guard case .map(var map) = entry, map["url"] == .writeOnlyMark else { continue }
                let wanted = NotifyRules.entry.withoutURL(entry)
                let place = free.firstIndex { isExact ? $0 == wanted : $0?["type"] == wanted?["type"] }
                if let place, case .map(let match) = storedEntries[place], let url = match["url"] {
                    map["url"] = url
                    entries[index] = .map(map)
                    free[place] = nil as ValueMap?
                } else if !isExact {
                    problems.append(.nothingToKeep("notify[\(index)].url"))
                }
            }
        }
        return .list(entries)
    }

    /// A probe of the same type keeps its token or password.
    mutating func config(_ sent: Value, stored: Value) -> Value {
        guard case .map(var config) = sent, case .map(var probe) = config["probe"] else { return sent }
        var storedProbe = ValueMap()
        if case .map(let config) = stored, case .map(let probe) = config["probe"] { storedProbe = probe }
        let isSameType = storedProbe["type"] == probe["type"]
        for key in ["token", "password"] where probe[key] == .writeOnlyMark {
            if isSameType, let text = storedProbe[key] {
                probe[key] = text
            } else {
                problems.append(.nothingToKeep("config.probe.\(key)"))
            }
        }
        config["probe"] = .map(probe)
        return .map(config)
    }
}

extension ObjectShape {
    /// What tells one entry from another when its address is not known; nil for what is no mapping.
    fileprivate func withoutURL(_ entry: Value) -> ValueMap? {
        guard case .map(var map) = entry else { return nil }
        map["url"] = nil
        return canonical(map)
    }
}

extension ServiceProblem {
    fileprivate static func nothingToKeep(_ field: String) -> Self {
        .field(field, "is sent as {\"set\": true}, but no value is stored that could be kept; send the value itself")
    }
}
