import PhoenixModel

/// Reads the keys of a mapping whose values have a type each. `null` is absent.
struct KeyReader {
    private let map: ValueMap

    /// nil for what is no mapping.
    init?(_ value: Value?) {
        guard case .map(let map)? = value else { return nil }
        self.map = map
    }

    func text(_ key: String) throws(UnreadableKey) -> String? {
        switch map[key] {
        case nil, .null?: nil
        case let value?:
            if let text = value.revealedText { text } else { throw UnreadableKey(key: key) }
        }
    }

    func requiredText(_ key: String) throws(UnreadableKey) -> String {
        guard let text = try text(key) else { throw UnreadableKey(key: key) }
        return text
    }

    func integer(_ key: String) throws(UnreadableKey) -> Int64? {
        switch map[key] {
        case nil, .null?: nil
        case .integer(let number)?: number
        default: throw UnreadableKey(key: key)
        }
    }

    func requiredInteger(_ key: String) throws(UnreadableKey) -> Int64 {
        guard let number = try integer(key) else { throw UnreadableKey(key: key) }
        return number
    }

    func flag(_ key: String) throws(UnreadableKey) -> Bool? {
        switch map[key] {
        case nil, .null?: nil
        case .bool(let flag)?: flag
        default: throw UnreadableKey(key: key)
        }
    }

    /// Empty where there is none.
    func textList(_ key: String) throws(UnreadableKey) -> [String] {
        switch map[key] {
        case nil, .null?: return []
        case .list(let elements)?:
            let texts = elements.compactMap(\.revealedText)
            guard texts.count == elements.count else { throw UnreadableKey(key: key) }
            return texts
        default: throw UnreadableKey(key: key)
        }
    }

    /// A mapping of texts; empty where there is none.
    func texts(_ key: String) throws(UnreadableKey) -> [String: String] {
        guard let reader = try object(key) else { return [:] }
        var texts: [String: String] = [:]
        for (name, _) in reader.map { texts[name] = try reader.requiredText(name) }
        return texts
    }

    func object(_ key: String) throws(UnreadableKey) -> KeyReader? {
        switch map[key] {
        case nil, .null?: return nil
        case let value?:
            guard let reader = KeyReader(value) else { throw UnreadableKey(key: key) }
            return reader
        }
    }

    func objects(_ key: String) throws(UnreadableKey) -> [KeyReader] {
        guard case .list(let elements)? = map[key] else { throw UnreadableKey(key: key) }
        let readers = elements.compactMap { KeyReader($0) }
        guard readers.count == elements.count else { throw UnreadableKey(key: key) }
        return readers
    }
}

/// Why a mapping cannot be read: the value of a key is missing, or of another type.
struct UnreadableKey: Error, Hashable {
    let key: String
}
