import PhoenixModel

/// How a saved plan holds the secrets of the files: by reference.
enum SecretReference {
    private static let key = "$secret"
    private static let folderKey = "$folder"
    /// Stands around a mapping of the files that would read as a reference.
    private static let plainKey = "$plain"

    /// `path` gives the folder that paths count from as the plan is to hold it.
    static func encoded(_ value: Value, _ path: (String) -> String) -> Value {
        switch value {
        case .secret(let secret): [key: .string(secret.reference), folderKey: .string(path(secret.folder))]
        case .list(let elements): .list(elements.map { encoded($0, path) })
        case .map(let map): encoded(map, path)
        default: value
        }
    }

    private static func encoded(_ map: ValueMap, _ path: (String) -> String) -> Value {
        let entries = Value.map(map.mapValues { encoded($0, path) })
        return map[key] != nil || map[plainKey] != nil ? [plainKey: entries] : entries
    }

    static func decoded(
        _ value: Value, _ resolve: (String, String) throws(SavedPlan.Problem) -> Secret
    ) throws(SavedPlan.Problem) -> Value {
        switch value {
        case .list(let elements):
            var result: [Value] = []
            for element in elements { result.append(try decoded(element, resolve)) }
            return .list(result)
        case .map(let map):
            if case .map(let plain)? = map[plainKey] { return .map(try decoded(entriesOf: plain, resolve)) }
            guard case .string(let reference)? = map[key], case .string(let folder)? = map[folderKey] else {
                return .map(try decoded(entriesOf: map, resolve))
            }
            return .secret(try resolve(reference, folder))
        default: return value
        }
    }

    private static func decoded(
        entriesOf map: ValueMap, _ resolve: (String, String) throws(SavedPlan.Problem) -> Secret
    ) throws(SavedPlan.Problem) -> ValueMap {
        var entries: [ValueMap.Element] = []
        for (key, value) in map { entries.append((key, try decoded(value, resolve))) }
        return ValueMap(uniqueEntries: entries)
    }
}
