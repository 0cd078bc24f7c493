import Diagnostics
import PhoenixModel
import YAMLReading

extension FileDecoder {
    /// Reads a value of a shape; nil when something about it is wrong, which is reported.
    mutating func value(_ node: Int, _ shape: Shape) -> Value? {
        switch shape {
        case .boolean: return boolean(node).map { .bool($0) }
        case .integer(let range): return integer(node, range).map { .integer($0) }
        case .text(let rule): return textValue(node, rule)
        case .writeOnlyText(let rule): return textValue(node, rule)
        case .choice: return choice(node, shape).map { .string($0) }
        case .list(let element, let count, _): return list(node, element, count)
        case .map(let keys, let values, let count): return map(node, keys, values, count)
        case .object(let object): return objectValue(node, object)
        case .variant(let variant): return variantValue(node, variant)
        case .any: return anyValue(node)
        }
    }

    private mutating func textValue(_ node: Int, _ rule: TextRule) -> Value? {
        guard let text = text(node, rule, secrets: rule.mayBeSecret ? .allowed : .refused) else { return nil }
        guard let reference = text.secretReference else {
            // What is compared is what is sent: panels trim every text.
            let trimmed = text.text.trimmed()
            return .string(trimmed.utf8.count == text.text.utf8.count ? text.text : String(trimmed))
        }
        return .secret(Secret(reference: reference, folder: sources.directory, value: text.text))
    }

    // MARK: Lists

    /// The nodes of a list; reports what is none, or has too many or too few.
    mutating func listElements(_ node: Int, _ count: ClosedRange<Int>) -> [Int]? {
        let target = arena.resolved(node)
        guard arena[target].kind == .sequence else {
            if arena.isBroken(target) { return nil }
            let isScalar = arena[target].kind == .scalar && !arena.isNull(target)
            let written = isScalar && isExact(target) && target == node ? source.slice(arena[node]) : []
            let replacement = written.isEmpty ? nil : "[\(String(decoding: written, as: UTF8.self))]"
            report(.wrongType(field, "a list", found: found(node), at: span(node), replacement: replacement))
            return nil
        }
        let size = Int(arena[target].count)
        guard size >= count.lowerBound else {
            let message = size == 0 ? "must not be empty" : "must have at least \(count.lowerBound) entries"
            report(.outOfRange(field, message, at: span(node)))
            return nil
        }
        guard size <= count.upperBound else {
            let message = "must have at most \(count.upperBound) entries, not \(size)"
            report(.outOfRange(field, message, at: span(node)))
            return nil
        }
        return elements(of: target)
    }

    private mutating func list(_ node: Int, _ element: Shape, _ count: ClosedRange<Int>) -> Value? {
        guard let nodes = listElements(node, count) else { return nil }
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for (index, node) in nodes.enumerated() {
            path.append(.index(index))
            if let value = value(node, element) { values.append(value) }
            path.removeLast()
        }
        return values.count == nodes.count ? .list(values) : nil
    }

    /// A list of keys or names, each with its place.
    mutating func names(_ node: Int, _ shape: Shape) -> [NamedReference]? {
        guard case .list(_, let count, let isSet) = shape, let nodes = listElements(node, count) else { return nil }
        var names: [NamedReference] = []
        names.reserveCapacity(nodes.count)
        for (index, node) in nodes.enumerated() {
            path.append(.index(index))
            if let name = key(node), !isSet || !names.contains(where: { $0.text == name.text }) { names.append(name) }
            path.removeLast()
        }
        return names
    }

    // MARK: Mappings

