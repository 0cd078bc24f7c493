package import PhoenixModel

/// A value as a column of a database holds it. Times are whole seconds since 1970, UTC.
package enum ColumnValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case boolean(Bool)
    case bytes([UInt8])
}

extension ColumnValue {
    package init(_ number: Int64?) { self = number.map(Self.integer) ?? .null }
    package init(_ number: Int) { self = .integer(Int64(number)) }
    package init(_ text: String?) { self = text.map(Self.text) ?? .null }
    package init(_ flag: Bool) { self = .boolean(flag) }
    package init(_ moment: Timestamp?) { self.init(moment?.seconds) }
}
