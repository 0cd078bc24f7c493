import PhoenixModel
import RandomFixtures

extension SeededGenerator {
    mutating func schema(depth: Int) -> ValueSchema {
        switch depth == 0 ? Int.random(in: 0...2, using: &self) : Int.random(in: 0...7, using: &self) {
        case 0: .integer(0...9)
        case 1: .text(TextRule(.any, length: 0...100))
        case 2: .writeOnlyText(TextRule(.any, length: 1...100))
        case 3: .list(schema(depth: depth - 1), count: 0...9, isSet: false)
        case 4: .map(keys: TextRule(.any, length: 1...9), values: schema(depth: depth - 1), count: 0...9)
        case 5: .object(object(depth: depth - 1))
        case 6: .variant(variant(depth: depth - 1, dataKey: nil))
        default: .variant(variant(depth: depth - 1, dataKey: "data"))
        }
    }

    private mutating func object(depth: Int) -> ObjectSchema {
        ObjectSchema((0..<3).map { .init("k\($0)", schema(depth: depth), "a key") }, identity: ["k0"])
    }

    private mutating func variant(depth: Int, dataKey: String?) -> VariantSchema {
        VariantSchema(
            name: "kind", cases: (0..<2).map { .init(type: "t\($0)", schema: object(depth: depth), summary: "a kind") },
            dataKey: dataKey)
    }

    mutating func value(of schema: ValueSchema) -> Value {
        switch schema {
        case .integer: return .integer(Int64.random(in: 0...9, using: &self))
        case .writeOnlyText: return .string("hunter2-\(Int.random(in: 0...999, using: &self))")
        case .list(let element, _, _):
            return .list((0..<Int.random(in: 0...3, using: &self)).map { _ in value(of: element) })
        case .map(_, let values, _): return ["a": value(of: values), "b": value(of: values)]
        case .object(let object): return .map(members(of: object))
        case .variant(let variant):
            let kind = variant.cases[Int.random(in: 0..<variant.cases.count, using: &self)]
            let members = members(of: kind.schema)
            guard let dataKey = variant.dataKey else {
                return .map(ValueMap(uniqueEntries: [("type", .string(kind.type))] + members))
            }
            return ["type": .string(kind.type), (dataKey): .map(members)]
        default: return .string("plain\(Int.random(in: 0...9, using: &self))")
        }
    }

    private mutating func members(of object: ObjectSchema) -> ValueMap {
        var members: [ValueMap.Element] = []
        for key in object.keys where Bool.random(using: &self) { members.append((key.name, value(of: key.schema))) }
        return ValueMap(uniqueEntries: members)
    }
}
