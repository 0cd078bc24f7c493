/// Why a value is no service of the API.
package struct APIObjectError: Error, Sendable, Hashable {
    /// The key of the object, `depends_on`; nil where the value itself is at fault.
    package let field: String?
    /// What is wrong with it: `must be text, not a number`.
    package let problem: String
}

extension APIObjectError: CustomStringConvertible {
    package var description: String { field.map { "'\($0)' \(problem)" } ?? problem }
}
