import Diagnostics
import PhoenixModel

/// The changes of an action, a line each: what was, what will be, who changed it, and where the files say so.
struct ChangeLines {
    let sources: SourceMap
    let style: TextStyle
    /// Whether each change is followed by the rule that saw its two sides as different.
    let explains: Bool

    func render(_ change: FieldChange, of action: PhoenixModel.Action) -> String {
        if action.operation != .create, let difference = LineDifference(change) {
            let head = "    \(TerminalText.escaped(change.place)):\(label(change.label))\(place(change.span))\n"
            return head + difference.text(style) + explanation(change, of: action)
        }
        let (before, after) = ValueText.texts(of: change)
        let values =
            switch (before, after) {
            case (let before?, let after?): "\(style(.removed, before)) → \(style(.added, after))"
            case (nil, let after?): (action.operation == .create ? "" : "(none) → ") + style(.added, after)
            case (let before?, nil): "\(style(.removed, before)) → (none)"
            case (nil, nil): "(none)"
            }
        // A create names its place once, in its head.
        let place = action.operation == .create ? "" : self.place(change.span)
        let line = "    \(TerminalText.escaped(change.place)): \(values)\(label(change.label))\(place)\n"
        return line + explanation(change, of: action)
    }

    private func explanation(_ change: FieldChange, of action: PhoenixModel.Action) -> String {
        guard explains, action.operation != .create else { return "" }
        return DifferenceExplanation(change, of: action).lines.map { "      \(style(.faint, $0))\n" }.joined()
    }

    private func label(_ label: ChangeLabel?) -> String {
        guard let label else { return "" }
        let role: TextStyle.Role =
            switch label {
            case .pending: .faint
            case .drift, .differs: .warning
            case .conflict: .error
            }
        return "  \(style(role, "[\(label.rawValue)]"))"
    }

    private func place(_ span: SourceSpan?) -> String {
        span.map { "  \(style(.place, TerminalText.escaped(sources.position(of: $0))))" } ?? ""
    }
}
