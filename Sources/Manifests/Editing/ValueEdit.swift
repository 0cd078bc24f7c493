import Diagnostics
import PhoenixModel
import YAMLReading

/// Gives one plain scalar of `values` another text; quotes and comments of the file stay.
enum ValueEdit {
    /// The bytes of the file afterwards; nil where it has no such scalar.
    static func bytes(of file: SourceFile, at path: [String], saying value: Value) -> [UInt8]? {
        switch value {
        case .string, .integer, .number, .bool: break
        case .null, .secret, .list, .map: return nil
        }
        let reader = YAMLFile(file: SourceFileID(index: 0), bytes: file.bytes)
        guard reader.isComplete, reader.diagnostics.isEmpty else { return nil }
        var source = reader.source
        for document in reader.arena.documents {
            guard let node = scalar(at: ["values"] + path, below: document, in: reader.arena) else { continue }
            let record = reader.arena[node]
            let start = source.offset(line: Int(record.line), column: Int(record.column))
            let end = source.offset(line: Int(record.endLine), column: Int(record.endColumn))
            let text = ScalarStyle(of: record, writtenAs: source.slice(record)).text(of: value)
            let mark: [UInt8] = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
            return mark + source.bytes[..<start] + Array(text.utf8) + source.bytes[end...]
        }
        return nil
    }

    private static func scalar(at path: [String], below document: Int, in arena: NodeArena) -> Int? {
        var node = document
        for name in path {
            guard arena[node].kind == .mapping,
                let pair = arena.pairs(of: node).first(where: { arena.text(of: arena.resolved($0.key)) == name })
            else { return nil }
            node = pair.value
        }
        let isLiteral =
            arena[node].kind == .scalar && arena[node].style != .block && arena[node].line == arena[node].endLine
            && !arena[node].flags.contains(.special)
        return isLiteral ? node : nil
    }
}
