import PhoenixModel

/// An action while its plan is made.
struct Draft {
    var action: Action
    /// The object it works on, by its number among all there are and will be (`Standings`).
    let member: Int
    /// How the object stands when the action is done; nil when it is gone, or when nothing can be done.
    let then: Standing?
    /// Whether the files have no entry for it.
    let isOrphan: Bool
    /// Ownership lines that must go from other objects first.
    var removals: [Action] = []

    var isBlocked: Bool { action.operation == .blocked }
    var isDelete: Bool { isOrphan && !isBlocked }

    init(_ action: Action, member: Int, then: Standing?, isOrphan: Bool = false) {
        self.action = action
        self.member = member
        self.then = then
        self.isOrphan = isOrphan
    }
}

/// What the rules of a panel look at when they allow or refuse a write.
struct Standing: Equatable {
    var name: String
    var isEnabled: Bool
    /// The members it depends on, ascending.
    var dependencies: [Int]
}
