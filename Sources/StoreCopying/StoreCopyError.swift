/// Why a panel is not copied.
package struct StoreCopyError: Error, Sendable, Hashable {
    /// One sentence part for people.
    package let message: String
    /// What to do about it.
    package let help: String

    private init(_ message: String, help: String) {
        self.message = message
        self.help = help
    }

    static func notEmpty(_ target: String) -> Self {
        Self(
            "\(target) is not empty: a copy would be mixed with what it has",
            help: "name a store that does not exist yet, or one that nothing was written to")
    }

    static func otherCopy(_ target: String, of source: String) -> Self {
        Self(
            "\(target) is an unfinished copy of another store: \(source)",
            help: "finish that copy, or name a new store")
    }

    static func served(_ store: String, by replicas: [String]) -> Self {
        Self(
            "\(store) is being served, by \(replicas.joined(separator: ", "))",
            help: "stop phoenix serve on it; one that was killed counts as gone after 45 seconds")
    }

    static func otherProcess(_ target: String) -> Self {
        Self("another process copies to \(target) at the same time", help: "let one of them end, and run this again")
    }

    static func changed(_ source: String, _ target: String) -> Self {
        Self(
            "\(source) was written to while the copy was compared with it",
            help: "stop everything that uses it, remove \(target), and copy again")
    }

    static func different(_ source: String, _ target: String, _ tables: [ComparedTable]) -> Self {
        let texts = tables.map { table in
            table.source.rows == table.target.rows
                ? "\(table.name) (\(table.source.rows) rows, not the same ones)"
                : "\(table.name) (\(table.source.rows) rows, but \(table.target.rows) in the copy)"
        }
        return Self(
            "the copy differs from \(source) in \(texts.joined(separator: ", "))",
            help:
                "the source was written to meanwhile: stop everything that uses it, remove \(target), and copy again")
    }
}

extension StoreCopyError: CustomStringConvertible {
    package var description: String { message }
}
