import PhoenixModel

/// The `ETag` of one service: the count of its configuration changes.
package enum EntityTag {
    /// `"3"`, with its quotes.
    package static func text(version: Int64) -> String { "\"\(version)\"" }

    /// Whether an `If-Match` header names the version: `*`, or a list of tags. Weak tags never match (RFC 9110, 13.1.1).
    package static func matches(_ ifMatch: String, version: Int64) -> Bool {
        let tags = ifMatch.split(separator: ",").map { $0.trimmed() }
        return tags.contains { $0 == "*" || $0 == Self.text(version: version) }
    }
}
