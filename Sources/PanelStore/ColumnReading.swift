package import PhoenixModel

/// The columns of one row by place, which is much faster than by name. What is there was written by this program, so
/// that a column of the wrong type is damage.
package protocol ColumnReading {
    func optionalInteger(_ index: Int) throws -> Int64?
    func optionalText(_ index: Int) throws -> String?
    func optionalJSON(_ index: Int) throws -> Value?
    func boolean(_ index: Int) throws -> Bool
    func bytes(_ index: Int) throws -> [UInt8]
}

/// A row has what no row of this program has.
package struct UnreadableRow: Error {
    package init() {}
}

extension ColumnReading {
    package func integer(_ index: Int) throws -> Int64 {
        guard let number = try optionalInteger(index) else { throw UnreadableRow() }
        return number
    }

    package func count(_ index: Int) throws -> Int { Int(try integer(index)) }

    package func text(_ index: Int) throws -> String {
        guard let text = try optionalText(index) else { throw UnreadableRow() }
        return text
    }

    package func timestamp(_ index: Int) throws -> Timestamp { Timestamp(seconds: try integer(index)) }

    package func optionalTimestamp(_ index: Int) throws -> Timestamp? {
        try optionalInteger(index).map(Timestamp.init(seconds:))
    }

    package func json(_ index: Int) throws -> Value {
        guard let value = try optionalJSON(index) else { throw UnreadableRow() }
        return value
    }

    package func optionalJSON(_ index: Int) throws -> Value? {
        guard let text = try optionalText(index) else { return nil }
        guard let value = try? Value(json: text) else { throw UnreadableRow() }
        return value
    }

    // Inlined, because the words of a type that is not known yet cost more than all of its columns together.
    @inline(__always)
    package func word<Word: RawRepresentable>(_ index: Int) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(index)) else { throw UnreadableRow() }
        return word
    }

    @inline(__always)
    package func optionalWord<Word: RawRepresentable>(_ index: Int) throws -> Word? where Word.RawValue == String {
        guard let text = try optionalText(index) else { return nil }
        guard let word = Word(rawValue: text) else { throw UnreadableRow() }
        return word
    }
}
