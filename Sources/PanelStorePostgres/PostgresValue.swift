/// A value that goes to the server, or comes from it.
///
/// A parameter has the type that the statement gives it: `$1::bigint` where the text around it does not say. Instants
/// are integers in columns of type `bigint`.
package enum PostgresValue: Sendable, Hashable {
    case null
    /// With any character, U+0000 too.
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    /// `bytea`.
    case bytes([UInt8])

    /// A parameter of type `bigint[]`, as `= ANY($1::bigint[])` and `unnest($1::bigint[])` take it.
    package static func integers(_ values: some Sequence<Int64>) -> Self {
        .text("{\(values.map { String($0) }.joined(separator: ","))}")
    }

    /// A parameter of type `text[]`.
    package static func texts(_ values: some Sequence<String>) -> Self {
        let items = values.map { value in
            var item = "\""
            for character in value.unicodeScalars {
                if character == "\"" || character == "\\" { item.unicodeScalars.append("\\") }
                item.unicodeScalars.append(character)
            }
            return item + "\""
        }
        return .text("{\(items.joined(separator: ","))}")
    }
}

extension PostgresValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(nilLiteral: ()) { self = .null }

    package init(_ value: String?) { self = value.map(Self.text) ?? .null }
    package init(_ value: Int64?) { self = value.map(Self.integer) ?? .null }
    package init(_ value: Bool?) { self = value.map(Self.boolean) ?? .null }
}
