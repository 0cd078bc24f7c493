import PhoenixModel

/// One service or task of an export.
struct ExportBlock {
    struct Entry {
        let name: String
        let value: Value
        /// Whether the text stands in double quotes even where it needs none.
        let isQuoted: Bool

        init(_ name: String, _ value: Value, isQuoted: Bool = false) {
            self.name = name
            self.value = value
            self.isQuoted = isQuoted
        }
    }

    let key: String
    var comments: [String] = []
    var entries: [Entry] = []

    init(key: String) { self.key = key }

    /// Notes that the panel does not tell a field which the manifest needs.
    mutating func missing(_ field: Field) {
        comments.append("this panel does not report '\(field.rawValue)': add it here")
    }

    func write(to writer: inout ManifestWriter) {
        for comment in comments { writer.comment(comment, depth: 1) }
        guard !entries.isEmpty else { return writer.entry(key, [:], depth: 1) }
        writer.heading(key, depth: 1)
        for entry in entries {
            if entry.isQuoted, case .string(let text) = entry.value {
                writer.quotedEntry(entry.name, text, depth: 2)
            } else {
                writer.entry(entry.name, entry.value, depth: 2)
            }
        }
    }
}
