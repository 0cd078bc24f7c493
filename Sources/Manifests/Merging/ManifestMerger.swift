import Cron
import Diagnostics
import PhoenixModel
import ValueDecoding

/// Puts what the files declare together and checks what no file can check alone.
///
/// A block with errors of its own takes part with its key alone, so that it causes no others.
struct ManifestMerger {
    private(set) var files: [FileContents]
    private let ownership: any OwnershipKeeping
    var diagnostics: [Diagnostic]
    /// The objects with keys that are theirs alone, in the order of the files.
    var members: [Member] = []
    /// The number in `members` of each key.
    private var keys = HashIndex(capacity: 0)
    /// Whether every key of the set is known. If not, a key that nothing declares may still be in it.
    let isComplete: Bool
    private let patches: PatchTable
    private let zones: ZoneDatabase
    private let today: Int
    /// What the files say of their targets.
    let panels: [PanelBinding]
    /// Where the patches stand that the entries have, by key.
    private(set) var patchPlaces: [String: [SourceSpan]] = [:]

    /// The place of an object among those of all files.
    struct Member {
        let file: Int
        let index: Int
    }

    init(
        _ files: [FileContents], _ diagnostics: [Diagnostic], _ ownership: any OwnershipKeeping, _ patches: PatchTable,
        zones: ZoneDatabase, today: Int
    ) {
        self.zones = zones
        self.today = today
        self.files = files
        self.patches = patches
        panels = files.flatMap(\.panels)
        self.ownership = ownership
        self.diagnostics = diagnostics + files.flatMap(\.diagnostics)
        isComplete = files.allSatisfy(\.isComplete) && !diagnostics.hasErrors
    }

    /// The set as a whole; nil when anything is wrong with it.
    mutating func merge() async -> DesiredState? {
        let project = project()
        let formerProjects = formerProjects(of: project)
        collectObjects()
        let notifyValues = resolveNotifications()
        let (desired, heavy) = makeObjects(project, hashedBy: formerProjects.first ?? project, notifyValues)
        // Takes as long as all checks together, and is done beside them.
        let heavyStarts = HeavyStarts(limit: heavyStartsLimit, zones: zones, today: today)
        async let warning = heavyStarts.warning(of: heavy, in: desired)
        checkPatches()
        checkNames()
        checkFormerKeys()
        checkDependencies()
        let schedules = makeSchedules(project)
        let declaresNoTasks = files.contains(where: \.declaresNoTasks)
        let declaresNothing = declaresNoTasks || files.contains(where: \.declaresNoSchedules)
        if members.isEmpty, !declaresNothing, !diagnostics.hasErrors, let first = files.indices.first {
            diagnostics.append(.nothingDeclared(at: SourceSpan(startOf: SourceFileID(index: first))))
        }
        guard !diagnostics.hasErrors else { return nil }
        if let warning = await warning { diagnostics.append(warning) }
        let advice = ScheduleAdvice(zones: zones, today: today, heavyStarts: heavyStartsLimit)
        diagnostics += advice.warnings(of: schedules, besides: desired)
        return DesiredState(
            project: project, formerProjects: formerProjects, objects: desired, declaresNoTasks: declaresNoTasks,
            schedules: schedules, declaresNoSchedules: files.contains(where: \.declaresNoSchedules))
    }

    /// How many heavy starts one minute may have.
    var heavyStartsLimit: Int { files.flatMap(\.heavyStarts).min() ?? HeavyStarts.standardLimit }

    /// Everything there is to say, each thing once, in reading order.
    func finalDiagnostics() -> [Diagnostic] {
        var final: [Diagnostic] = []
        final.reserveCapacity(diagnostics.count)
        // Equal ones follow each other in that order.
        var alike = 0
        for diagnostic in diagnostics.inReadingOrder() {
            let last = final.count - 1
            if last >= 0, final[last].span == diagnostic.span, final[last].message == diagnostic.message {
                if final[alike...].contains(where: { $0.withoutNotes == diagnostic.withoutNotes }) { continue }
            } else {
                alike = final.count
            }
            final.append(diagnostic)
        }
        return final
    }

    // MARK: The project

    private mutating func project() -> String {
        let projects = files.flatMap(\.projects)
        guard let first = projects.first else { return "default" }
        var others: Set<String> = [first.text]
        for other in projects where others.insert(other.text).inserted {
            diagnostics.append(.severalProjects(first, other))
        }
        return first.text
    }

    private mutating func formerProjects(of project: String) -> [String] {
        var names: [String] = []
        for former in files.flatMap(\.formerProjects) {
            if former.text == project {
                diagnostics.append(.formerProjectIsCurrent(former))
            } else if !names.contains(former.text) {
                names.append(former.text)
            }
        }
        return names
    }

