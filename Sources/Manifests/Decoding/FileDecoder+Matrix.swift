import Diagnostics
import PhoenixModel
import ValueDecoding
import YAMLReading

extension FileDecoder {
    private struct Axis {
        let name: String
        let values: [Binding.Value]
    }

    /// The combinations of a `for_each` without those of its `except`; nil when it is wrong or makes too many tasks.
    mutating func matrix(_ forEach: Pair, _ except: Pair?, of task: Pair, _ pairs: [Pair]) -> Matrix? {
        reader.path = [.name("for_each")]
        defer { reader.path = [] }
        guard let axes = axes(forEach) else { return nil }
        guard budget(for: axes, forEach, pairs) else { return nil }
        guard keyNamesAll(axes, task) else { return nil }
        var combinations: [[Binding]] = [[]]
        for axis in axes {
            combinations = combinations.flatMap { combination in
                axis.values.map { combination + [Binding(name: axis.name, value: $0)] }
            }
        }
        if let except, !reader.arena.isNull(except.value) {
            reader.path = [.name("except")]
            guard let exclusions = exclusions(except) else { return nil }
            combinations = remove(exclusions, from: combinations)
        }
        return Matrix(
            combinations: combinations, names: axes.map(\.name),
            hasCollections: axes.contains { $0.values.contains(where: hasCollection) })
    }

    // MARK: Names and values

    private mutating func axes(_ forEach: Pair) -> [Axis]? {
        guard case .map(let keyRule, .list(_, let count, _), let axisCount) = form.schema["for_each"]?.schema,
            let mapping = reader.mapping(forEach.value)
        else { return nil }
        let pairs = reader.pairs(of: mapping)
        guard axisCount.contains(pairs.count) else {
            let message = pairs.isEmpty ? "must not be empty" : "must have at most \(axisCount.upperBound) names"
            reader.report(.outOfRange(reader.field, message, at: reader.span(forEach.key)))
            return nil
        }
        var axes: [Axis] = []
        for pair in pairs {
            reader.path.append(.key(pair.key))
            defer { reader.path.removeLast() }
            guard let name = reader.text(pair.key, keyRule, secrets: .refusedInKey)?.text,
                let values = values(pair.value, count)
            else { continue }
            axes.append(Axis(name: name, values: values))
        }
        return axes.count == pairs.count ? axes : nil
    }

    private static let valueRule = TextRule(.any, length: 1...191)

