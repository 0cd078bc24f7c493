/// A path to a value, as it stands between `${` and `}`: `values.limits.keep`, or `server.at` of a `for_each`.
package struct Reference: Equatable, Sendable {
    /// The names of the path, the first of which says whose value it is.
    package let path: [String]
    /// What stands behind `:-`, for a value that is not there or is empty.
    package let fallback: TextTemplate?

    package init(path: [String], fallback: TextTemplate?) {
        self.path = path
        self.fallback = fallback
    }

    /// The path as it is written.
    package var name: String { path.joined(separator: ".") }

    /// Whether it leads into `values`, and not to a name of `for_each`.
    package var isToValues: Bool { path.count > 1 && path[0] == "values" }

    /// The names of a path; nil for a text that is none.
    package static func path(_ text: some StringProtocol) -> [String]? {
        let names = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard let first = names.first, Placeholder.isIdentifier(first), names.allSatisfy({ isName($0) }) else {
            return nil
        }
        return names
    }

    /// A name behind the first dot: letters, digits, '_' and '-'.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F
                    || $0 == 0x2D
            }
    }
}
