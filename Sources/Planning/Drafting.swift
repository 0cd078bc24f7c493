import Diagnostics
import PhoenixModel

/// Compares each object of the files with its match, and drafts the action that makes them agree.
struct Drafting {
    let options: Planner.Options
    let desired: DesiredState
    let live: LiveState
    let index: LiveIndex
    let matching: Matching
    let members: Members
    /// The keys of entries that have no object of their own on the panel, though there are candidates.
    private let blockedKeys: Set<String>
    /// What was worked out ahead.
    private let groundwork: PlanGroundwork?
    /// Whether options and panel leave nothing to decide object by object: then the objects that the groundwork found
    /// unchanged need no comparison.
    private let isPlain: Bool
    var digests: DigestMemo
    var secrets = SecretNumbers()
    var support: FieldSupport
    var schedules: ScheduleSupport

    /// Those of the entry before: many have the same.
    private var lastDependencies: (listed: [Dependency], members: [Int], unknown: String?) = ([], [], nil)

    private(set) var drafts = Drafts()
    private(set) var bookkeeping: [Action] = []
    /// Orphans that are left alone.
    private(set) var orphans: [Orphan] = []
    /// All unprotected orphans, to be deleted or not, by live object.
    private(set) var orphanIndices: [Int] = []
    private(set) var unchangedCount = 0
    /// What is to be known of single objects of the panel.
    private var notices: [Diagnostic] = []
    private var unsent = UnsentChanges()
    private var unknownSlots = UnknownSlots()
    private(set) var foreignCount = 0
    /// How many entries and orphans are not selected.
    private(set) var unselectedCount = 0

    init(
        options: Planner.Options, desired: DesiredState, live: LiveState, index: LiveIndex, matching: Matching,
        groundwork: PlanGroundwork?
    ) {
        self.options = options
        self.desired = desired
        self.live = live
        self.index = index
        self.matching = matching
        self.groundwork = groundwork
        members = Members(desired: desired, matching: matching, index: index)
        digests = DigestMemo(groundwork?.digests.names ?? DependencyNames(of: desired))
        blockedKeys = Set(
            desired.objects.indices.compactMap { position in
                if case .blocked = matching.matches[position] { desired.objects[position].key } else { nil }
            })
        support = FieldSupport(capabilities: live.capabilities, allowsUnsupported: options.allowsUnsupported)
        schedules = ScheduleSupport(
            capabilities: live.schedules ?? ScheduleCapabilities(), allowsUnsupported: options.allowsUnsupported,
            zones: options.zones)
        isPlain =
            options.writesOwnership && options.resend.isEmpty && options.selection.isAll
            && Field.allCases.allSatisfy { live.capabilities.has($0) && live.capabilities.reports($0) }
    }

    var memberCount: Int { members.count }

    /// How many tasks and schedules of the panel this project owns.
    var ownedTaskCount: Int {
        index.objects.indices.count { index.isOwned[$0] && index.objects[$0].kind != .system }
    }

    var diagnostics: [Diagnostic] {
        var diagnostics =
            support.warnings() + schedules.warnings() + notices + unsent.warnings() + unknownSlots.warnings()
        if !options.writesOwnership { diagnostics += desired.formerProjects.map { .formerProjectIgnored($0) } }
        if options.resend.isEmpty, options.selection.isAll { return diagnostics }
        let keys = Set(desired.objects.map(\.key)).union(desired.schedules.map(\.key))
        diagnostics += options.resend.unmatched(among: keys).map { .unknownResendKey($0, among: keys) }
        if !options.selection.isAll {
            let owned = index.objects.indices.compactMap { index.ownership(of: $0)?.key }
            let all = keys.union(owned).union(owned.compactMap { ScheduleKey($0)?.entry })
            diagnostics += options.selection.unmatched(among: all).map { .selectsNothing($0, among: all) }
        }
        return diagnostics
    }

    mutating func draftAll() {
        drafts.reserveCapacity(desired.objects.count)
        for (position, object) in desired.objects.enumerated() {
            guard options.selection.contains(object.key, object.entryKey) else {
                unselectedCount += 1
                continue
            }
            switch matching.matches[position] {
            case .blocked(let block, let holder): draftBlocked(position, object, block, holder)
            case .absent: draftCreate(position, object)
            case .object(_, _) where object.isReference: break
            case .object(let holder, let isFresh): draftUpdate(position, object, holder, isFresh)
            }
        }
        take(OrphanDrafts(options: options, index: index, matching: matching))
        countForeign()
    }

    private mutating func take(_ found: OrphanDrafts) {
        for (action, position) in found.deletes { drafts.append(action, member: position, then: nil, isOrphan: true) }
        bookkeeping += found.bookkeeping
        orphans = found.orphans
        orphanIndices = found.unprotected
        notices += found.notices
        unselectedCount += found.unselectedCount
    }

