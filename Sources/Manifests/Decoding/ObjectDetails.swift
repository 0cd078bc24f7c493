import Diagnostics
import PhoenixModel
import ValueDecoding

/// What is known of an object besides what is wanted of it, until the whole set is known; and what the checks of the set
/// ask of every object, which stands here side by side while the objects are all over the memory.
struct ObjectDetails: Sendable {
    let kind: ObjectKind
    let key: String
    let keyHash: Int
    /// Whether it is on, as its block, its patches or the defaults say; nil where none does.
    var isEnabled: Bool?
    /// Whether its block has errors, so that no other check is made of it.
    var isBroken = false
    var hasSecrets = false
    /// Whether the description may be too long for a panel once the ownership line is in it.
    var hasLongDescription = false
    /// Whether it is on, and does what loads a whole machine.
    var isHeavy = false
    var nameHash = 0
    var nameSpan: SourceSpan
    /// Its `depends_on`, with places.
    var dependencies: [NamedReference] = []
    /// Its `formerly`, with places.
    var formerly: [NamedReference] = []
    /// Its `servers`, of schedules alone.
    var servers: [DesiredSchedule.ServerReference] = []
    /// The list of `FileContents.notifyLists` that it reports to.
    var notifyList: Int?
    /// Where the patches stand that it has, in their order.
    var patches: [SourceSpan] = []
    /// Where a schedule stands that has `H` and is still as it was written.
    var hashedSchedule: SourceSpan?

    init(_ kind: ObjectKind, _ key: NamedReference) {
        self.kind = kind
        self.key = key.text
        keyHash = key.hash
        nameSpan = key.span
    }
}
