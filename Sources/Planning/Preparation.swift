/// What a write ahead of an action does, so that the others can go on.
struct Preparation {
    /// Lets go what the object will not depend on any more, and disables it where it will be disabled.
    var detaches = false
    /// Gives the object's name up for a temporary one.
    var freesName = false
}
