/// The values of a statement as libpq takes them.
struct StatementParameters {
    /// The bytes of all values, each text with a zero behind it.
    private var bytes: [UInt8] = []
    /// Where a value begins; nil for NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    /// 1 for bytes as they are, 0 for text that the server reads by the type of the parameter.
    private var formats: [Int32] = []

    init(_ values: [PostgresValue]) {
        starts.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        formats.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .null: append(nil, 0)
            case .text(let text): append(EscapedText.bytes(of: text), 0)
            case .integer(let number): append(Array(String(number).utf8), 0)
            case .boolean(let isTrue): append(isTrue ? [0x74] : [0x66], 0)
            case .bytes(let value): append(value, 1)
            }
        }
    }

    private mutating func append(_ value: [UInt8]?, _ format: Int32) {
        starts.append(value.map { _ in bytes.count })
        lengths.append(Int32(value?.count ?? 0))
        formats.append(format)
        guard let value else { return }
        bytes += value
        bytes.append(0)
    }

    var count: Int32 { Int32(starts.count) }

    func withPointers<T>(
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> T
    ) -> T {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.bindMemory(to: CChar.self).baseAddress
            return body(starts.map { start in start.flatMap { base?.advanced(by: $0) } }, lengths, formats)
        }
    }
}
