/// A pattern of names: `*` is any text, `?` one character, `[a-c]` one of several, `[!a-c]` one of all others. A `[`
/// without its `]` is itself. Matching takes time in proportion to pattern times text at the most.
package struct Glob: Sendable, Hashable {
    private enum Part: Hashable {
        case any
        case one
        case scalar(Unicode.Scalar)
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .any, .one: true
            case .scalar(let own): own == scalar
            case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
            }
        }
    }

    private var parts: [Part] = []

    package init(_ pattern: some StringProtocol) {
        var rest = Array(pattern.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": if parts.last != .any { parts.append(.any) }
            case "?": parts.append(.one)
            case "[":
                if let (set, after) = Self.set(rest) {
                    parts.append(set)
                    rest = after
                } else {
                    parts.append(.scalar(scalar))
                }
            default: parts.append(.scalar(scalar))
            }
        }
    }

    /// What stands behind a `[`, up to its `]`.
    private static func set(_ text: ArraySlice<Unicode.Scalar>) -> (Part, ArraySlice<Unicode.Scalar>)? {
        var rest = text
        let isNegated = rest.first == "!" || rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let low = rest.popFirst() {
            if low == "]", !ranges.isEmpty { return (.set(ranges, isNegated: isNegated), rest) }
            if rest.first == "-", let high = rest.dropFirst().first, high != "]", low <= high {
                ranges.append(low...high)
                rest = rest.dropFirst(2)
            } else {
                ranges.append(low...low)
            }
        }
        return nil
    }

    package func matches(_ text: some StringProtocol) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var (part, place) = (0, 0)
        // Where the last `*` stands, and what it was last taken to reach to.
        var star: (part: Int, place: Int)?
        while place < scalars.count {
            if part < parts.count, parts[part] == .any {
                star = (part, place)
                part += 1
            } else if part < parts.count, parts[part].matches(scalars[place]) {
                part += 1
                place += 1
            } else if let last = star {
                star = (last.part, last.place + 1)
                part = last.part + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .any }
    }
}
