import PhoenixModel

/// The schedules of servers, those together that one entry of a manifest can stand for.
struct ScheduleGroups {
    /// Schedules that are alike, one on each of several servers.
    struct Group {
        /// The key of their entry, where the project owns them.
        let entry: String?
        /// That of the first of them, which all have but for the schedule.
        let fields: ServiceFields
        /// As a manifest writes it.
        let schedule: String
        /// In ascending order.
        let servers: [GameServer.ID]
        let isProtected: Bool
        /// Where their steps have secrets.
        let secretPaths: [String]
    }

    private(set) var groups: [Group] = []

    private let findsHashes: Bool

    /// - Parameters:
    ///   - objects: schedules that `project` owns, or that nobody owns.
    ///   - project: whose entries they are.
    ///   - findsHashes: whether those of one entry are together whose times differ as `H` makes them differ.
    init(_ objects: [LiveObject], project: String, findsHashes: Bool = true) {
        self.findsHashes = findsHashes
        var order: [Likeness] = []
        var alike: [Likeness: [LiveObject]] = [:]
        var seen: [Likeness: Int] = [:]
        for object in objects {
            var likeness = Likeness(object, project)
            // Two alike on one server are two entries.
            let occurrence = seen[likeness.on(object.server), default: 0]
            seen[likeness.on(object.server)] = occurrence + 1
            likeness.occurrence = occurrence
            if alike[likeness] == nil { order.append(likeness) }
            alike[likeness, default: []].append(object)
        }
        for likeness in order { add(alike[likeness] ?? [], likeness, project) }
        // Entries that exist come first, for they have their keys; of several of one entry the largest.
        func rank(_ group: Group, _ place: Int) -> (Int, Int, Int) {
            (group.entry == nil ? 1 : 0, -group.servers.count, place)
        }
        groups = groups.enumerated().sorted { rank($0.element, $0.offset) < rank($1.element, $1.offset) }.map(\.element)
    }

    private mutating func add(_ objects: [LiveObject], _ likeness: Likeness, _ project: String) {
        let schedules = objects.map {
            (server: $0.server ?? "", text: CanonicalSchedule.text($0.fields.schedule ?? ""))
        }
        let texts = Set(schedules.map(\.text))
        if findsHashes, texts.count > 1, let entry = likeness.entry,
            let hashed = HashedSchedule(schedules, project: project, entry: entry)
        {
            groups.append(group(objects, hashed.text, likeness, project))
            return
        }
        for text in texts.sorted() {
            let same = zip(objects, schedules).filter { $1.text == text }.map(\.0)
            groups.append(group(same, text, likeness, project))
        }
    }

    private func group(_ objects: [LiveObject], _ schedule: String, _ likeness: Likeness, _ project: String) -> Group {
        Group(
            entry: likeness.entry, fields: objects[0].fields, schedule: schedule,
            servers: objects.compactMap(\.server).sorted(), isProtected: likeness.isProtected,
            secretPaths: objects[0].ownership(of: project)?.secretPaths ?? [])
    }

    /// What has to be the same for an entry to stand for several schedules.
    private struct Likeness: Hashable {
        let entry: String?
        let name: String
        let values: [Value?]
        let isProtected: Bool
        var occurrence = 0
        private var server: GameServer.ID?

        init(_ object: LiveObject, _ project: String) {
            let ownership = object.ownership(of: project)
            entry = ownership.map { ScheduleKey($0.key)?.entry ?? $0.key }
            name = object.fields.name
            values = Field.all(of: .native).filter { $0 != .name && $0 != .schedule }
                .map { object.fields.canonicalValue(of: $0) }
            isProtected = ownership?.isProtected ?? false
        }

        /// The same of one server.
        func on(_ server: GameServer.ID?) -> Likeness {
            var copy = self
            copy.server = server
            return copy
        }
    }
}