    /// Everything that is left is somebody else's, or it cannot be told whose it is.
    private mutating func countForeign() {
        for position in index.objects.indices
        where !matching.isClaimed[position] && !index.isOwned[position] {
            // There may be many, and they are large: they are looked into where they are.
            if case .unreadable(let damage) = index.objects[position].ownership {
                notices.append(.damagedLine(index.objects[position], damage))
            } else if index.objects[position].kind != .system {
                foreignCount += 1
            }
        }
    }

    private mutating func draftBlocked(_ position: Int, _ object: DesiredObject, _ block: Diagnostic, _ holder: Int?) {
        var action = Action(
            .blocked, kind: object.kind, key: object.key, name: object.fields.name, span: object.span, block: block)
        action.objectID = holder.map { index.objects[$0].id }
        action.observed = holder.map { index.objects[$0] }
        drafts.append(action, member: members.ofDesired[position], then: nil)
    }

    /// The members that the entry depends on; the first that is no entry is reported.
    private mutating func dependencies(of object: DesiredObject) -> (members: [Int], unknown: String?) {
        guard let listed = object.fields.dependsOn, !listed.isEmpty else { return ([], nil) }
        if listed != lastDependencies.listed {
            let unknown = listed.first { members[key: $0.text] == nil }?.text
            let found = unknown == nil ? Set(listed.compactMap { members[key: $0.text] }).sorted() : []
            lastDependencies = (listed, found, unknown)
        }
        return (lastDependencies.members, lastDependencies.unknown)
    }

    /// An entry that the object depends on, that is not on the panel, and that this run does not create.
    private func unselected(among members: [Int]) -> String? {
        if options.selection.isAll { return nil }
        for member in members {
            guard case .key(let key) = self.members.dependency(on: member) else { continue }
            if !options.selection.contains(key) { return key }
        }
        return nil
    }

    // MARK: Creates

    private mutating func draftCreate(_ position: Int, _ object: DesiredObject) {
        let (dependencies, unknown) = dependencies(of: object)
        let fields = object.fields
        let managed = Field.all(of: object.kind).filter { fields.has($0) && stores($0, for: object) }
        var action = Action(.create, kind: object.kind, key: object.key, name: fields.name, span: object.span)
        let mask = SecretMask(paths: fields.secretPaths + fields.writeOnlyPaths)
        for field in managed {
            let value = shownValue(of: field, in: object)
            let parts =
                field == .steps
                ? ValueDifferences(before: nil, after: value, byPosition: true).all.map { ($0.path, $0.after) }
                : [("", value)]
            for (path, value) in parts {
                let place = path.isEmpty ? field.rawValue : field.path(to: path)
                action.changes.append(
                    FieldChange(
                        field: field, path: path, before: nil, after: mask.shown(value, at: place, &secrets),
                        span: object.span(of: field)))
            }
        }
        if object.isProtected { action.marks.insert(.protected) }
        var written = ServiceFields(name: String(fields.name.trimmed()))
        for field in managed where field.isDocumented || !isDefault(field, in: fields) {
            written.take(field, from: fields)
        }
        if written.dependsOn != nil { written.dependsOn = dependencies.map(members.dependency) }
        checkZone(of: object, in: &written)
        action.write = ObjectWrite(
            kind: object.kind, fields: written,
            ownership: options.writesOwnership ? .set(ownership(position, object, managed)) : .leave,
            server: object.server)
        if let unknown { action.block(.dependencyUnknown(object, unknown)) }
        if let block = refusal(of: object) { action.block(block) }
        if let other = unselected(among: dependencies) { action.block(.notSelected(object, other)) }
        drafts.append(
            action, member: members.ofDesired[position],
            then: Standing(
                name: object.kind == .native ? nil : written.name, isEnabled: fields.enabled ?? true,
                dependencies: dependencies))
    }

    /// Whether the panel stores the field. Of schedules it stores all but the zone, which is its own.
    private mutating func stores(_ field: Field, for object: DesiredObject) -> Bool {
        object.kind == .native ? field != .timezone : support.has(field, for: object)
    }

    /// The zone that a schedule is meant for goes along, for the panel's answer to be held against.
    private func checkZone(of object: DesiredObject, in written: inout ServiceFields) {
        if object.kind == .native, !options.allowsUnsupported { written.timezone = object.fields.timezone }
    }

    private func isDefault(_ field: Field, in fields: ServiceFields) -> Bool {
        fields.canonicalValue(of: field) == ServiceFields.defaultValue(of: field)
    }

    /// The declared value in its canonical form, secrets revealed, dependencies by key.
    private func shownValue(of field: Field, in object: DesiredObject) -> Value? {
        guard let value = object.fields.structuredValue(of: field), let schema = field.schema else {
            return object.fields.canonicalValue(of: field)
        }
        return schema.canonical(value.revealed())
    }

