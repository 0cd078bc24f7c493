/// Hides secrets in texts that come from elsewhere. It must see a text before it is cut or escaped.
package struct Redaction: Sendable {
    /// Longest first, so that no rest of one stays where it has another in it.
    private let secrets: [String]

    /// What is shown instead.
    package static let replacement = "(secret)"

    /// What is shorter is in every other word, and no secret.
    private static let shortest = 4

    package init(of secrets: [String]) {
        self.secrets = secrets.filter { $0.utf8.count >= Self.shortest }.sorted { $0.utf8.count > $1.utf8.count }
    }

    package func callAsFunction(_ text: String) -> String {
        secrets.reduce(text) { $0.replacing($1, with: Self.replacement) }
    }
}
