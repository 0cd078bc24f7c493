package import PhoenixModel

/// What `phoenix doctor` has found, in the order it was looked at.
package struct Checkup: Sendable {
    package var checks: [Check]

    package init(_ checks: [Check] = []) { self.checks = checks }

    package var hasProblems: Bool { checks.contains { $0.outcome == .problem } }

    /// A line a check, with what to do below it, then the counts.
    package func text(_ style: TextStyle) -> String {
        let words = checks.map(\.outcome.words.count).max() ?? 0
        let names = checks.map(\.name.count).max() ?? 0
        var text = ""
        for check in checks {
            let word = check.outcome.words
            let padding = String(repeating: " ", count: words - word.count + 2)
            let name = check.name + String(repeating: " ", count: names - check.name.count + 2)
            text +=
                "\(style(Self.role(of: check.outcome), word))\(padding)\(name)\(TerminalText.escaped(check.message))\n"
            if let help = check.help {
                text += String(repeating: " ", count: words + 2) + "= help: \(TerminalText.escaped(help))\n"
            }
        }
        let counts = [
            (checks.count { $0.outcome == .problem }, "problem"),
            (checks.count { $0.outcome == .warning }, "warning"),
        ].filter { $0.0 > 0 }.map { Plural.text($0.0, $0.1) }
        return text + "\n\(counts.isEmpty ? "no problem found" : counts.joined(separator: ", "))\n"
    }

    /// For programs: `{"version": 1, "checks": […]}`.
    package var value: Value {
        [
            "version": 1,
            "checks": .list(
                checks.map { check in
                    var map: ValueMap = [
                        "name": .string(check.name), "standing": .string(check.outcome.rawValue),
                        "message": .string(check.message),
                    ]
                    map["help"] = check.help.map { .string($0) }
                    return .map(map)
                }),
        ]
    }

    private static func role(of outcome: Check.Outcome) -> TextStyle.Role {
        switch outcome {
        case .ok: .added
        case .warning: .warning
        case .problem: .error
        case .notChecked: .faint
        }
    }
}
