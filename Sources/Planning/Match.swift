import Diagnostics

/// What a desired object is on the panel.
enum Match {
    /// That object. `isFresh`: nobody here owned it so far, or only under a former name of the project.
    case object(Int, isFresh: Bool)
    case absent
    /// It cannot be told, or must not be touched; with the object in question where there is one.
    /// Rare and large: beside it, a match is a few bytes.
    indirect case blocked(Diagnostic, Int?)
}

/// How the files and the panel fit together.
struct Matching {
    /// By desired object.
    var matches: [Match]
    /// By live object: whether an entry is it, or may be: such a one is nobody's orphan.
    var isClaimed: [Bool]
    /// System services whose line goes to another service, by the desired object that takes it along.
    var abandonedLines: [Int: [Int]] = [:]
}
