import PhoenixModel

extension UnfinishedCopy {
    /// As SQL stores keep it beside the source: `{"table": "run", "key": [17]}`.
    package var progressJSON: String {
        var map: ValueMap = [:]
        map["table"] = table.map(Value.string)
        map["key"] = key.map { key in
            .list(
                key.map { value in
                    switch value {
                    case .integer(let number): .integer(number)
                    case .text(let text): .string(text)
                    case .boolean(let flag): .bool(flag)
                    case .null, .bytes: .null
                    }
                })
        }
        return Value.map(map).jsonText()
    }

    package init(from source: String, progressJSON: String) throws {
        self.init(from: source)
        guard case .map(let map)? = try? Value(json: progressJSON) else { throw UnreadableRow() }
        table = map["table"]?.plainText
        guard case .list(let values)? = map["key"] else { return }
        key = try values.map { value in
            switch value {
            case .integer(let number): .integer(number)
            case .string(let text): .text(text)
            default: throw UnreadableRow()
            }
        }
    }
}
