package import PhoenixModel

/// The key that requests are sent with. It prints as `(secret)`, however it is printed.
package struct APIKey: Sendable, Hashable {
    /// The same, for hiding it.
    let secret: Secret

    /// Takes a key as people store it: white space around it is dropped.
    /// - Throws: `.invalid` when nothing is left, or something that no header can carry.
    package init(_ text: String) throws(PanelError) {
        let text = String(text.trimmed())
        guard !text.isEmpty else { throw PanelError(.invalid, "the API key is empty", help: Self.help) }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw PanelError(
                .invalid, "the API key has a character that keys do not have: white space, or one beyond ASCII",
                help: Self.help)
        }
        secret = Secret(reference: "PHOENIX_API_KEY", value: text)
    }

    static let help = "give a key of this panel: by --api-key-file, PHOENIX_API_KEY or its context"

    /// The header that carries it, for the transport and nobody else.
    var authorization: String { "Bearer \(secret.reveal())" }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { secret.description }
    package var debugDescription: String { secret.debugDescription }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
