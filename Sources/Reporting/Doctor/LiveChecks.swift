package import Cron
package import PhoenixModel

/// What can be told of a panel from one read of it.
package struct LiveChecks {
    private let live: LiveState
    private let zones: ZoneDatabase

    package init(_ live: LiveState, zones: ZoneDatabase) {
        self.live = live
        self.zones = zones
    }

    package var all: [Check] { [capabilities, names, lines, damagedLines, foreign, timeZones] }

    private var capabilities: Check {
        let panel = live.capabilities
        if !live.target.isEmbedded, !live.objects.contains(where: { $0.kind == .scheduled }) {
            return Check("abilities", .notChecked, "the panel has no task yet; the first one will show it")
        }
        let missing = Field.ofServices.filter { !panel.has($0) }.map(\.rawValue)
        var parts: [String] = []
        if panel.taskReports == .never { parts.append("it never reports what a task does") }
        if panel.taskReports == .singly {
            parts.append("it reports what a task does only for a single task: this takes one request for each")
        }
        if !missing.isEmpty { parts.append("it has no \(missing.joined(separator: ", "))") }
        if parts.isEmpty { return Check("abilities", .ok, "it supports every field of manifests") }
        return Check(
            "abilities", .warning, parts.joined(separator: "; "),
            help: "these fields are left out or compared by digest; plan warns about those that the files use")
    }

    private var names: Check {
        let byName = Dictionary(grouping: live.objects) { String($0.fields.name.trimmed()) }
        let ambiguous = byName.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        guard let first = ambiguous.first else { return Check("names", .ok, "every name is unique") }
        return Check(
            "names", .problem,
            "several objects have the name '\(first.key)': \(Self.ids(first.value))\(Self.more(ambiguous.count))",
            help: "rename or remove all but one: a duplicate name cannot be matched")
    }

    private var lines: Check {
        var owners: [String: [LiveObject]] = [:]
        for object in live.objects {
            guard case .owned(let ownership) = object.ownership else { continue }
            owners["\(ownership.project)/\(ownership.key) (\(object.kind.noun))", default: []].append(object)
        }
        let doubled = owners.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        guard let first = doubled.first else {
            let projects = Set(owners.keys.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
            let text =
                projects.isEmpty ? "no project owns an object yet" : "owners: \(projects.joined(separator: ", "))"
            return Check("ownership", .ok, text)
        }
        return Check(
            "ownership", .problem,
            "several objects have the ownership line of \(first.key): "
                + "\(Self.ids(first.value))\(Self.more(doubled.count))",
            help: "remove the line from the description of all but one of them")
    }

    private var damagedLines: Check {
        let damaged = live.objects.filter { if case .unreadable = $0.ownership { true } else { false } }
        guard let first = damaged.first, case .unreadable(let damage) = first.ownership else {
            return Check("lines", .ok, "every ownership line can be read")
        }
        return Check(
            "lines", .problem,
            "the ownership line of '\(first.fields.name)' (id \(first.id)) is not reliable: \(damage.reason)"
                + Self.more(damaged.count),
            help: "apply --adopt replaces it for its entry; otherwise repair or remove it in the description")
    }

    private var foreign: Check {
        let count = live.objects.count { $0.kind == .scheduled && $0.ownership == .none }
        return Check(
            "foreign", .ok,
            count == 0 ? "every task is owned by a project" : "\(Plural.text(count, "task")) that no project owns")
    }

    private var timeZones: Check {
        do {
            _ = try zones.zone(named: "Europe/Berlin")
        } catch {
            return Check(
                "time zones", .problem, error.message,
                help: "install the package tzdata; next runs cannot be computed without it")
        }
        let version = zones.version.map { " (tzdata \($0))" } ?? ""
        let unknown = Set(live.objects.compactMap(\.fields.timezone)).sorted().compactMap(problem(withZone:))
        guard let first = unknown.first else {
            return Check("time zones", .ok, "the zones of all tasks are known here\(version)")
        }
        return Check(
            "time zones", .problem, "\(first)\(Self.more(unknown.count))\(version)",
            help: "correct the zone on the panel, or update the package tzdata here")
    }

    /// Why a zone cannot be used; nil where it can.
    private func problem(withZone name: String) -> String? {
        do {
            _ = try zones.zone(named: name)
            return nil
        } catch {
            return error.message
        }
    }

    private static func ids(_ objects: [LiveObject]) -> String {
        let ids = objects.map(\.id)
        return ids.dropLast().joined(separator: ", ") + " and " + (ids.last ?? "")
    }

    private static func more(_ count: Int) -> String { count > 1 ? ", and \(count - 1) more like it" : "" }
}
