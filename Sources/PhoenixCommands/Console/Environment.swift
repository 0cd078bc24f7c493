import Glibc

/// The environment variables that a run may read.
package struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    package init(_ variables: [String: String]) { lookUp = { variables[$0] } }

    init(_ lookUp: @escaping @Sendable (String) -> String?) { self.lookUp = lookUp }

    /// The process's own; nothing here ever changes it.
    package static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    /// The variable as it is, empty ones too.
    package subscript(name: String) -> String? { lookUp(name) }

    /// The variable, when it says something.
    func nonEmpty(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
}
