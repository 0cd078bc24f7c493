/// Why a panel did not do what it was asked.
package struct PanelError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// Nobody answered, or not in time. For a write it is unknown whether it was done.
        case unreachable
        /// The store behind an embedded panel cannot work: missing, locked, damaged, full, read-only or too new.
        case store(StoreFault)
        case unauthenticated
        case permissionDenied
        case notFound
        /// The state of the panel forbids it: a name taken, dependents, a run in progress.
        case conflict
        case preconditionFailed
        /// It cannot be written to for now: its server is suspended, or it is running.
        case unavailable
        /// A value was refused.
        case invalid
        case rateLimited
        /// The panel answered, but not as the API says.
        case unexpectedAnswer
        /// The panel took the write, but not the ownership line with it.
        case ownershipNotKept
    }

    /// What is wrong with a store.
    package enum StoreFault: Sendable, Hashable {
        case missing, unavailable, damaged, tooNew, locked, full, readOnly
    }

    package let code: Code
    /// One sentence part for people, never with a secret in it.
    package let message: String
    /// What to do about it, where that can be said.
    package let help: String?

    package init(_ code: Code, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }
}

extension PanelError: CustomStringConvertible {
    package var description: String { message }
}
