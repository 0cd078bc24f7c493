/// An option of the transport that cannot be used.
package struct TransportOptionError: Error, Sendable, Hashable {
    /// What is wrong, beginning with the name of the option; never with a password in it.
    package let message: String
    package let help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }
}

extension TransportOptionError: CustomStringConvertible {
    package var description: String { message }
}