    private mutating func values(_ node: Int, _ count: ClosedRange<Int>) -> [Binding.Value]? {
        guard let list = listNode(node), let nodes = reader.listElements(list, count) else { return nil }
        var values: [Binding.Value] = []
        values.reserveCapacity(nodes.count)
        var places: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            reader.path.append(.index(index))
            defer { reader.path.removeLast() }
            let target = reader.arena.resolved(node)
            if reader.arena[target].kind == .mapping {
                values.append(.node(target))
                continue
            }
            guard reader.arena[target].kind != .sequence else {
                reader.report(
                    .wrongType(reader.field, "text or a mapping", found: reader.found(node), at: reader.span(node)))
                continue
            }
            guard let value = reader.text(node, Self.valueRule)?.text else { continue }
            if let earlier = places[value] {
                reader.report(.repeatedValue(value, at: reader.span(node), first: reader.span(earlier)))
            } else {
                places[value] = node
                values.append(.text(value))
            }
        }
        return values.count == nodes.count ? values : nil
    }

    /// The list of values: what stands there, or what is read from the file that it names.
    private mutating func listNode(_ node: Int) -> Int? {
        let target = reader.arena.resolved(node)
        guard reader.arena[target].kind == .scalar, reader.arena[target].flags.contains(.special) else { return node }
        let template = TextTemplate(reader.arena.text(of: target))
        if case .placeholder(_, _, .success(.file(let path)))? = template.parts.first, template.isWhole {
            return listNode(ofFile: path, at: target)
        }
        if let reference = template.wholeReference, case .missing = reader.referent(of: reference) {
            reader.reportMissing(reference, at: reader.span(node))
            return nil
        }
        return node
    }

    /// Reads a list from a file of its own, whose nodes have the place of the reference in messages.
    private mutating func listNode(ofFile path: String, at node: Int) -> Int? {
        let (sources, span) = (reader.sources(of: node), reader.span(node))
        let text: String
        switch sources.text(ofFile: path) {
        case .success(let content): text = content
        case .failure(let problem):
            reader.report(.substitutionFileUnreadable(path, problem.reason, at: span))
            return nil
        }
        let file = YAMLFile(file: SourceFileID(index: 0), bytes: Array(text.utf8))
        guard file.isComplete, !file.diagnostics.hasErrors, let document = file.arena.documents.first else {
            let problem = file.diagnostics.first { $0.severity == .error }
            let place = problem?.span.map { " (line \($0.start.line), column \($0.start.column))" } ?? ""
            reader.report(.listFileInvalid(path, "\(problem?.message ?? "it is empty")\(place)", at: span))
            return nil
        }
        guard file.arena.documents.count == 1, file.arena[document].kind == .sequence else {
            reader.report(.listFileInvalid(path, "it is not a list", at: span))
            return nil
        }
        let inner = SubstitutionSources(environment: sources.environment, manifestPath: sources.place(ofFile: path))
        reader.origins.append(NodeOrigin(source: file.source, sources: inner, place: span))
        let start = reader.arena.count
        let list = reader.arena.graft(document, of: file.arena, origin: reader.origins.count - 1)
        if reader.isLayered { reader.pointToValues(in: start..<reader.arena.count) }
        return list
    }

    private func hasCollection(_ value: Binding.Value) -> Bool {
        guard case .node(let node) = value else { return false }
        return reader.arena.pairs(of: node).contains { reader.arena[reader.arena.resolved($0.value)].kind != .scalar }
    }

    // MARK: Exclusions

    private struct Exclusion {
        let conditions: [(reference: Reference, text: String)]
        let span: SourceSpan
    }

    private mutating func exclusions(_ except: Pair) -> [Exclusion]? {
        guard case .list(.map(_, .text(let rule), let keyCount), let count, _) = form.schema["except"]?.schema,
            let nodes = reader.listElements(except.value, count)
        else { return nil }
        var exclusions: [Exclusion] = []
        for (index, node) in nodes.enumerated() {
            reader.path.append(.index(index))
            defer { reader.path.removeLast() }
            guard let mapping = reader.mapping(node) else { continue }
            let pairs = reader.pairs(of: mapping)
            guard keyCount.contains(pairs.count) else {
                let problem = pairs.isEmpty ? "must not be empty" : "must have at most \(keyCount.upperBound) names"
                reader.report(.outOfRange(reader.field, problem, at: reader.span(node)))
                continue
            }
            var conditions: [(reference: Reference, text: String)] = []
            for pair in pairs {
                reader.path.append(.key(pair.key))
                defer { reader.path.removeLast() }
                let name = reader.arena.text(of: reader.arena.resolved(pair.key))
                guard let names = Reference.path(name) else {
                    reader.report(.badExclusion(name, at: reader.span(pair.key)))
                    continue
                }
                guard let text = reader.text(pair.value, rule)?.text else { continue }
                conditions.append((Reference(path: names, fallback: nil), text))
            }
            if conditions.count == pairs.count {
                exclusions.append(Exclusion(conditions: conditions, span: reader.span(node)))
            }
        }
        return exclusions.count == nodes.count ? exclusions : nil
    }

    private mutating func remove(_ exclusions: [Exclusion], from combinations: [[Binding]]) -> [[Binding]] {
        var isUsed = exclusions.map { _ in false }
        let names = combinations.first?.map(\.name) ?? []
        for exclusion in exclusions {
            for condition in exclusion.conditions where !names.contains(condition.reference.path[0]) {
                reader.report(.undefinedName(condition.reference.name, known: names, at: exclusion.span))
            }
        }
        let rest = combinations.filter { combination in
            reader.bindings = combination
            defer { reader.bindings = [] }
            var isExcluded = false
            for (index, exclusion) in exclusions.enumerated() where holds(exclusion) {
                isUsed[index] = true
                isExcluded = true
            }
            return !isExcluded
        }
        for (exclusion, isUsed) in zip(exclusions, isUsed) where !isUsed {
            reader.report(.exceptMatchesNothing(at: exclusion.span))
        }
        return rest
    }

    private mutating func holds(_ exclusion: Exclusion) -> Bool {
        for (reference, wanted) in exclusion.conditions {
            switch reader.referent(of: reference) {
            case .text(let text): if text != wanted { return false }
            case .node(let node):
                guard reader.arena[node].kind == .scalar, reader.substituted(node, secrets: .allowed)?.text == wanted
                else {
                    return false
                }
            case .missing: return false
            }
        }
        return true
    }

    // MARK: Limits

    /// Counts what the combinations will read; reports when the file has too many of them.
    private mutating func budget(for axes: [Axis], _ forEach: Pair, _ pairs: [Pair]) -> Bool {
        var total = pairs.reduce(1) {
            reader.names($1, "for_each") || reader.names($1, "except") ? $0 : $0 + 1 + reader.expandedSize($1.value)
        }
        for axis in axes {
            let (product, hasOverflown) = total.multipliedReportingOverflow(by: axis.values.count)
            total = hasOverflown ? .max : product
        }
        guard reader.charge(total) else {
            reader.report(.matrixTooLarge(axes.map { ($0.name, $0.values.count) }, at: reader.span(forEach.key)))
            return false
        }
        return true
    }

    // MARK: Keys

    /// Every name with several values must stand in the key, or its tasks would have the same key.
    private mutating func keyNamesAll(_ axes: [Axis], _ task: Pair) -> Bool {
        let key = reader.arena.text(of: reader.arena.resolved(task.key))
        let missing = axes.filter { axis in
            !["}", ".", ":"].contains { key.contains("${\(axis.name)\($0)") }
        }
        guard !missing.isEmpty else { return true }
        let names = missing.map { axis -> String in
            guard case .node(let node)? = axis.values.first, let pair = reader.arena.pairs(of: node).first else {
                return axis.name
            }
            return "\(axis.name).\(reader.arena.text(of: reader.arena.resolved(pair.key)))"
        }
        let replacement = names.reduce(key) { "\($0)-${\($1)}" }
        let canReplace = reader.isExact(reader.arena.resolved(task.key)) || key.contains("${")
        reader.report(
            .keyLacksName(
                key, names, at: reader.span(task.key), replacement: canReplace ? "\"\(replacement)\"" : nil))
        return false
    }
}