    private mutating func map(_ node: Int, _ keys: TextRule, _ values: Shape, _ count: ClosedRange<Int>) -> Value? {
        guard let mapping = mapping(node) else { return nil }
        let pairs = pairs(of: mapping)
        var isBroken = false
        if pairs.count > count.upperBound {
            let message = "must have at most \(count.upperBound) entries, not \(pairs.count)"
            report(.outOfRange(field, message, at: span(node)))
            return nil
        }
        var entries: [ValueMap.Element] = []
        entries.reserveCapacity(pairs.count)
        for pair in pairs {
            path.append(.key(pair.key))
            let key = text(pair.key, keys, secrets: .refusedInKey)
            let value = value(pair.value, values)
            if let key, let value { entries.append((key.text, value)) } else { isBroken = true }
            path.removeLast()
        }
        if isBroken { return nil }
        // Substitution may have made keys equal; the last one counts then.
        let areUnique = entries.count < 2 || Set(entries.map(\.key)).count == entries.count
        return .map(areUnique ? ValueMap(uniqueEntries: entries) : ValueMap(entries.map { ($0.key, $0.value) }))
    }

    private mutating func objectValue(_ node: Int, _ object: ObjectShape) -> Value? {
        guard let mapping = mapping(node) else { return nil }
        return entries(pairs(of: mapping), object, at: node).map { .map(ValueMap(uniqueEntries: $0)) }
    }

    /// Reads the pairs of an object; nil when something is wrong with them.
    private mutating func entries(
        _ pairs: [Pair], _ object: ObjectShape, at node: Int, besides skipped: Int? = nil
    ) -> [ValueMap.Element]? {
        var entries: [ValueMap.Element] = []
        entries.reserveCapacity(pairs.count)
        var isBroken = false
        var requiredCount = 0
        var misspelled: Set<String> = []
        for pair in pairs {
            if pair.key == skipped { continue }
            let known = knownKey(pair.key, in: object)
            guard known != nil || object.allowsOthers else {
                let unknown = unknownKey(pair.key, among: object.keys.map(\.name), place: field)
                if let meant = unknown.fixIts.first?.replacement { misspelled.insert(meant) }
                report(unknown)
                isBroken = true
                continue
            }
            let isRequired = known.map { object.keys[$0].isRequired } ?? false
            if isRequired { requiredCount += 1 }
            let isAlternative = known.map { object.alternatives.contains(object.keys[$0].name) } ?? false
            if !isRequired, !isAlternative, arena.isNull(pair.value) { continue }
            path.append(.key(pair.key))
            let value = value(pair.value, known.map { object.keys[$0].shape } ?? .any)
            path.removeLast()
            guard let value else {
                isBroken = true
                continue
            }
            entries.append((known.map { object.keys[$0].name } ?? arena.text(of: arena.resolved(pair.key)), value))
        }
        for condition in object.brokenConditions({ name in entries.first { $0.key == name }?.value }) {
            isBroken = true
            guard let pair = pairs.first(where: { names($0, condition.key) }) else { continue }
            path.append(.key(pair.key))
            report(.outOfRange(field, condition.message, at: span(pair.value)))
            path.removeLast()
        }
        if !object.alternatives.isEmpty, misspelled.isDisjoint(with: object.alternatives) {
            let present = pairs.filter { pair in object.alternatives.contains { names(pair, $0) } }
            let written = present.map { arena.text(of: arena.resolved($0.key)) }
            if let problem = object.problem(ofAlternatives: written) {
                isBroken = true
                report(
                    .badAlternatives(field, problem, isMissing: present.isEmpty, at: span(present.last?.key ?? node)))
            }
        }
        if requiredCount < object.requiredCount {
            isBroken = true
            for key in object.keys
            where key.isRequired && !misspelled.contains(key.name) && !pairs.contains(where: { names($0, key.name) }) {
                report(.missingKey(key.name, in: field, summary: key.summary, at: placeOfMapping(node)))
            }
        }
        return isBroken ? nil : entries
    }

    /// Whether a pair has a key of that name.
    func names(_ pair: Pair, _ name: String) -> Bool {
        let key = arena.resolved(pair.key)
        return Int(arena[key].count) == name.utf8.count && arena.withBytes(of: key) { name.utf8.elementsEqual($0) }
    }

