import Diagnostics
import PhoenixModel
import YAMLReading

/// What the rules find wrong with a value, told with its place in the file.
extension NodeDecoder {
    /// Reports the problems of the value at a node. `wasMisread` is whether something in it could not be read: that is
    /// reported, and the rules need not say it again.
    mutating func report(_ problems: [ValueProblem], below node: Int, wasMisread: Bool) {
        let corrected = Set(problems.compactMap(\.corrected))
        for problem in problems {
            if wasMisread, problem.kind == .wrongType { continue }
            if problem.missing.contains(where: corrected.contains) { continue }
            report(problem, below: node)
        }
    }

    private mutating func report(_ problem: ValueProblem, below top: Int) {
        let (outer, reported) = (path, diagnostics.count)
        let place = place(of: problem, below: top)
        // To go there again may report again what is wrong on the way.
        diagnostics.removeLast(diagnostics.count - reported)
        report(diagnostic(for: problem, at: place))
        path = outer
    }

    /// Where a problem is: its mapping, list or scalar, and in a mapping the pair that it is about.
    private struct Place {
        let node: Int
        let pair: Pair?
    }

    /// Goes down to it, and leaves the way in `path`: up to the mapping where it is about a key of one, which is not or
    /// should not be there.
    private mutating func place(of problem: ValueProblem, below top: Int) -> Place {
        var node = top
        var elements = problem.path[...]
        let last = problem.isAboutKey ? elements.popLast() : nil
        for element in elements {
            switch element {
            case .index(let index):
                path.append(.index(index))
                node = arena.elements(of: arena.resolved(node))[index]
            case .key(let name):
                guard let next = pair(name, of: node) else { return Place(node: node, pair: nil) }
                path.append(.key(next.key))
                node = next.value
            }
        }
        if case .conflictingKeys(let names) = problem.kind {
            return Place(node: node, pair: names.last.flatMap { pair($0, of: node) })
        }
        guard case .key(let name)? = last else { return Place(node: node, pair: nil) }
        let place = Place(node: node, pair: pair(name, of: node))
        if problem.kind == .badKey, let pair = place.pair { path.append(.key(pair.key)) }
        return place
    }

    /// The pair of a mapping whose key is that text, once placeholders in it are filled in.
    private mutating func pair(_ name: String, of node: Int) -> Pair? {
        for pair in pairs(of: arena.resolved(node)) {
            if names(pair, name) { return pair }
            let key = arena.resolved(pair.key)
            if arena[key].flags.contains(.special), substituted(key, secrets: .refusedInKey)?.text == name {
                return pair
            }
        }
        return nil
    }

    private func diagnostic(for problem: ValueProblem, at place: Place) -> Diagnostic {
        switch (problem.kind, problem.path.last, place.pair) {
        case (.unknownKey(let closest, let known), _, let pair?):
            return unknownKey(pair.key, closest: closest, among: known, place: field)
        case (.misplacedKey(let owner), .key(let name)?, let pair?):
            return .misplacedKey(name, belongsUnder: "\(field.dropLast()).\(owner)'", at: span(pair.key))
        case (.missingKey(let summary), .key(let name)?, _):
            return .missingKey(name, in: field, summary: summary, at: placeOfMapping(place.node))
        case (.missingAlternative, _, _): return .missingAlternative(field, problem.message, at: span(place.node))
        case (.conflictingKeys, _, let pair?): return .conflictingKeys(field, problem.message, at: span(pair.key))
        case (.badKey, _, let pair?): return .outOfRange(field, problem.message, at: span(pair.key))
        case (.unknownWord(let closest), _, _):
            return .unknownWord(
                field, problem.message, closest: closest, at: span(place.node),
                isExact: isExact(arena.resolved(place.node)))
        default: return .outOfRange(field, problem.message, at: span(place.node))
        }
    }

    /// Where a key is missing: at the key of the mapping it should stand in.
    private func placeOfMapping(_ node: Int) -> SourceSpan {
        if case .key(let key) = path.last { return span(key) }
        return span(node)
    }
}

extension ValueProblem {
    /// Whether the last step of its path is the key that it is about, and not the way to a value.
    fileprivate var isAboutKey: Bool {
        switch kind {
        case .unknownKey, .misplacedKey, .missingKey, .badKey: true
        case .missingAlternative, .conflictingKeys, .wrongType, .unknownWord, .outOfRange: false
        }
    }

    private var mapping: [PathElement] { isAboutKey ? path.dropLast() : path }

    /// The path of the key that should stand in place of this one.
    fileprivate var corrected: [PathElement]? {
        switch kind {
        case .unknownKey(let closest?, _): mapping + [.key(closest)]
        case .misplacedKey(let owner): mapping + [.key(owner)]
        default: nil
        }
    }

    /// The paths of keys that are not there. What is misspelled or misplaced is not missing too.
    fileprivate var missing: [[PathElement]] {
        switch kind {
        case .missingKey: [path]
        case .missingAlternative(let keys): keys.map { path + [.key($0)] }
        default: []
        }
    }
}
