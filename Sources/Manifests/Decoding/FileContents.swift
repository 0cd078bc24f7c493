import Diagnostics
import PhoenixModel

/// What one file declares.
struct FileContents: Sendable {
    struct Notification: Sendable {
        let name: NamedReference
        /// nil when it has errors.
        let value: Value?
    }

    var projects: [NamedReference] = []
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
    var diagnostics: [Diagnostic] = []
    /// Whether all keys and names of the file are known. If not, what nothing declares may still stand in it.
    var isComplete = true
}
