import Diagnostics
package import PhoenixModel
import YAMLReading

/// Values by their schemas: what stands in the file is read first, and the rules are held against the value read.
extension NodeDecoder {
    /// Reads a value by its schema; nil when something about it is wrong, which is reported.
    package mutating func value(_ node: Int, _ schema: ValueSchema) -> Value? {
        let earlier = misreadCount
        let value = read(node, schema)
        let problems = schema.problems(in: value)
        if problems.isEmpty, misreadCount == earlier { return value }
        report(problems, below: node, wasMisread: misreadCount > earlier)
        return nil
    }

    /// The value as it stands there, by no rule but the kind of value that the schema asks for. What is no such value is
    /// reported, and null in its place.
    private mutating func read(_ node: Int, _ schema: ValueSchema) -> Value {
        let value: Value? =
            switch schema {
            case .boolean: boolean(node).map { .bool($0) }
            case .integer(_, .duration): duration(node, schema).map { .integer($0) }
            case .integer: wholeNumber(node, schema).map { .integer($0) }
            case .text(let rule), .writeOnlyText(let rule): readText(node, rule)
            case .choice: scalarText(node, secrets: .refused).map { .string($0.text) }
            case .list(let element, _, _): readList(node, element)
            case .map(_, let values, _): readMap(node, values)
            case .object(let object): mapping(node).map { .map(readObject(pairs(of: $0), object)) }
            case .variant(let variant): readVariant(node, variant)
            case .any: readAny(node)
            }
        guard let value else {
            misreadCount += 1
            return .null
        }
        return value
    }

    private mutating func readText(_ node: Int, _ rule: TextRule) -> Value? {
        guard let text = scalarText(node, secrets: rule.mayBeSecret ? .allowed : .refused) else { return nil }
        guard let secret = text.secret else {
            // What is compared is what is sent: panels trim every text.
            return .string(text.text.trimmedText())
        }
        return .secret(Secret(reference: secret.reference, folder: secret.folder, value: text.text))
    }

    // MARK: Lists

    /// The nodes of a list; reports what is none.
    private mutating func sequence(_ node: Int) -> [Int]? {
        let target = arena.resolved(node)
        if arena[target].kind == .sequence { return arena.elements(of: target) }
        if arena.isBroken(target) || reportsMissing(target) { return nil }
        let isScalar = arena[target].kind == .scalar && !arena.isNull(target)
        let written = isScalar && isExact(target) && target == node ? written(node) : []
        let replacement = written.isEmpty ? nil : "[\(String(decoding: written, as: UTF8.self))]"
        report(.wrongType(field, "a list", found: found(node), at: span(node), replacement: replacement))
        return nil
    }

    /// The nodes of a list; reports also one that has too many or too few.
    package mutating func listElements(_ node: Int, _ count: ClosedRange<Int>) -> [Int]? {
        guard let nodes = sequence(node) else { return nil }
        guard let problem = ValueSchema.problem(ofCount: nodes.count, in: count) else { return nodes }
        report(.outOfRange(field, problem, at: span(node)))
        return nil
    }

    private mutating func readList(_ node: Int, _ element: ValueSchema) -> Value? {
        guard let nodes = sequence(node) else { return nil }
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for (index, node) in nodes.enumerated() {
            path.append(.index(index))
            values.append(read(node, element))
            path.removeLast()
        }
        return .list(values)
    }

