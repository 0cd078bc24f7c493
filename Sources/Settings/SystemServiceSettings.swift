package import PhoenixModel

/// What the server's configuration says of one system service: a new one, or one that every store has.
package struct SystemServiceSettings: Sendable {
    /// The free key that the file has it under.
    package let key: Configured<String>
    /// What it is known by, trimmed.
    package let name: Configured<String>
    package let kind: String
    package let description: String?
    package let isCritical: Bool?
    /// Names of system services.
    package let dependencies: [Configured<String>]?
    /// Fits `ConfigRules.schema`; it may have secrets.
    package let config: Value?
}
