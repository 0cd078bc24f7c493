package import PhoenixModel

/// What a server's configuration says of one system service; nil for what it does not say.
package struct SystemServiceSpec: Sendable {
    /// What it is known by.
    package let name: String
    /// `wings_daemon` and the like.
    package let kind: String
    package var description: String?
    package var isCritical: Bool?
    /// Names of system services.
    package var dependencies: [String]?
    /// Fits `ConfigRules.schema`; with its secrets.
    package var config: Value?

    package init(name: String, kind: String) {
        self.name = name
        self.kind = kind
    }
}