    // MARK: Patches

    private mutating func checkPatches() {
        guard isComplete, !patches.isEmpty else { return }
        for member in members {
            let places = files[member.file].details[member.index].patches
            if !places.isEmpty { patchPlaces[object(member).key] = places }
        }
        let used = files.reduce(into: Set<Int>()) { $0.formUnion($1.usedPatches) }
        let removed = removedKeys
        lazy var keys = members.map { object($0).key }.sorted()
        for (number, patch) in patches.patches.enumerated() where !used.contains(number) {
            let pattern = patches.patterns[number]
            diagnostics.append(
                .patchMatchesNothing(
                    pattern.text, isLiteral: pattern.isLiteral,
                    removed: removed.first { pattern.matches($0.key) }?.value,
                    closest: pattern.isLiteral ? keys.closest(to: pattern.text) : nil, at: patch.keySpan))
        }
    }

    /// Those that are free of errors, by name.
    var notifications: [(name: String, value: Value)] {
        files.flatMap(\.notifications).compactMap { each in each.value.map { (each.name.text, $0) } }
            .sorted { $0.0 < $1.0 }
    }

    /// The keys that patches take out, with their places.
    var removedKeys: [String: SourceSpan] {
        Dictionary(files.flatMap(\.removed).map { ($0.key, $0.patch) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Keys

    private mutating func collectObjects() {
        let count = files.reduce(0) { $0 + $1.objects.count }
        keys = HashIndex(capacity: count)
        members.reserveCapacity(count)
        for file in files.indices {
            for index in files[file].objects.indices {
                let member = Member(file: file, index: index)
                if let earlier = holder(ofKeyOf: member) {
                    diagnostics.append(.duplicateKey(object(member), first: object(earlier)))
                } else {
                    keys.insert(files[file].details[index].keyHash, members.count)
                    members.append(member)
                }
            }
        }
    }

    /// The number of the member that has the key already. Keys are compared only where hashes are equal.
    private func holder(ofKeyOf member: Member) -> Int? {
        for number in keys.numbers(under: files[member.file].details[member.index].keyHash)
        where key(of: members[number]) == key(of: member) { return number }
        return nil
    }

    /// The number of the member with a key. Where it is inlined, the whole merger is copied for it.
    @inline(never)
    func member(forKey key: String, _ hash: Int) -> Int? {
        for number in keys.numbers(under: hash) where self.key(of: members[number]) == key { return number }
        return nil
    }

    /// Names are compared as panels do: trimmed, and by Unicode canonical equivalence, as Swift compares texts.
    private mutating func checkNames() {
        var names = HashIndex(capacity: members.count)
        for (number, member) in members.enumerated()
        where !isBroken(member) && kind(of: member) != .native {
            let hash = files[member.file].details[member.index].nameHash
            guard let earlier = self.number(in: names, ofName: object(member).fields.name, hash) else {
                names.insert(hash, number)
                continue
            }
            diagnostics.append(
                .duplicateName(
                    object(member), at: nameSpan(member), first: object(earlier), at: nameSpan(members[earlier])))
        }
    }

    /// The number of the member with a name. A loop, because a closure would copy the whole merger for every member.
    private func number(in names: HashIndex, ofName name: String, _ hash: Int) -> Int? {
        for number in names.numbers(under: hash) where object(number).fields.name == name { return number }
        return nil
    }

    private mutating func checkFormerKeys() {
        var formerKeys: [String: NamedReference] = [:]
        for member in members where !files[member.file].details[member.index].formerly.isEmpty {
            for former in files[member.file].details[member.index].formerly {
                // An entry of schedules may take over the servers of another, which keeps the others.
                let isSchedule = object(member).kind == .native
                if let owner = self.member(forKey: former.text, former.hash) {
                    if isSchedule, object(owner).kind == .native, object(owner).key != object(member).key { continue }
                    diagnostics.append(.formerKeyPresent(former, of: object(member), owner: object(owner)))
                } else if let earlier = formerKeys[former.text] {
                    if isSchedule { continue }
                    diagnostics.append(.formerKeyTwice(former, first: earlier))
                } else {
                    formerKeys[former.text] = former
                }
            }
        }
    }

    func object(_ member: Member) -> DesiredObject { files[member.file].objects[member.index] }

    func object(_ index: Int) -> DesiredObject { object(members[index]) }

    func details(of member: Member) -> ObjectDetails { files[member.file].details[member.index] }

    // Each looks up the one thing alone: to copy all details would count every text and list of them.

    func kind(of member: Member) -> ObjectKind { files[member.file].details[member.index].kind }

    func key(of member: Member) -> String { files[member.file].details[member.index].key }

    func isEnabled(_ member: Member) -> Bool? { files[member.file].details[member.index].isEnabled }

    func isBroken(_ member: Member) -> Bool { files[member.file].details[member.index].isBroken }

    private func nameSpan(_ member: Member) -> SourceSpan { files[member.file].details[member.index].nameSpan }

    // MARK: Notifications

    /// The value of every list of every file; nil for lists with a name that is wrong.
    private mutating func resolveNotifications() -> [[Value?]] {
        var known: [String: FileContents.Notification] = [:]
        for notification in files.flatMap(\.notifications) {
            if let earlier = known[notification.name.text] {
                diagnostics.append(.duplicateNotification(notification.name, first: earlier.name))
            } else {
                known[notification.name.text] = notification
            }
        }
        return files.map { file in
            file.notifyLists.map { list in
                var values: [Value] = []
                for name in list {
                    if let notification = known[name.text] {
                        if let value = notification.value { values.append(value) }
                    } else if isComplete {
                        diagnostics.append(.unknownNotification(name, known: known.keys.sorted()))
                    }
                }
                return values.count == list.count ? .list(values) : nil
            }
        }
    }

    // MARK: Objects

    /// The objects in ascending order of the key, and which of them are heavy. `hashedBy`: the oldest name of the
    /// project, so that its renaming moves no run.
    private mutating func makeObjects(
        _ project: String, hashedBy oldestProject: String, _ notifyValues: [[Value?]]
    ) -> (all: [DesiredObject], heavy: [Int]) {
        let order = members.filter { kind(of: $0) != .native }.sorted { key(of: $0) < key(of: $1) }
        var desired: [DesiredObject] = []
        desired.reserveCapacity(order.count)
        var heavy: [Int] = []
        for member in order where !isBroken(member) {
            if files[member.file].details[member.index].isHeavy { heavy.append(desired.count) }
            let object = resolved(member, oldestProject, notifyValues[member.file])
            desired.append(object)
            if files[member.file].details[member.index].hasLongDescription {
                checkDescription(object, files[member.file].details[member.index].hasSecrets, project)
            }
        }
        return (desired, heavy)
    }

    /// An object with its notifications, and with values for the `H` of its schedule.
    private mutating func resolved(_ member: Member, _ oldestProject: String, _ notifyValues: [Value?]) -> DesiredObject
    {
        let object = object(member)
        let notifyList = files[member.file].details[member.index].notifyList
        let hashedSchedule = files[member.file].details[member.index].hashedSchedule
        if notifyList == nil, hashedSchedule == nil { return object }
        var fields = object.fields
        if let notifyList { fields.notify = notifyValues[notifyList] ?? [] }
        if let hashedSchedule { resolveSchedule(&fields, hashedSchedule, oldestProject, object) }
        return object.with(fields)
    }

    /// Gives `H` its values.
    private mutating func resolveSchedule(
        _ fields: inout ServiceFields, _ span: SourceSpan, _ project: String, _ object: DesiredObject
    ) {
        guard let text = fields.schedule else { return }
        let hash = ScheduleHash(project: project, key: object.formerly.first ?? object.key)
        do {
            fields.schedule = try CronExpression(text, hash: { hash.value(for: $0) }).canonical
        } catch {
            diagnostics.append(.invalidSchedule(error, in: text, at: span, fixIt: nil))
        }
    }

    /// The panel may store the description together with what says whose the object is.
    private mutating func checkDescription(_ object: DesiredObject, _ hasSecrets: Bool, _ project: String) {
        guard let description = object.fields.description else { return }
        let limit = ServiceRules.description.length.upperBound
        let owner = Ownership(
            project: project, key: object.key, digests: .full(for: object), secretPaths: object.fields.secretPaths,
            isProtected: object.isProtected)
        let count = ownership.length(of: description, with: owner)
        guard count > limit else { return }
        diagnostics.append(.descriptionTooLong(object, count: count, limit: limit, hasSecrets: hasSecrets))
    }
}

extension FieldDigests {
    /// As long as any that the object may get.
    fileprivate static func full(for object: DesiredObject) -> FieldDigests {
        var digests = FieldDigests()
        for field in Field.all(of: object.kind) where object.fields.has(field) { digests[field] = 0 }
        return digests
    }
}

extension DesiredObject {
    fileprivate func with(_ fields: ServiceFields) -> DesiredObject {
        DesiredObject(
            kind: kind, key: key, formerly: formerly, fields: fields, isProtected: isProtected, ignored: ignored,
            span: span, fieldSpans: fieldSpans)
    }
}
