import PhoenixModel

/// The `ETag` of one service: the count of its configuration changes.
package enum EntityTag {
    /// `"3"`, with its quotes.
    package static func text(version: Int64) -> String { "\"\(version)\"" }

    /// Whether an `If-Match` header names the version: `*`, or a list of tags. Weak tags never match (RFC 9110, 13.1.1).
    package static func matches(_ ifMatch: String, version: Int64) -> Bool {
        tags(of: ifMatch).contains { $0 == "*" || $0 == Self.text(version: version) }
    }

    /// Whether an `If-Match` header is one: `*`, or a list of tags in quotes.
    package static func isReadable(_ ifMatch: String) -> Bool {
        let tags = tags(of: ifMatch)
        return tags == ["*"] || (!tags.isEmpty && tags.allSatisfy(isTag))
    }

    private static func tags(of ifMatch: String) -> [Substring] { ifMatch.split(separator: ",").map { $0.trimmed() } }

    private static func isTag(_ text: Substring) -> Bool {
        let bytes = (text.hasPrefix("W/") ? text.dropFirst(2) : text).utf8
        let quote = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return false }
        return bytes.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 != quote && $0 != 0x7F }
    }
}
