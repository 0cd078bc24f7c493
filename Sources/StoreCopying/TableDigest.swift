import Crypto
package import PanelStore

/// Tells the rows of one table from others, whatever their order: engines do not agree on that of texts.
package struct TableDigest: Sendable, Hashable {
    package private(set) var rows = 0
    /// The sum of the SHA-256 of all rows, as 256-bit numbers that wrap around, least significant part first.
    private var sum: [UInt64] = [0, 0, 0, 0]

    package init() {}

    package mutating func add(_ values: [ColumnValue]) {
        rows += 1
        var bytes: [UInt8] = []
        for value in values { Self.append(value, to: &bytes) }
        let hash = Array(SHA256.hash(data: bytes))
        var carry: UInt64 = 0
        for index in sum.indices {
            let part = hash[index * 8..<index * 8 + 8].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            let (first, overflow) = sum[index].addingReportingOverflow(part)
            let (second, overflowAgain) = first.addingReportingOverflow(carry)
            sum[index] = second
            carry = overflow || overflowAgain ? 1 : 0
        }
    }

    /// In hexadecimal digits, 64 of them.
    package var text: String {
        sum.reversed().map { part in
            let digits = String(part, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Each value begins with its kind, and texts and bytes with their length: no two lists have the same bytes.
    private static func append(_ value: ColumnValue, to bytes: inout [UInt8]) {
        func append(_ kind: UInt8, _ number: Int64) {
            bytes.append(kind)
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        switch value {
        case .null: bytes.append(0)
        case .integer(let number): append(1, number)
        case .text(let text):
            append(2, Int64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        case .boolean(let flag): bytes.append(flag ? 4 : 3)
        case .bytes(let content):
            append(5, Int64(content.count))
            bytes.append(contentsOf: content)
        }
    }
}
