import PanelFixtures
import PhoenixModel

/// The rules that a panel checks a body by, and the answers it gives for those that are broken.
struct StandInRules {
    private let body: ValueMap
    private var problems: [Value] = []

    init(_ body: ValueMap) { self.body = body }

    /// nil where no rule is broken.
    func refusal(byteOrderMark: Bool, flushed: Bool) -> ProxiedAnswer? {
        guard !problems.isEmpty else { return nil }
        return Self.answer(["errors": .list(problems)], status: 422, byteOrderMark: byteOrderMark, flushed: flushed)
    }

    /// Where PHP does not buffer its output, the byte order mark sends the head of the answer before its time.
    static func answer(_ json: Value, status: Int, byteOrderMark: Bool, flushed: Bool) -> ProxiedAnswer {
        var answer = ProxiedAnswer(status, json: json)
        guard byteOrderMark else { return answer }
        answer.body = [0xEF, 0xBB, 0xBF] + answer.body
        if flushed {
            answer.status = 200
            answer.headers["Content-Type"] = "text/html; charset=UTF-8"
        }
        return answer
    }

    private mutating func fail(_ field: String, _ rule: String, _ words: String) {
        let name = String(field.map { $0 == "_" ? " " : $0 })
        problems.append([
            "code": "ValidationException", "status": "422", "detail": .string("The \(name) \(words)."),
            "meta": ["source_field": .string(field), "rule": .string(rule)],
        ])
    }

    /// Text that must be there.
    mutating func text(_ field: String, longest: Int? = nil) {
        switch body[field] {
        case nil, .null?: fail(field, "required", "field is required")
        case .string(let text)?:
            if let longest, text.unicodeScalars.count > longest {
                fail(field, "max", "may not be greater than \(longest) characters")
            }
        default: fail(field, "string", "must be a string")
        }
    }

    /// A boolean that may be left out, but not be empty.
    mutating func flag(_ field: String, emptyRule: String) {
        switch body[field] {
        case nil, .bool?, .integer(0)?, .integer(1)?, .string("0")?, .string("1")?: break
        case .null?: fail(field, emptyRule, "field is required")
        default: fail(field, "boolean", "field must be true or false")
        }
    }

    mutating func choice(_ field: String, _ words: [String]) {
        switch body[field] {
        case nil, .null?: fail(field, "required", "field is required")
        case .string(let word)? where words.contains(word): break
        default: problems.append(Self.invalidChoice(field))
        }
    }

    private static func invalidChoice(_ field: String) -> Value {
        let name = String(field.map { $0 == "_" ? " " : $0 })
        return [
            "code": "ValidationException", "status": "422", "detail": .string("The selected \(name) is invalid."),
            "meta": ["source_field": .string(field), "rule": "in"],
        ]
    }

    mutating func payload() {
        switch body["payload"] {
        case .string?: break
        case nil, .null?:
            if body["action"] != "backup" {
                fail("payload", "required_unless", "field is required unless action is in backup")
            }
        default: fail("payload", "string", "must be a string")
        }
    }

    mutating func number(_ field: String, _ range: ClosedRange<Double>, isRequired: Bool) {
        guard let value = body[field] else {
            if isRequired { fail(field, "required", "field is required") }
            return
        }
        guard value != .null else { return fail(field, "required", "field is required") }
        guard let number = Self.number(value) else { return fail(field, "numeric", "must be a number") }
        if number < range.lowerBound { fail(field, "min", "must be at least \(Int(range.lowerBound))") }
        if number > range.upperBound { fail(field, "max", "may not be greater than \(Int(range.upperBound))") }
    }

    /// A number, or text that PHP takes for one.
    static func number(_ value: Value?) -> Double? {
        switch value {
        case .integer(let number)?: Double(number)
        case .number(let number)?: number
        case .string(let text)?:
            text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } ? Double(text) : nil
        default: nil
        }
    }

    /// What PHP takes for true.
    static func isTrue(_ value: Value?) -> Bool {
        switch value {
        case nil, .null?, .bool(false)?, .integer(0)?, .string("")?, .string("0")?: false
        default: true
        }
    }
}

extension Value {
    /// As the panel takes values in: without white space around texts, and with nothing for those that are empty.
    var takenIn: Value {
        switch self {
        case .string(let text):
            let trimmed = StandInTrimming.trimmed(text)
            return trimmed.isEmpty ? .null : .string(trimmed)
        case .list(let values): return .list(values.map(\.takenIn))
        case .map(let map): return .map(map.mapValues(\.takenIn))
        default: return self
        }
    }
}

/// The trimming that panels do: of Unicode's white space and some marks without width, but not of NUL.
enum StandInTrimming {
    static func trimmed(_ text: String) -> String {
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, isTrimmed(first) { scalars.removeFirst() }
        while let last = scalars.last, isTrimmed(last) { scalars.removeLast() }
        return String(scalars)
    }

    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || [0x180E, 0x200B, 0xFEFF].contains(scalar.value)
    }

    /// The first bytes of a text that are whole characters, as a column of a database keeps them.
    static func cut(_ text: String, bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var kept = 0
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            kept += String(scalar).utf8.count
            if kept > bytes { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
