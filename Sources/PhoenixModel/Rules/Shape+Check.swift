import Diagnostics

extension Shape {
    /// Everything wrong with `value`, in its own order; empty when it fits. Costs nothing to call for a fitting value
    /// but the walk itself.
    package func problems(in value: Value) -> [ValueProblem] {
        var check = ShapeCheck()
        check.check(value, self)
        return check.problems
    }

    /// A fitting value with every whole number as one: `7.0` as `7`. All else stays as it was given.
    package func withWholeNumbers(_ value: Value) -> Value {
        switch (self, value) {
        case (.integer, .number(let number)): return Int64(exactly: number).map { .integer($0) } ?? value
        case (.list(let element, _, _), .list(let elements)): return .list(elements.map(element.withWholeNumbers))
        case (.map, .map(let map)), (.object, .map(let map)), (.variant, .map(let map)):
            return .map(
                ValueMap(
                    uniqueEntries: map.map { name, value in
                        (name, shape(ofKey: name, in: map)?.withWholeNumbers(value) ?? value)
                    }))
        default: return value
        }
    }

    /// What a fitting value is, to stand behind "must be".
    package var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text, .writeOnlyText: "text"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .list: "a list"
        case .map, .object, .variant: "a mapping"
        case .any: "any value"
        }
    }
}

private struct ShapeCheck {
    var problems: [ValueProblem] = []
    private var path: [ValueProblem.PathElement] = []

    init() {}

    mutating func check(_ value: Value, _ shape: Shape) {
        switch (shape, value) {
        case (.any, _), (.boolean, .bool): break
        case (.integer(let range), .integer(let number)): checkInteger(number, range)
        case (.integer(let range), .number(let double)):
            guard let number = Int64(exactly: double) else {
                return report(.wrongType, "must be \(shape.expectation), not \(value.kind)")
            }
            checkInteger(number, range)
        case (.text(let rule), .string(let text)), (.writeOnlyText(let rule), .string(let text)): checkText(text, rule)
        case (.text(let rule), .secret(let secret)), (.writeOnlyText(let rule), .secret(let secret)):
            checkText(secret.reveal(), rule)
        case (.writeOnlyText, .map(let map)) where map == ["set": true]: break
        case (.choice(let choices), .string(let text)):
            if !choices.contains(text) {
                report(.outOfRange(closest: choices.closest(to: text)), "must be \(shape.expectation), not '\(text)'")
            }
        case (.list(let element, let count, _), .list(let values)): checkList(values, element, count)
        case (.map(let keys, let values, let count), .map(let map)): checkMap(map, keys, values, count)
        case (.object(let object), .map(let map)): checkObject(map, object)
        case (.variant(let variant), .map(let map)): checkVariant(map, variant)
        default: report(.wrongType, "must be \(shape.expectation), not \(value.kind)")
        }
    }

    private mutating func report(
        _ kind: ValueProblem.Kind, at element: ValueProblem.PathElement? = nil, _ message: String
    ) {
        problems.append(ValueProblem(kind, at: path + [element].compactMap(\.self), message))
    }

    private mutating func checkInteger(_ number: Int64, _ range: ClosedRange<Int64>) {
        if range.contains(number) { return }
        report(.outOfRange(closest: nil), "must be \(Shape.integer(range).expectation), not \(number)")
    }

    private mutating func checkText(_ text: String, _ rule: TextRule) {
        if let problem = rule.problem(in: text) { report(.outOfRange(closest: nil), problem) }
    }

    private mutating func checkList(_ values: [Value], _ element: Shape, _ count: ClosedRange<Int>) {
        if values.count < count.lowerBound {
            report(
                .outOfRange(closest: nil),
                values.isEmpty ? "must not be empty" : "must have at least \(count.lowerBound) entries")
        }
        if values.count > count.upperBound {
            report(.outOfRange(closest: nil), "must have at most \(count.upperBound) entries, not \(values.count)")
        }
        for (index, value) in values.prefix(count.upperBound).enumerated() {
            path.append(.index(index))
            check(value, element)
            path.removeLast()
        }
    }

    private mutating func checkMap(_ map: ValueMap, _ keys: TextRule, _ values: Shape, _ count: ClosedRange<Int>) {
        if map.count > count.upperBound {
            report(.outOfRange(closest: nil), "must have at most \(count.upperBound) entries, not \(map.count)")
        }
        for (key, value) in map.prefix(count.upperBound) {
            path.append(.key(key))
            if let problem = keys.problem(in: key) { report(.outOfRange(closest: nil), "has a name that \(problem)") }
            check(value, values)
            path.removeLast()
        }
    }

    private mutating func checkObject(_ map: ValueMap, _ object: ObjectShape, besides ignored: String? = nil) {
        var requiredCount = 0
        for (name, value) in map where name != ignored {
            guard let key = object[name] else {
                if !object.allowsOthers { reportUnknown(name, among: object.keys.map(\.name)) }
                continue
            }
            if key.isRequired { requiredCount += 1 }
            path.append(.key(name))
            check(value, key.shape)
            path.removeLast()
        }
        for condition in object.brokenConditions({ map[$0] }) {
            report(.outOfRange(closest: nil), at: .key(condition.key), condition.message)
        }
        if !object.alternatives.isEmpty {
            let present = object.alternatives.filter { map[$0] != nil }
            if let problem = object.problem(ofAlternatives: present) {
                report(present.isEmpty ? .missingKey : .outOfRange(closest: nil), problem)
            }
        }
        guard requiredCount < object.requiredCount else { return }
        for key in object.keys where key.isRequired && map[key.name] == nil {
            report(.missingKey, at: .key(key.name), "is missing: \(key.summary)")
        }
    }

    /// So many unknown keys are told what they were probably meant to be: to find it out costs more than all else.
    private static let hintLimit = 100

    private mutating func reportUnknown(_ name: String, among known: [String]) {
        guard problems.count < Self.hintLimit else {
            return report(.unknownKey(closest: nil), at: .key(name), "is unknown")
        }
        let closest = known.closest(to: name)
        let hint =
            closest.map { ", did you mean '\($0)'?" } ?? "; the keys are \(known.sorted().joined(separator: ", "))"
        report(.unknownKey(closest: closest), at: .key(name), "is unknown\(hint)")
    }

    private mutating func checkVariant(_ map: ValueMap, _ variant: VariantShape) {
        let types = variant.cases.map(\.type)
        guard let type = map["type"] else {
            return report(.missingKey, at: .key("type"), "is missing: one of \(types.joined(separator: ", "))")
        }
        path.append(.key("type"))
        check(type, .choice(types))
        path.removeLast()
        guard let name = type.plainText, let chosen = variant[name] else { return }
        guard let dataKey = variant.dataKey else { return checkObject(map, chosen.shape, besides: "type") }
        for (key, _) in map where key != "type" && key != dataKey { reportUnknown(key, among: ["type", dataKey]) }
        guard let data = map[dataKey] else {
            return report(.missingKey, at: .key(dataKey), "is missing: the data of the \(variant.name)")
        }
        path.append(.key(dataKey))
        check(data, .object(chosen.shape))
        path.removeLast()
    }
}
