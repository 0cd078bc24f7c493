import Calendar
import Cron
import Diagnostics
import PhoenixModel
import Reporting

/// The tasks that a calendar shows: those of files, of a panel, or of both. What is off does not start.
struct CalendarTasks {
    private(set) var tasks: [CalendarTask] = []
    /// What the manifests want; nil for the tasks of a panel. One for each task.
    private(set) var objects: [DesiredObject?] = []
    /// What the files say; nil where none are given.
    let manifests: Manifests?
    /// Whether the weights of tasks were measured, in seconds.
    private(set) var hasDurations = false
    private let zones: ZoneDatabase

    struct Manifests {
        let desired: DesiredState
        let sources: SourceMap
    }

    /// Tasks of files, and those of the panel that the files do not declare. `durations` says how long the runs of the
    /// panel's tasks take, by id.
    init(_ manifests: Manifests?, _ live: LiveState?, durations: [String: Double], zones: ZoneDatabase) {
        self.manifests = manifests
        self.zones = zones
        let desired = manifests?.desired
        hasDurations = !durations.isEmpty
        var measured: [String: Double] = [:]
        let declared = (desired?.objects ?? []).filter { $0.kind == .scheduled }
        let keys = Set(declared.map(\.key))
        let names = Set(declared.map(\.fields.name))
        var others: [LiveObject] = []
        for object in live?.objects ?? [] where object.kind == .scheduled {
            let key = object.key(in: desired?.project)
            if let key, keys.contains(key) {
                measured[key] = durations[object.id]
            } else if !names.contains(object.fields.name) {
                others.append(object)
            }
        }
        for object in declared { add(object.key, object.fields, weight: measured[object.key], object) }
        for object in others { add(object.shownName, object.fields, weight: durations[object.id], nil) }
    }

    private mutating func add(_ name: String, _ fields: ServiceFields, weight: Double?, _ object: DesiredObject?) {
        guard let task = CalendarTask(name, fields, weight: weight, zones: zones) else { return }
        tasks.append(task)
        objects.append(object)
    }
}

extension LiveObject {
    /// Its key where a project owns it; of any project where none is given.
    fileprivate func key(in project: String?) -> String? {
        guard case .owned(let ownership) = ownership, project == nil || ownership.project == project else { return nil }
        return ownership.key
    }

    fileprivate var shownName: String { key(in: nil) ?? fields.name }
}

extension PanelRunReader {
    /// How long the newest runs of each task took on average, in seconds, by the id of the task.
    func durations() async throws(PanelError) -> [String: Double] {
        MeasuredDurations(of: try await runs(RunFilter(limit: 1_000))).averages
    }
}