    /// The ownership to write; `old` is what the object has on the panel.
    private mutating func ownership(
        _ position: Int, _ object: DesiredObject, _ managed: [Field], after old: Ownership? = nil
    ) -> Ownership {
        let applied = object.ignored.isEmpty ? managed : managed.filter { !object.ignores($0, on: options.today) }
        let digests = digests(of: object, at: position, managing: applied)
        let secretPaths = object.fields.secretPaths
        guard object.kind == .native else {
            return Ownership(
                project: desired.project, key: object.key, digests: digests,
                unknownDigests: old?.unknownDigests ?? [], secretPaths: secretPaths, isProtected: object.isProtected)
        }
        return Ownership(
            project: desired.project, key: object.key, digests: digests.shortened,
            secretPaths: secretPaths.isEmpty ? [] : object.fields.commandPaths, isProtected: object.isProtected)
    }

    /// What is applied, in the format in which the panel has it: the digests can then be compared. Another format alone
    /// is no reason to write.
    private mutating func inFormat(
        of old: Ownership?, _ new: Ownership, _ object: DesiredObject, _ managed: [Field]
    ) -> Ownership {
        guard let old, old.digests.format == .places else { return new }
        var shared = managed.filter { !object.ignores($0, on: options.today) }
        // The slot must not look edited only because it has become known that the panel has no timeouts.
        if !shared.contains(.timeout), object.fields.has(.timeout), !object.ignores(.timeout, on: options.today) {
            shared.append(.timeout)
        }
        var result = new
        result.digests = new.digests.inPlaces(
            taskAndTimeout: digests.digestOfTaskAndTimeout(of: object.fields, managed: shared),
            dependencyKeys: digests.digestOfDependencyKeys(of: object.fields))
        return result
    }

    private mutating func digests(
        of object: DesiredObject, at position: Int, managing managed: [Field]
    ) -> FieldDigests {
        // What was worked out ahead is of all that the object declares.
        let zoneCount = object.kind == .native && object.fields.timezone != nil ? 1 : 0
        if managed.count == object.declaredFieldCount - zoneCount, let groundwork {
            return groundwork.digests.all[position].digests
        }
        return digests.digests(of: object.fields, managed: managed).digests
    }

    private mutating func refusal(of object: DesiredObject) -> Diagnostic? {
        if !options.writesOwnership {
            let shown = object.fields.shownSecretPaths
            if !shown.isEmpty { return .secretsUnmarked(object, shown) }
        }
        return object.kind == .native ? schedules.refusal(of: object) : support.refusal(of: object)
    }

    // MARK: Updates

