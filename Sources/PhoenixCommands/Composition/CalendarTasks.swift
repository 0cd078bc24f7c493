import Calendar
import Cron
import Diagnostics
import PhoenixModel
import Reporting

/// What a calendar shows: the tasks and schedules of files, of panels, or of both. What is off does not start.
struct CalendarTasks {
    private(set) var tasks: [CalendarTask] = []
    /// What the manifests want; nil for the tasks of a panel, and for schedules. One for each task.
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

    /// What is known of the runs of a panel's tasks, by their ids.
    struct Experience {
        /// Seconds that a run takes.
        var durations: [String: Double] = [:]
        /// The nodes that runs have worked on.
        var nodes: [String: [String]] = [:]
    }

    /// Tasks of files, and those of the panel that the files do not declare.
    init(_ manifests: Manifests?, _ live: LiveState?, _ experience: Experience, zones: ZoneDatabase) {
        self.manifests = manifests
        self.zones = zones
        let desired = manifests?.desired
        hasDurations = !experience.durations.isEmpty
        var ids: [String: String] = [:]
        let declared = (desired?.objects ?? []).filter { $0.kind == .scheduled }
        let keys = Set(declared.map(\.key))
        let names = Set(declared.map(\.fields.name))
        var others: [LiveObject] = []
        for object in live?.objects ?? [] where object.kind == .scheduled {
            let key = object.key(in: desired?.project)
            if let key, keys.contains(key) {
                ids[key] = object.id
            } else if !names.contains(object.fields.name) {
                others.append(object)
            }
        }
        for object in declared { add(object.key, object.fields, ids[object.key], experience, object) }
        for object in others { add(object.shownName, object.fields, object.id, experience, nil) }
    }

    /// Adds what starts by itself on the servers of a panel.
    mutating func add(_ schedules: [CalendarTask]) {
        tasks += schedules
        objects += schedules.map { _ in nil }
    }

    /// `id`: on the panel, where it is there.
    private mutating func add(
        _ name: String, _ fields: ServiceFields, _ id: String?, _ experience: Experience, _ object: DesiredObject?
    ) {
        let weight = id.flatMap { experience.durations[$0] }
        let nodes = id.flatMap { experience.nodes[$0] }
        guard let task = CalendarTask(name, fields, weight: weight, nodes: nodes, zones: zones) else { return }
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
    /// What the newest runs tell of their tasks.
    func experience() async throws(PanelError) -> CalendarTasks.Experience {
        let runs = try await runs(RunFilter(limit: MeasuredDurations.runCount))
        return CalendarTasks.Experience(
            durations: MeasuredDurations(of: runs).averages,
            nodes: try await nodes(ofNewestRuns: MeasuredDurations.runCount))
    }
}
