/// Ownership in the only text that a schedule of a panel has, its name: a marker at its end.
///
///     Nightly restart {phx skyblock/nightly-restart 1.x4QzpaB2kLmN9oP}
///
/// Behind `1.` stand three characters of base64url for each of the fields as they were last applied, `---` for those that
/// are not managed. `!` before that says that the schedule is protected, `s` that a secret is among its commands. The
/// server is not in it: that is where the schedule is.
package enum ScheduleMarker {
    /// What a marker begins with.
    static let start = "{phx "

    /// The fields, in the order of their digests.
    static let fields: [Field] = [.name, .schedule, .enabled, .onlyWhenOnline, .steps]

    /// A marker, complete.
    static func text(of ownership: Ownership) -> String {
        let key = ScheduleKey(ownership.key)?.entry ?? ownership.key
        let flags = (ownership.isProtected ? "!" : "") + (ownership.secretPaths.isEmpty ? "" : "s")
        let digests = fields.map { text(of: ownership.digests[$0]) }.joined()
        return "\(start)\(ownership.project)/\(key) \(flags)1.\(digests)}"
    }

    /// A name with the marker at its end.
    package static func name(_ text: String, with ownership: Ownership) -> String {
        let text = text.trimmed()
        return text.isEmpty ? self.text(of: ownership) : "\(text) \(self.text(of: ownership))"
    }

    // MARK: Digests

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func text(of digest: UInt32?) -> String {
        guard let digest else { return "---" }
        let characters = [18, 12, 6].map { alphabet[Int(digest >> UInt32($0) & 63)] }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The digests behind `1.`; nil for a text that is none.
    static func digests(_ text: Substring) -> FieldDigests? {
        let bytes = Array(text.utf8)
        guard bytes.count == fields.count * 3 else { return nil }
        var digests = FieldDigests(.short)
        for (place, field) in fields.enumerated() {
            let group = bytes[place * 3..<place * 3 + 3]
            if group.allSatisfy({ $0 == UInt8(ascii: "-") }) { continue }
            var value: UInt32 = 0
            for byte in group {
                guard let digit = alphabet.firstIndex(of: byte) else { return nil }
                value = value << 6 | UInt32(digit)
            }
            digests[field] = value << 6
        }
        return digests
    }
}
