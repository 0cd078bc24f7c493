import Diagnostics
import PhoenixModel
import ValueDecoding

/// What one file declares.
struct FileContents: Sendable {
    struct Notification: Sendable {
        let name: NamedReference
        /// nil when it has errors.
        let value: Value?
    }

    /// An entry that a patch takes out of the set.
    struct Removed: Sendable {
        let key: String
        /// Where the patch stands.
        let patch: SourceSpan
    }

    var projects: [NamedReference] = []
    /// What `panel` names, line by line.
    var panels: [PanelBinding] = []
    var formerProjects: [NamedReference] = []
    var notifications: [Notification] = []
    /// In the order of the file. Their notifications, and schedules with `H`, are not filled in yet.
    var objects: [DesiredObject] = []
    /// One for each object.
    var details: [ObjectDetails] = []
    /// Lists of names of notifications, each kept once.
    var notifyLists: [[NamedReference]] = []
    /// Whether it has `tasks: {}`.
    var declaresNoTasks = false
    /// Whether it has `schedules: {}`.
    var declaresNoSchedules = false
    /// The numbers of the patches that fit an entry of the file.
    var usedPatches: Set<Int> = []
    var removed: [Removed] = []
    /// What `limits.heavy_starts` says, once for each time.
    var heavyStarts: [Int] = []
    var diagnostics: [Diagnostic] = []
    /// Whether all keys and names of the file are known. If not, what nothing declares may still stand in it.
    var isComplete = true
}
