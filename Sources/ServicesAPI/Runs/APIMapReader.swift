import PhoenixModel

/// Reads the keys of one mapping of the API. `null` is absent, and keys that nobody asks for are ignored.
struct APIMapReader {
    private let map: ValueMap
    /// What stands before the keys in errors: `targets.`.
    private let prefix: String

    init(_ value: Value, named name: String, prefix: String = "") throws(APIObjectError) {
        guard case .map(let map) = value else {
            throw APIObjectError(field: nil, problem: "\(name) must be a mapping, not \(value.kind)")
        }
        self.map = map
        self.prefix = prefix
    }

    subscript(_ key: String) -> Value? { map[key].flatMap { $0 == .null ? nil : $0 } }

    func required(_ key: String) throws(APIObjectError) -> Value {
        guard let value = self[key] else { throw APIObjectError(field: prefix + key, problem: "is missing") }
        return value
    }

    func reader(_ key: String) throws(APIObjectError) -> APIMapReader? {
        guard let value = self[key] else { return nil }
        return try APIMapReader(value, named: "'\(prefix)\(key)'", prefix: "\(prefix)\(key).")
    }

    func text(_ key: String) throws(APIObjectError) -> String? {
        switch self[key] {
        case nil: return nil
        case .string(let text): return text
        // Other panels write ids as numbers.
        case .integer(let number): return String(number)
        case let value?: throw mismatch(key, "text", value)
        }
    }

    func requiredText(_ key: String) throws(APIObjectError) -> String {
        guard let text = try text(key) else { throw APIObjectError(field: prefix + key, problem: "is missing") }
        return text
    }

    func integer(_ key: String) throws(APIObjectError) -> Int64? {
        switch self[key] {
        case nil: return nil
        case .integer(let number): return number
        case let value?: throw mismatch(key, "a whole number", value)
        }
    }

    /// 0 when it is not there; what no count can be is refused.
    func count(_ key: String) throws(APIObjectError) -> Int {
        let number = try integer(key) ?? 0
        guard let count = Int32(exactly: number), count >= 0 else {
            throw APIObjectError(field: prefix + key, problem: "must be a count")
        }
        return Int(count)
    }

    func number(_ key: String) throws(APIObjectError) -> Double? {
        guard let value = self[key] else { return nil }
        guard let number = value.number else { throw mismatch(key, "a number", value) }
        return number
    }

    func list(_ key: String) throws(APIObjectError) -> [Value]? {
        switch self[key] {
        case nil: return nil
        case .list(let elements): return elements
        case let value?: throw mismatch(key, "a list", value)
        }
    }

    func moment(_ key: String) throws(APIObjectError) -> Timestamp? {
        guard let text = try text(key) else { return nil }
        guard let moment = Timestamp(rfc3339: text) else {
            throw APIObjectError(field: prefix + key, problem: "is not an RFC 3339 time: \(excerpt(text))")
        }
        return moment
    }

    func requiredMoment(_ key: String) throws(APIObjectError) -> Timestamp {
        guard let moment = try moment(key) else { throw APIObjectError(field: prefix + key, problem: "is missing") }
        return moment
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, _: Word.Type = Word.self
    ) throws(APIObjectError) -> Word? where Word.RawValue == String {
        guard let text = try text(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw APIObjectError(field: prefix + key, problem: "must be one of \(words), not \(excerpt(text))")
        }
        return word
    }

    func requiredWord<Word: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Word.Type = Word.self
    ) throws(APIObjectError) -> Word where Word.RawValue == String {
        guard let word = try word(key, type) else { throw APIObjectError(field: prefix + key, problem: "is missing") }
        return word
    }

    private func excerpt(_ text: String) -> String { Value.string(String(text.prefix(100))).jsonText() }

    private func mismatch(_ key: String, _ expected: String, _ value: Value) -> APIObjectError {
        APIObjectError(field: prefix + key, problem: "must be \(expected), not \(value.kind)")
    }
}
