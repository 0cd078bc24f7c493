import PhoenixModel

// What the failures of an apply are to people.
extension PanelError {
    /// The same error in the words of an apply, where those say more.
    static func explained(_ error: PanelError) -> PanelError {
        switch error.code {
        case .ownershipNotKept:
            PanelError(
                .ownershipNotKept, "this panel does not keep the ownership line: \(error.message)",
                help: error.help ?? "--ownership none matches objects only by name")
        default: error
        }
    }

    static func outcomeUnknown(_ error: PanelError) -> PanelError {
        PanelError(
            error.code, "whether it was created is unknown: \(error.message)",
            help: error.help ?? "run it again when the panel responds: nothing is created twice")
    }

    /// What is said when a create has failed and nothing of its name is on the panel.
    static func notFoundAfter(_ error: PanelError) -> PanelError {
        error.code == .unreachable ? .outcomeUnknown(error) : error
    }

    static func nameTaken(by object: LiveObject) -> PanelError {
        PanelError(
            .conflict, "the name '\(object.fields.name)' is taken by the \(object.kind.noun) with the id \(object.id)",
            help: "plan again, or choose another name")
    }

    /// A plan that does not hold together.
    static let incomplete = PanelError(.invalid, "the plan does not say what to write", help: "plan again")
}
