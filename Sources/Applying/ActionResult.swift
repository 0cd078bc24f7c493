import PhoenixModel

/// How an action ended, with the object as the panel has it then.
struct ActionResult: Sendable {
    let outcome: ActionOutcome
    var object: LiveObject?

    static func failed(_ error: PanelError) -> Self { Self(outcome: .failed(error)) }
}
