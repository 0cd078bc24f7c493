import HTTPTransport
import PhoenixModel

/// The attributes of one item of the API: `{"object": …, "attributes": {…}}`. What a panel sends is not trusted to be
/// there, or to be of the type it should be.
struct Attributes {
    private let map: ValueMap
    /// What stands beside the attributes.
    let meta: ValueMap

    /// nil for what is no item.
    init?(_ value: Value?) {
        guard case .map(let item)? = value, case .map(let attributes)? = item["attributes"] else { return nil }
        map = attributes
        meta = if case .map(let meta)? = item["meta"] { meta } else { [:] }
    }

    func has(_ name: String) -> Bool { map[name] != nil }

    func text(_ name: String) -> String? { map[name]?.plainText }

    /// Text that cannot be missing.
    func requiredText(_ name: String) throws(UnreadableRecord) -> String {
        guard let text = text(name), !text.isEmpty else { throw UnreadableRecord(name: name) }
        return text
    }

    /// A uuid, or another id that can stand in a path and in a store.
    func requiredID(_ name: String) throws(UnreadableRecord) -> String {
        let text = try requiredText(name)
        let isID = text.utf8.count <= 64 && text.utf8.allSatisfy(Self.isOfID)
        guard isID else { throw UnreadableRecord(name: name) }
        return text
    }

    private static func isOfID(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// False for whatever is not true.
    func flag(_ name: String) -> Bool { map[name] == .bool(true) }

    func number(_ name: String) -> Double? { map[name]?.number }

    func integer(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }

    /// A whole number that cannot be missing.
    func requiredNumber(_ name: String) throws(UnreadableRecord) -> Int64 {
        guard let number = number(name).flatMap({ Int64(exactly: $0) }), number >= 0 else {
            throw UnreadableRecord(name: name)
        }
        return number
    }

    func time(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(rfc3339: $0) } }

    /// The items of a list within; nil for what is none.
    func list(_ name: String) -> [Value]? { ItemPage(map[name])?.items }

    func object(_ name: String) -> Attributes? {
        guard case .map(let inner)? = map[name] else { return nil }
        return Attributes(.map(["attributes": .map(inner)]))
    }
}

/// Why one record of a panel cannot be used: a value of this name is missing, or is none.
struct UnreadableRecord: Error {
    let name: String
}
