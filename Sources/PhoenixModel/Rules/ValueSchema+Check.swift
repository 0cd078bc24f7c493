import Diagnostics

extension ValueSchema {
    /// Everything wrong with `value`, in its own order; empty when it fits. Costs nothing to call for a fitting value
    /// but the walk itself.
    package func problems(in value: Value) -> [ValueProblem] {
        var check = SchemaCheck()
        check.check(value, self)
        return check.problems
    }

    /// What is wrong with so many entries of a list or mapping, to stand behind its name; nil when that many may be there.
    package static func problem(ofCount count: Int, in range: ClosedRange<Int>) -> String? {
        if count < range.lowerBound {
            return count == 0 ? "must not be empty" : "must have at least \(range.lowerBound) entries"
        }
        return count > range.upperBound ? "must have at most \(range.upperBound) entries, not \(count)" : nil
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
                        (name, schema(ofKey: name, in: map)?.withWholeNumbers(value) ?? value)
                    }))
        default: return value
        }
    }

    /// What a fitting value is, to stand behind "must be".
    package var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range, .duration):
            "a duration from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
        case .integer(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text, .writeOnlyText: "text"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .list: "a list"
        case .map, .object, .variant: "a mapping"
        case .any: "any value"
        }
    }
}

/// Goes over a value once. Paths are put together on the way back, and only where something is wrong.
private struct SchemaCheck {
    var problems: [ValueProblem] = []

    mutating func check(_ value: Value, _ schema: ValueSchema) {
        switch (schema, value) {
        case (.any, _), (.boolean, .bool): break
        case (.integer(let range, .duration), .integer(let number)):
            if !range.contains(number) {
                report(.outOfRange, "must be \(schema.expectation), not \(DurationText.text(number))")
            }
        case (.integer(let range, _), .integer(let number)): checkInteger(number, range)
        case (.integer(let range, _), .number(let double)):
            guard let number = Int64(exactly: double) else { return reportType(value, schema) }
            checkInteger(number, range)
        case (.text(let rule), .string(let text)), (.writeOnlyText(let rule), .string(let text)): checkText(text, rule)
        case (.text(let rule), .secret(let secret)), (.writeOnlyText(let rule), .secret(let secret)):
            checkText(secret.reveal(), rule)
        case (.writeOnlyText, .map(let map)) where map == ["set": true]: break
        case (.choice(let choices), .string(let text)):
            if !choices.contains(text) { reportWord(text, choices) }
        case (.list(let element, let count, _), .list(let values)): checkList(values, element, count)
        case (.map(let keys, let values, let count), .map(let map)): checkMap(map, keys, values, count)
        case (.object(let object), .map(let map)): checkObject(map, object)
        case (.variant(let variant), .map(let map)): checkVariant(map, variant)
        default: reportType(value, schema)
        }
    }

    /// What is found wrong in `body` stands under `element`.
    private mutating func below(
        _ element: @autoclosure () -> ValueProblem.PathElement, _ body: (inout SchemaCheck) -> Void
    ) {
        let count = problems.count
        body(&self)
        guard problems.count > count else { return }
        let element = element()
        for index in count..<problems.count { problems[index].path.insert(element, at: 0) }
    }

    private mutating func report(
        _ kind: ValueProblem.Kind, at element: ValueProblem.PathElement? = nil, _ message: String
    ) {
        problems.append(ValueProblem(kind, at: element.map { [$0] } ?? [], message))
    }

    private mutating func reportType(_ value: Value, _ schema: ValueSchema) {
        report(.wrongType, "must be \(schema.expectation), not \(value.kind)")
    }

    private mutating func reportWord(_ text: String, _ choices: [String]) {
        let closest = choices.closest(to: text)
        report(
            .unknownWord(closest: closest),
            "must be \(ValueSchema.choice(choices).expectation), not '\(text.shortened)'")
    }

    // MARK: Scalars

    private mutating func checkInteger(_ number: Int64, _ range: ClosedRange<Int64>) {
        if range.contains(number) { return }
        report(.outOfRange, "must be \(ValueSchema.integer(range).expectation), not \(number)")
    }

    private mutating func checkText(_ text: String, _ rule: TextRule) {
        if let problem = rule.problem(in: text) { report(.outOfRange, problem) }
    }

    // MARK: Lists and mappings

