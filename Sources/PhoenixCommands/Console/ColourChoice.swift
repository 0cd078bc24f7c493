import Reporting

/// When to colour.
package enum ColourChoice: String, Sendable, CaseIterable {
    case auto, always, never

    func style(for channel: OutputChannel) -> TextStyle {
        isColoured(isTerminal: channel.isTerminal, .process) ? .coloured : .plain
    }

    /// Whether colours are wanted. The option wins; then the variables that other programs know, in this order:
    /// `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`; then whether it is a terminal that knows colours. An
    /// empty variable says nothing.
    package func isColoured(isTerminal: Bool, _ environment: Environment) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if environment.nonEmpty("NO_COLOR") != nil { return false }
        if let force = environment.nonEmpty("FORCE_COLOR") { return !["0", "false"].contains(force) }
        if let force = environment.nonEmpty("CLICOLOR_FORCE"), force != "0" { return true }
        if environment["CLICOLOR"] == "0" { return false }
        return isTerminal && environment["TERM"] != "dumb"
    }
}
