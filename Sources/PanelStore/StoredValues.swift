import PhoenixModel

/// Values by place, as a row has them.
struct StoredValues: ColumnReading {
    private let values: ArraySlice<ColumnValue>

    init(_ values: some Sequence<ColumnValue>) { self.values = ArraySlice(values) }

    func dropFirst() -> StoredValues { StoredValues(values.dropFirst()) }

    private func value(_ index: Int) -> ColumnValue { values[values.startIndex + index] }

    func optionalInteger(_ index: Int) -> Int64? {
        if case .integer(let number) = value(index) { number } else { nil }
    }

    func optionalText(_ index: Int) -> String? { if case .text(let text) = value(index) { text } else { nil } }

    func boolean(_ index: Int) -> Bool { value(index) == .boolean(true) }

    func bytes(_ index: Int) -> [UInt8] { if case .bytes(let bytes) = value(index) { bytes } else { [] } }
}
