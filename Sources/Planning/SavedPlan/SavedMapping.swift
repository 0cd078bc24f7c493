import PhoenixModel

/// A mapping of the file, whose entries must have the kinds they should have.
struct SavedMapping {
    private let map: ValueMap

    /// What is no mapping has no entries.
    init(_ value: Value) {
        if case .map(let map) = value { self.map = map } else { map = ValueMap() }
    }

    subscript(key: String) -> Value? { map[key] }

    func text(_ key: String) throws(SavedPlan.Problem) -> String {
        guard case .string(let text)? = map[key] else { throw .damaged }
        return text
    }

    func optionalText(_ key: String) throws(SavedPlan.Problem) -> String? {
        map[key] == nil ? nil : try text(key)
    }

    func flag(_ key: String) throws(SavedPlan.Problem) -> Bool {
        guard case .bool(let flag)? = map[key] else { throw .damaged }
        return flag
    }

    func integer(_ key: String) throws(SavedPlan.Problem) -> Int64 {
        guard case .integer(let number)? = map[key] else { throw .damaged }
        return number
    }

    func optionalInteger(_ key: String) throws(SavedPlan.Problem) -> Int64? {
        map[key] == nil ? nil : try integer(key)
    }

    /// Texts by keys; an entry that is not there is empty.
    func textMap(_ key: String) throws(SavedPlan.Problem) -> [String: String] {
        guard let value = map[key] else { return [:] }
        guard case .map(let inner) = value else { throw .damaged }
        var texts: [String: String] = [:]
        for (key, value) in inner {
            guard case .string(let text) = value else { throw .damaged }
            texts[key] = text
        }
        return texts
    }

    /// An entry that is not there is an empty list.
    func list(_ key: String) throws(SavedPlan.Problem) -> [Value] {
        guard let value = map[key] else { return [] }
        guard case .list(let elements) = value else { throw .damaged }
        return elements
    }

    func mapping(_ key: String) throws(SavedPlan.Problem) -> SavedMapping {
        guard case .map(let inner)? = map[key] else { throw .damaged }
        return SavedMapping(.map(inner))
    }
}

extension SavedPlan.Problem {
    /// The digest fits, and the content does not: a plan that something else has written.
    static let damaged = Self("its parts do not fit together")
}
