extension TextRule {
    /// The form as a regular expression (ECMA-262), as JSON Schema takes it; nil where only the length counts. It may
    /// let through what `problem(in:)` refuses, never the other way round.
    package var pattern: String? {
        switch form {
        case .any: length.lowerBound > 0 ? "\\S" : nil
        case .signingKey: "\\S"
        case .name: "\\S"
        case .line: "^[^\\r\\n]*\\S[^\\r\\n]*$"
        case .glob: "^(?!(.*/)?\\.\\.(/|$))"
        case .absolutePath: "^/(?!(.*/)?\\.\\.(/|$))"
        case .variableName: "^[A-Z0-9_]+$"
        case .url: "^https?://[^/?#\\s][^\\s]*$"
        case .openURL: "^https?://[^/?#@\\s]+([/?#][^\\s]*)?$"
        case .host: "^[^/\\s]+$"
        case .key: "^\(KeyRule.pattern)$"
        case .identifier: "^[A-Za-z_][A-Za-z0-9_]*$"
        case .date: "^\\d{4}-\\d{2}-\\d{2}$"
        }
    }
}
