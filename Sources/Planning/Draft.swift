import PhoenixModel

/// What an action does to the object it works on, as far as the order of writes and the rules of the panel go by it.
struct Draft {
    /// The object by its number among all there are and will be (`Standings`).
    let member: Int
    /// How the object stands when the action is done; nil when it is gone, or when nothing can be done.
    let then: Standing?
    /// Whether the files have no entry for it.
    let isOrphan: Bool
    var isBlocked: Bool

    var isDelete: Bool { isOrphan && !isBlocked }
}

/// What the rules of a panel look at when they allow or refuse a write.
struct Standing: Equatable {
    /// nil where names need not be unique.
    var name: String?
    var isEnabled: Bool
    /// The members it depends on, ascending.
    var dependencies: [Int]
}