    /// A list of keys or names, each with its place.
    package mutating func names(_ node: Int, _ schema: ValueSchema) -> [NamedReference]? {
        guard case .list(_, let count, let isSet) = schema, let nodes = listElements(node, count) else { return nil }
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

    private mutating func readMap(_ node: Int, _ values: ValueSchema) -> Value? {
        guard let mapping = mapping(node) else { return nil }
        let pairs = pairs(of: mapping)
        var entries: [ValueMap.Element] = []
        entries.reserveCapacity(pairs.count)
        for pair in pairs {
            path.append(.key(pair.key))
            let key = scalarText(pair.key, secrets: .refusedInKey)
            let value = read(pair.value, values)
            if let key { entries.append((key.text, value)) } else { misreadCount += 1 }
            path.removeLast()
        }
        // Substitution may have made keys equal; the last one counts then.
        let areUnique = entries.count < 2 || Set(entries.map(\.key)).count == entries.count
        return .map(areUnique ? ValueMap(uniqueEntries: entries) : ValueMap(entries.map { ($0.key, $0.value) }))
    }

    /// What stands under unknown keys is not read.
    private mutating func readObject(
        _ pairs: [Pair], _ object: ObjectSchema, ofType type: (key: Int, name: String)? = nil
    ) -> ValueMap {
        var entries: [ValueMap.Element] = []
        entries.reserveCapacity(pairs.count)
        if let type { entries.append(("type", .string(type.name))) }
        let boundCount = object.bindingKeys.isEmpty ? 0 : bind(object, pairs)
        defer { bindings.removeFirst(boundCount) }
        for pair in pairs where pair.key != type?.key {
            guard let index = knownKey(pair.key, in: object) else {
                let value = object.allowsOthers ? readUnlessNull(pair, .any) : .null
                if let value { entries.append((arena.text(of: arena.resolved(pair.key)), value)) }
                continue
            }
            let name = object.keys[index].name
            // An empty value is an absent one, but where the key itself says something.
            let isNeeded = object.keys[index].isRequired || object.alternatives.contains(name)
            let value =
                isNeeded ? readUnder(pair, object.keys[index].schema) : readUnlessNull(pair, object.keys[index].schema)
            if let value { entries.append((name, value)) }
        }
        return ValueMap(uniqueEntries: entries)
    }

    /// Binds the names that keys of a mapping give to its other texts; answers how many they are.
    private mutating func bind(_ object: ObjectSchema, _ pairs: [Pair]) -> Int {
        let outerCount = bindings.count
        for key in object.bindingKeys where first(key.name, of: pairs) != nil {
            if let name = key.binding { bindings.insert(Binding(name: name, value: .text(key.name)), at: 0) }
        }
        return bindings.count - outerCount
    }

    private mutating func readUnder(_ pair: Pair, _ schema: ValueSchema) -> Value {
        path.append(.key(pair.key))
        defer { path.removeLast() }
        return read(pair.value, schema)
    }

    private mutating func readUnlessNull(_ pair: Pair, _ schema: ValueSchema) -> Value? {
        arena.isNull(pair.value) ? nil : readUnder(pair, schema)
    }

    /// Without a known type nothing else is read, for nobody knows what it should be.
    private mutating func readVariant(_ node: Int, _ variant: VariantSchema) -> Value? {
        guard let mapping = mapping(node) else { return nil }
        let pairs = pairs(of: mapping)
        guard let type = first("type", of: pairs), !arena.isNull(type.value) else { return [:] }
        guard let index = knownType(type.value, variant) else { return ["type": readUnder(type, .choice([]))] }
        let (name, object) = (variant.cases[index].type, variant.cases[index].schema)
        guard let dataKey = variant.dataKey else { return .map(readObject(pairs, object, ofType: (type.key, name))) }
        var entries: [ValueMap.Element] = [("type", .string(name))]
        for pair in pairs where pair.key != type.key {
            if names(pair, dataKey) {
                entries.append((dataKey, readUnder(pair, .object(object))))
            } else {
                entries.append((arena.text(of: arena.resolved(pair.key)), .null))
            }
        }
        return .map(ValueMap(uniqueEntries: entries))
    }

    /// The case that a type names as it is written.
    private func knownType(_ node: Int, _ variant: VariantSchema) -> Int? {
        let target = arena.resolved(node)
        guard arena[target].kind == .scalar else { return nil }
        return arena.withBytes(of: target) { variant.index(ofUTF8: $0) }
    }

    /// Whether a pair has a key of that name.
    package func names(_ pair: Pair, _ name: String) -> Bool {
        let key = arena.resolved(pair.key)
        return Int(arena[key].count) == name.utf8.count && arena.withBytes(of: key) { name.utf8.elementsEqual($0) }
    }

    /// The first pair under a key. A loop, because a closure would copy the whole decoder for every pair.
    package func first(_ name: String, of pairs: [Pair]) -> Pair? {
        for pair in pairs where names(pair, name) { return pair }
        return nil
    }

    // MARK: Free values

    /// A plain scalar is null, a boolean or a number where JSON reads one; else it is text.
    private mutating func readAny(_ node: Int) -> Value? {
        let target = arena.resolved(node)
        if arena.isNull(target) { return .null }
        if arena.isBroken(target) { return nil }
        switch arena[target].kind {
        case .sequence: return readList(node, .any)
        case .mapping: return readMap(node, .any)
        case .scalar, .alias: break
        }
        guard let text = substituted(target, secrets: .allowed) else { return nil }
        if let secret = text.secret {
            return .secret(Secret(reference: secret.reference, folder: secret.folder, value: text.text))
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
