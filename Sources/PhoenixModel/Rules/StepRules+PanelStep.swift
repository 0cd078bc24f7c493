extension StepRules {
    /// A written step as the panel has it.
    ///
    /// - Parameters:
    ///   - action: a fitting `scheduleStep`, whatever it says of when it starts.
    ///   - gap: seconds from the start of the step before it.
    /// - Returns: an entry of `ScheduleRules.steps`.
    package static func panelStep(of action: ValueMap, gap: Int64) -> Value {
        let name = actions.first { action[$0] != nil } ?? ""
        let payload: Value =
            switch action[name] {
            case .list(let lines)?: joined(lines)
            case .map(let map)?: if case .list(let lines)? = map["ignored"] { joined(lines) } else { "" }
            case let value?: value
            case nil: ""
            }
        return [
            "action": .string(name), "payload": payload, "offset": .integer(gap),
            "continue_on_failure": action["continue_on_failure"] ?? false,
        ]
    }

    private static func joined(_ lines: [Value]) -> Value {
        .string(lines.compactMap(\.plainText).joined(separator: "\n"))
    }
}