    private mutating func checkCount(_ count: Int, _ range: ClosedRange<Int>) {
        if let problem = ValueSchema.problem(ofCount: count, in: range) { report(.outOfRange, problem) }
    }

    private mutating func checkList(_ values: [Value], _ element: ValueSchema, _ count: ClosedRange<Int>) {
        checkCount(values.count, count)
        for (index, value) in values.prefix(count.upperBound).enumerated() {
            below(.index(index)) { $0.check(value, element) }
        }
    }

    private mutating func checkMap(_ map: ValueMap, _ keys: TextRule, _ values: ValueSchema, _ count: ClosedRange<Int>)
    {
        checkCount(map.count, count)
        for (key, value) in map.prefix(count.upperBound) {
            below(.key(key)) { check in
                if let problem = keys.problem(in: key) { check.report(.badKey, "has a name that \(problem)") }
                check.check(value, values)
            }
        }
    }

    private mutating func checkObject(_ map: ValueMap, _ object: ObjectSchema, besides ignored: String? = nil) {
        var requiredCount = 0
        for (name, value) in map where name != ignored {
            guard let index = object.index(of: name) else {
                if !object.allowsOthers { reportUnknown(name, among: object.keys.map(\.name)) }
                continue
            }
            if object.keys[index].isRequired { requiredCount += 1 }
            below(.key(name)) { $0.check(value, object.keys[index].schema) }
        }
        for condition in object.brokenConditions({ map[$0] }) {
            report(.outOfRange, at: .key(condition.key), condition.message)
        }
        if !object.alternatives.isEmpty { checkAlternatives(map, object.alternatives) }
        guard requiredCount < object.requiredCount else { return }
        for key in object.keys where key.isRequired && map[key.name] == nil {
            report(.missingKey(summary: key.summary), at: .key(key.name), "is missing: \(key.summary)")
        }
    }

    private mutating func checkAlternatives(_ map: ValueMap, _ alternatives: [String]) {
        let present = map.map(\.key).filter(alternatives.contains)
        let choice = "one of the keys \(alternatives.joined(separator: ", "))"
        if present.isEmpty { report(.missingAlternative(of: alternatives), "must have \(choice)") }
        if present.count > 1 {
            report(
                .conflictingKeys(present), "must have only \(choice), not \(present.joined(separator: " and "))")
        }
    }

    /// So many unknown keys are told what they were probably meant to be: to find it out costs more than all else.
    private static let hintLimit = 100

    private mutating func reportUnknown(_ name: String, among known: [String]) {
        guard problems.count < Self.hintLimit else {
            return report(.unknownKey(closest: nil, known: known), at: .key(name), "is unknown")
        }
        let closest = known.closest(to: name)
        let hint =
            closest.map { ", did you mean '\($0)'?" } ?? "; the keys are \(known.sorted().joined(separator: ", "))"
        report(.unknownKey(closest: closest, known: known), at: .key(name), "is unknown\(hint)")
    }

    private mutating func checkVariant(_ map: ValueMap, _ variant: VariantSchema) {
        guard let type = map["type"] else {
            let summary = "one of \(variant.cases.map(\.type).joined(separator: ", "))"
            return report(.missingKey(summary: summary), at: .key("type"), "is missing: \(summary)")
        }
        guard let index = type.plainText.flatMap(variant.index(of:)) else {
            return below(.key("type")) { $0.check(type, .choice(variant.cases.map(\.type))) }
        }
        let object = variant.cases[index].schema
        guard let dataKey = variant.dataKey else { return checkObject(map, object, besides: "type") }
        for (key, _) in map where key != "type" && key != dataKey {
            if object.index(of: key) == nil {
                reportUnknown(key, among: ["type", dataKey])
            } else {
                report(.misplacedKey(under: dataKey), at: .key(key), "belongs under '\(dataKey)'")
            }
        }
        guard let data = map[dataKey] else {
            let summary = "the data of the \(variant.name) \(variant.cases[index].type)"
            return report(.missingKey(summary: summary), at: .key(dataKey), "is missing: \(summary)")
        }
        below(.key(dataKey)) { check in
            if case .map(let data) = data {
                check.checkObject(data, object)
            } else {
                check.check(data, .object(object))
            }
        }
    }
}

extension String {
    /// For a message, which quotes no more of a text than is needed to find it.
    fileprivate var shortened: String {
        unicodeScalars.count > 60 ? String(unicodeScalars.prefix(57)) + "..." : self
    }
}
