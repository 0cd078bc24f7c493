import Diagnostics
package import Logging
package import PhoenixModel

/// How a log event becomes one line.
package enum LogFormat: String, Sendable, CaseIterable {
    /// `2026-11-24T04:57:28Z info request bytes=157 status=403`: for people and for tools that read `key=value`.
    case text
    /// An object with `time`, `level`, `logger`, `message` and the metadata.
    case json

    /// One line with its line break, whatever is in message and metadata.
    package func line(
        _ moment: Timestamp, _ level: Logger.Level, logger: String, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        switch self {
        case .text: Self.textLine(moment, level, logger, message, metadata)
        case .json: Self.jsonLine(moment, level, logger, message, metadata)
        }
    }

    private static func textLine(
        _ moment: Timestamp, _ level: Logger.Level, _ logger: String, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        var line = ""
        line.reserveCapacity(240)
        line += moment.description
        line += " "
        line += level.rawValue
        line += " "
        if logger != "phoenix" { line += "\(logger): " }
        line += printable(message)
        for key in metadata.keys.sorted() {
            guard let value = metadata[key] else { continue }
            line += " "
            line += printable(key)
            line += "="
            line += word(value.description)
        }
        line += "\n"
        return line
    }

    /// The text, in quotes where it could not be told from what comes next.
    private static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        if isPlain, !text.isEmpty { return text }
        return "\"" + printable(text.replacing("\"", with: "\\\"")) + "\""
    }

    /// Without anything that a terminal obeys or that fakes a line.
    private static func printable(_ text: String) -> String {
        guard text.utf8.contains(where: UnsafeCharacter.mayBegin) else { return text }
        return text.unicodeScalars.reduce(into: "") { printable, scalar in
            if UnsafeCharacter.isUnsafe(scalar) {
                printable += UnsafeCharacter.escape(scalar)
            } else {
                printable.unicodeScalars.append(scalar)
            }
        }
    }

    private static func jsonLine(
        _ moment: Timestamp, _ level: Logger.Level, _ logger: String, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        var entries: [(String, Value)] = [
            ("time", .string("\(moment)")), ("level", .string(level.rawValue)), ("logger", .string(logger)),
            ("message", .string(message)),
        ]
        let taken = Set(entries.map(\.0))
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            entries.append((taken.contains(key) ? "\(key)_" : key, Value(value)))
        }
        return Value.map(ValueMap(entries)).jsonText() + "\n"
    }
}

extension Value {
    fileprivate init(_ metadata: Logger.MetadataValue) {
        switch metadata {
        case .string(let text): self = .string(text)
        case .stringConvertible(let value as Int): self = .integer(Int64(value))
        case .stringConvertible(let value): self = .string("\(value)")
        case .array(let values): self = .list(values.map { Value($0) })
        case .dictionary(let values):
            self = .map(ValueMap(values.sorted { $0.key < $1.key }.map { ($0.key, Value($0.value)) }))
        }
    }
}