    private mutating func draftUpdate(_ position: Int, _ object: DesiredObject, _ holder: Int, _ isFresh: Bool) {
        let (dependencies, unknown) = dependencies(of: object)
        // Most objects of most runs end here, before anything is made for them.
        if isPlain, !isFresh, unknown == nil, groundwork?.unchanged[position] == holder,
            hasDependencies(holder, dependencies, of: object)
        {
            unchangedCount += 1
            return
        }
        let managed = managedFields(of: object)
        let old = index.ownership(of: holder)
        let new = options.writesOwnership ? ownership(position, object, managed, after: old) : nil
        let comparable = new.map { inFormat(of: old, $0, object, managed) }
        unknownSlots.add(old, of: object)
        let refusal =
            unknown.map { Diagnostic.dependencyUnknown(object, $0) }
            ?? unselected(among: dependencies).map { .notSelected(object, $0) } ?? refusal(of: object)
        if !isFresh, refusal == nil, comparable == old, isSame(object, holder, managed, dependencies) {
            unchangedCount += 1
            return
        }
        let observed = index.objects[holder]
        let damage: DamagedOwnership? = if case .unreadable(let damage) = observed.ownership { damage } else { nil }
        // Whatever was applied last, where it had secrets is still known.
        let salvaged = damage.map { damage in
            Ownership(
                project: desired.project, key: object.key, digests: FieldDigests(),
                secretPaths: damage.secretPaths ?? [])
        }
        var comparison = Comparison(
            desired: object, live: observed, capabilities: live.capabilities(of: object.kind), members: members,
            dependencies: dependencies.map(members.dependency), applied: old ?? salvaged, declared: comparable?.digests,
            resends: options.resend.contains(object.key))
        comparison.compare(managed, &secrets, &digests)
        for field in comparison.unsentFields(among: managed) { unsent.add(field, of: object, observed) }

        let marks = marks(comparison, object, old)
        let isChange = isFresh || !comparison.changes.isEmpty || !marks.isEmpty || refusal != nil
        guard isChange || comparable != old else {
            unchangedCount += 1
            return
        }
        var action = Action(
            isFresh ? .adopt : .update, kind: object.kind, key: object.key, name: object.fields.name,
            objectID: observed.id, marks: marks, changes: comparison.changes, span: object.span, observed: observed)
        if let old, old.key != object.key { action.formerKey = old.key }
        if let damage { notices.append(.ownershipReplaced(object, observed, damage)) }
        let write = UpdateWrite(desired: object, live: observed, managed: managed, changed: comparison.changedFields)
        var fields = write.fields
        if fields.dependsOn != nil { fields.dependsOn = dependencies.map(members.dependency) }
        checkZone(of: object, in: &fields)
        action.write = ObjectWrite(
            kind: object.kind, fields: fields, ownership: new.map { .set($0) } ?? .leave, server: object.server)
        guard isChange else {
            unchangedCount += 1
            // A line that cannot be refreshed without losing a field stays stale, and so does one that would name a
            // dependency which is not written.
            guard write.unreadable == nil, !dependsOnBlocked(object) else { return }
            action.operation = .bookkeeping
            return bookkeeping.append(action)
        }
        if !options.forcesConflicts, let conflict = comparison.changes.first(where: { $0.label == .conflict }) {
            action.block(.conflictingChange(object, observed, conflict))
        }
        if let field = write.unreadable { action.block(.fieldUnreadable(object, observed, field)) }
        if let refusal { action.block(refusal) }
        let managesDependencies = object.fields.has(.dependsOn) && !object.ignores(.dependsOn, on: options.today)
        drafts.append(
            action, member: holder,
            then: Standing(
                name: object.kind == .native ? nil : PanelRules.comparedName(fields.name),
                isEnabled: fields.enabled ?? observed.fields.enabled ?? true,
                dependencies: managesDependencies ? dependencies : index.dependencies[holder]),
            removals: (matching.abandonedLines[position] ?? []).map { abandoned in
                .lineRemoval(from: index.objects[abandoned], index.ownership(of: abandoned)?.key ?? "")
            })
    }

    private func dependsOnBlocked(_ object: DesiredObject) -> Bool {
        object.fields.dependsOn?.contains { blockedKeys.contains($0.text) } == true
    }

    /// The fields that are compared and written: declared, known to the panel, and not left to it.
    private mutating func managedFields(of object: DesiredObject) -> [Field] {
        let all = Field.all(of: object.kind)
        // Most tasks of most panels have every field.
        if object.kind != .native, support.isComplete, object.ignored.isEmpty, all.allSatisfy(object.fields.has) {
            return all
        }
        return all.filter { object.fields.has($0) && stores($0, for: object) }
            .filter { !object.ignores($0, on: options.today) }
    }

    /// Whether every managed field is told and agrees. What is not as plain as that is left to a comparison.
    private func isSame(_ object: DesiredObject, _ holder: Int, _ managed: [Field], _ dependencies: [Int]) -> Bool {
        if !options.resend.isEmpty { return false }
        let capabilities = live.capabilities(of: object.kind)
        return managed.allSatisfy { field in
            switch field {
            case .name where object.kind == .system: true
            case .dependsOn: hasDependencies(holder, dependencies, of: object)
            default:
                capabilities.reports(field) && index.objects.agrees(with: object.fields, on: field, at: holder) == true
            }
        }
    }

    /// Whether the panel's object has the dependencies that the entry declares, and none that is not on the panel.
    private func hasDependencies(_ holder: Int, _ dependencies: [Int], of object: DesiredObject) -> Bool {
        object.fields.dependsOn == nil
            || dependencies == index.dependencies[holder] && !index.hasOtherDependencies[holder]
    }

    private func marks(_ comparison: Comparison, _ object: DesiredObject, _ old: Ownership?) -> Set<Action.Mark> {
        var marks: Set<Action.Mark> = []
        if comparison.changedFields.contains(.name) { marks.insert(.renamed) }
        if comparison.changedFields.contains(.enabled) {
            marks.insert(object.fields.enabled == true ? .enabled : .disabled)
        }
        if let old, old.key != object.key { marks.insert(.keyRenamed) }
        if options.writesOwnership, object.isProtected != old?.isProtected ?? false {
            marks.insert(object.isProtected ? .protected : .unprotected)
        }
        return marks
    }
}

extension DesiredObject {
    /// Whether the field is left to the panel on that day.
    func ignores(_ field: Field, on day: Int) -> Bool {
        ignored.contains { $0.field == field && day <= $0.untilDay ?? .max }
    }
}

extension Action {
    /// Makes it one that cannot be done. What it would have changed stays, to be shown.
    mutating func block(_ reason: Diagnostic) {
        operation = .blocked
        block = reason
        write = nil
        waitsFor = []
    }
}
