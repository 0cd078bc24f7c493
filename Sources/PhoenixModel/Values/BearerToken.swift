import Diagnostics

/// The key that requests are sent with (RFC 6750). It prints as `(secret)`, however it is printed.
package struct BearerToken: Sendable, Hashable {
    private let text: String

    package enum Problem: Error, Sendable, Hashable {
        case isEmpty
        case hasSeveralLines
        /// White space, or what no header can carry.
        case hasUnusableCharacter
    }

    /// Takes a key as people store it: white space around it is dropped.
    package init(_ text: String) throws(Problem) {
        let key = text.trimmed()
        guard !key.isEmpty else { throw .isEmpty }
        if key.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) { throw .hasSeveralLines }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .hasUnusableCharacter }
        self.text = String(key)
    }

    /// The value of the header that carries it.
    package var authorization: String { "Bearer \(text)" }

    /// The text itself, for hiding it.
    package func reveal() -> String { text }
}

extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Redaction.replacement }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
