import GRDB
import PhoenixModel

/// Columns of rows by place, as this program has written them; nobody else does.
extension Row {
    func timestamp(_ index: Int) -> Timestamp { Timestamp(seconds: self[index]) }

    func optionalTimestamp(_ index: Int) -> Timestamp? {
        let seconds: Int64? = self[index]
        return seconds.map(Timestamp.init(seconds:))
    }

    func json(_ index: Int) throws -> PhoenixModel.Value {
        guard let value = try optionalJSON(index) else { throw Self.corruption }
        return value
    }

    func optionalJSON(_ index: Int) throws -> PhoenixModel.Value? {
        let text: String? = self[index]
        guard let text else { return nil }
        guard let value = try? PhoenixModel.Value(json: text) else { throw Self.corruption }
        return value
    }

    func word<Word: RawRepresentable>(_ index: Int) throws -> Word where Word.RawValue == String {
        guard let word: Word = try optionalWord(index) else { throw Self.corruption }
        return word
    }

    func optionalWord<Word: RawRepresentable>(_ index: Int) throws -> Word? where Word.RawValue == String {
        let text: String? = self[index]
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw Self.corruption }
        return word
    }

    private static var corruption: DatabaseError { DatabaseError(resultCode: .SQLITE_CORRUPT) }
}
