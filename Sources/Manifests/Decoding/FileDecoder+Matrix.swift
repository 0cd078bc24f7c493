import Diagnostics
import PhoenixModel
import YAMLReading

extension FileDecoder {
    /// The combinations of a `for_each`, in the order of its values, the last name changing fastest; nil when it is
    /// wrong or makes too many tasks.
    mutating func matrix(_ forEach: Pair, of task: Pair) -> [[Binding]]? {
        path = [.name("for_each")]
        defer { path = [] }
        guard let axes = axes(forEach) else { return nil }
        guard budget(for: axes, forEach, task) else { return nil }
        guard keyNamesAll(axes.map(\.name), task) else { return nil }
        var combinations: [[Binding]] = [[]]
        for axis in axes {
            combinations = combinations.flatMap { combination in
                axis.values.map { combination + [Binding(name: axis.name, value: $0)] }
            }
        }
        return combinations
    }

    private struct Axis {
        let name: String
        let values: [String]
    }

    private mutating func axes(_ forEach: Pair) -> [Axis]? {
        guard
            case .map(let keyRule, .list(.text(let valueRule), let count, _), let axisCount) =
                schema.task["for_each"]?.schema, let mapping = mapping(forEach.value)
        else { return nil }
        let pairs = pairs(of: mapping)
        guard axisCount.contains(pairs.count) else {
            let message = pairs.isEmpty ? "must not be empty" : "must have at most \(axisCount.upperBound) names"
            report(.outOfRange(field, message, at: span(forEach.key)))
            return nil
        }
        var axes: [Axis] = []
        for pair in pairs {
            path.append(.key(pair.key))
            defer { path.removeLast() }
            guard let name = text(pair.key, keyRule, secrets: .refusedInKey)?.text,
                let values = values(pair.value, valueRule, count)
            else { continue }
            axes.append(Axis(name: name, values: values))
        }
        return axes.count == pairs.count ? axes : nil
    }

    private mutating func values(_ node: Int, _ rule: TextRule, _ count: ClosedRange<Int>) -> [String]? {
        guard let nodes = listElements(node, count) else { return nil }
        var values: [String] = []
        var places: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            path.append(.index(index))
            defer { path.removeLast() }
            guard let value = text(node, rule)?.text else { continue }
            if let earlier = places[value] {
                report(.repeatedValue(value, at: span(node), first: span(earlier)))
            } else {
                places[value] = node
                values.append(value)
            }
        }
        return values.count == nodes.count ? values : nil
    }

    /// Counts what the combinations will read; reports when the file has too many of them.
    private mutating func budget(for axes: [Axis], _ forEach: Pair, _ task: Pair) -> Bool {
        var total = arena.expandedCount(task.value)
        for axis in axes {
            let (product, hasOverflown) = total.multipliedReportingOverflow(by: axis.values.count)
            total = hasOverflown ? .max : product
        }
        let (sum, hasOverflown) = expandedCount.addingReportingOverflow(total)
        guard !hasOverflown, sum <= ArenaBuilder.expansionLimit else {
            report(.matrixTooLarge(axes.map { ($0.name, $0.values.count) }, at: span(forEach.key)))
            return false
        }
        expandedCount = sum
        return true
    }

    /// Every name with several values must stand in the key, or its tasks would have the same key.
    private mutating func keyNamesAll(_ names: [String], _ task: Pair) -> Bool {
        let key = arena.text(of: arena.resolved(task.key))
        let missing = names.filter { !key.contains("${\($0)}") }
        guard !missing.isEmpty else { return true }
        let replacement = missing.reduce(key) { "\($0)-${\($1)}" }
        let canReplace = isExact(arena.resolved(task.key)) || key.contains("${")
        report(
            .keyLacksName(
                key, missing, at: span(task.key), replacement: canReplace ? "\"\(replacement)\"" : nil))
        return false
    }
}
