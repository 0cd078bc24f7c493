import Diagnostics
import PhoenixModel
import ValueDecoding

/// What a task or schedule has where its block says nothing: the file's defaults, or else the fields' own.
struct FileDefaults {
    /// Fields with their values. A task's notifications are named, and not among these.
    private(set) var values: [(field: Field, value: Value)]
    private(set) var notifyList: Int?
    private(set) var dependencies: [NamedReference] = []
    /// Of schedules alone.
    private(set) var servers: [DesiredSchedule.ServerReference] = []
    /// Where a schedule stands that has `H`.
    private(set) var hashedSchedule: SourceSpan?
    private(set) var isProtected = false
    private(set) var ignored: [IgnoredField] = []
    /// A mapping with the `type` of `task` alone.
    var taskNode: Int?
    private let fields: [Field]

    init(_ fields: [Field]) {
        self.fields = fields
        values = fields.compactMap { field in
            guard field.form != .notifications else { return nil }
            return field.defaultValue.map { (field, $0) }
        }
    }

    /// Whether an entry may leave out a key that it must have.
    func gives(_ key: String) -> Bool {
        switch key {
        case Field.schedule.rawValue: hasSchedule
        case "servers": !servers.isEmpty
        default: false
        }
    }

    private var hasSchedule = false

    /// Takes what a block of defaults says; what it does not say has the fields' own.
    mutating func take(_ draft: ObjectDraft) {
        for field in fields where field != .name && field.form != .notifications {
            guard let value = draft.fields[field] else { continue }
            if let index = values.firstIndex(where: { $0.field == field }) {
                values[index].value = value
            } else {
                values.append((field, value))
            }
        }
        hasSchedule = draft.fields.schedule != nil
        notifyList = draft.details.notifyList
        dependencies = draft.details.dependencies
        hashedSchedule = draft.details.hashedSchedule
        isProtected = draft.isProtected ?? false
        ignored = (draft.ignored ?? []).filter { fields.contains($0.field) }
        servers = draft.details.servers
    }
}
