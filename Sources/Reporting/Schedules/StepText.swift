package import PhoenixModel

/// A step of a schedule for people: `power restart`. A secret is not shown.
package enum StepText {
    /// `isSecret`: whether its payload is to be hidden although it is plain text, as that of a panel is.
    package static func text(_ step: ValueMap, isSecret: Bool = false) -> String {
        let action = step["action"]?.plainText ?? ""
        let payload: String =
            switch step["payload"] {
            case .secret(let secret)?: secret.description
            case .string? where isSecret: "(secret)"
            case .string(let text)?: TerminalText.shortened(TerminalText.escaped(text), to: 100)
            default: ""
            }
        return payload.isEmpty ? action : "\(action) \(payload)"
    }
}