    /// Where a key is missing: at the key of the mapping it should stand in.
    private func placeOfMapping(_ node: Int) -> SourceSpan {
        if case .key(let key) = path.last { return span(key) }
        return span(node)
    }

    private mutating func variantValue(_ node: Int, _ variant: VariantShape) -> Value? {
        guard let mapping = mapping(node) else { return nil }
        let pairs = pairs(of: mapping)
        guard let typePair = pairs.first(where: { names($0, "type") }), !arena.isNull(typePair.value) else {
            let summary = "one of \(variant.cases.map(\.type).joined(separator: ", "))"
            report(.missingKey("type", in: field, summary: summary, at: placeOfMapping(node)))
            return nil
        }
        path.append(.key(typePair.key))
        let index = variantIndex(typePair.value, variant)
        path.removeLast()
        guard let index else { return nil }
        let (type, shape) = (variant.cases[index].type, variant.cases[index].shape)
        guard let dataKey = variant.dataKey else {
            guard let entries = entries(pairs, shape, at: node, besides: typePair.key) else { return nil }
            return .map(ValueMap(uniqueEntries: [("type", .string(type))] + entries))
        }
        var data: Value?
        var hasData = false
        for pair in pairs where pair.key != typePair.key {
            guard names(pair, dataKey) else {
                let name = arena.text(of: arena.resolved(pair.key))
                let isMisplaced = shape[name] != nil
                report(
                    isMisplaced
                        ? .misplacedKey(name, belongsUnder: "\(field.dropLast()).\(dataKey)'", at: span(pair.key))
                        : unknownKey(pair.key, among: ["type", dataKey], place: field))
                hasData = hasData || isMisplaced
                continue
            }
            hasData = true
            path.append(.key(pair.key))
            data = objectValue(pair.value, shape)
            path.removeLast()
        }
        if !hasData {
            let summary = "the data of the \(variant.name) \(type)"
            report(.missingKey(dataKey, in: field, summary: summary, at: placeOfMapping(node)))
        }
        guard let data else { return nil }
        return .map(ValueMap(uniqueEntries: [("type", .string(type)), (dataKey, data)]))
    }

    /// The case that a type names; reports a text that names none.
    private mutating func variantIndex(_ node: Int, _ variant: VariantShape) -> Int? {
        let target = arena.resolved(node)
        if arena[target].kind == .scalar,
            let index = arena.withBytes(
                of: target,
                { bytes in
                    variant.cases.firstIndex { $0.type.utf8.elementsEqual(bytes) }
                })
        {
            return index
        }
        let types = variant.cases.map(\.type)
        return choice(node, .choice(types)).flatMap { types.firstIndex(of: $0) }
    }

    // MARK: Free values

    /// A plain scalar is null, a boolean or a number where JSON reads one; else it is text.
    private mutating func anyValue(_ node: Int) -> Value? {
        let target = arena.resolved(node)
        if arena.isNull(target) { return .null }
        if arena.isBroken(target) { return nil }
        switch arena[target].kind {
        case .sequence: return list(node, .any, 0...Int.max)
        case .mapping: return map(node, TextRule(.any, length: 0...Int.max), .any, 0...Int.max)
        case .scalar, .alias: break
        }
        guard let text = substituted(target, secrets: .allowed) else { return nil }
        if let reference = text.secretReference {
            return .secret(Secret(reference: reference, folder: sources.directory, value: text.text))
        }
        let isPlain = arena[target].style == .plain && !arena[target].flags.contains(.text)
        return isPlain || text.isWhole ? Self.freeValue(text.text) : .string(text.text)
    }

    private static func freeValue(_ text: String) -> Value {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if case .integer(let number) = PlainNumber(text) { return .integer(number) }
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            case .number(let number) = try? Value(json: text), number.isFinite, !text.hasSuffix(" ")
        else { return .string(text) }
        return .number(number)
    }
}
