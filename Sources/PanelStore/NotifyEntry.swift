package import PhoenixModel

/// One entry of a service's `notify`: who is told, and what of.
package struct NotifyEntry: Sendable, Hashable {
    /// `webhook` or `discord`.
    package let kind: String
    /// It is a secret, as it may hold a token.
    package let address: String
    /// What webhooks are signed with.
    package let secret: String?
    /// `failed`, `stopped` and the like.
    package let events: Set<String>

    /// The entries of a value that the rules have accepted; what is none is passed over.
    package static func all(in notify: Value) -> [NotifyEntry] {
        guard case .list(let elements) = notify else { return [] }
        return elements.compactMap(NotifyEntry.init)
    }

    private init?(_ value: Value) {
        guard case .map(let entry) = value, let kind = entry["type"]?.plainText, let url = entry["url"]?.revealedText
        else { return nil }
        self.kind = kind
        address = url
        secret = entry["secret"]?.revealedText
        if case .list(let names)? = entry["on"] {
            events = Set(names.compactMap(\.plainText))
        } else {
            events = NotifyRules.standardEvents
        }
    }
}

extension NotifyEntry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(kind) (secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
