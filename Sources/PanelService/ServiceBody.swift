import Diagnostics
import PanelStore
import PhoenixModel
import ServicesAPI

/// Reads the body of a POST or PUT: the types, the ranges and the keys, but nothing that needs the store.
struct ServiceBody {
    /// Accepted in a PUT, so that what was read can be sent back.
    static let readOnlyKeys = Set(APIField.readOnly)

    private let kind: ObjectKind
    private let isCreate: Bool
    private let map: ValueMap
    private let schedules: Schedules
    private var problems: [ServiceProblem] = []

    /// The change that a body asks for, and everything wrong with it.
    static func read(
        _ body: Value, kind: ObjectKind, isCreate: Bool, schedules: Schedules
    ) -> (change: ServiceChange, problems: [ServiceProblem]) {
        guard case .map(let map) = body else { return (ServiceChange(), [.notAnObject]) }
        var reader = ServiceBody(kind: kind, isCreate: isCreate, map: map, schedules: schedules)
        reader.checkKeys()
        let change = reader.change()
        return (change, bounded(reader.problems))
    }

    /// More than anybody reads, and little enough that a body full of errors costs no more than others.
    private static let problemLimit = 100

    /// The first problems, and how many more there are.
    private static func bounded(_ problems: [ServiceProblem]) -> [ServiceProblem] {
        guard problems.count > problemLimit else { return problems }
        let more = ServiceProblem(.validationFailed, "there are \(problems.count - problemLimit) more errors")
        return problems.prefix(problemLimit) + [more]
    }

    private init(kind: ObjectKind, isCreate: Bool, map: ValueMap, schedules: Schedules) {
        self.kind = kind
        self.isCreate = isCreate
        self.map = map
        self.schedules = schedules
    }

    private mutating func checkKeys() {
        let fields = Field.all(of: kind)
        for (key, _) in map {
            if let field = Field(rawValue: key), Field.ofServices.contains(field) {
                if !fields.contains(field) { problems.append(.otherKind(key, kind)) }
            } else if Self.readOnlyKeys.contains(key) {
                if isCreate { problems.append(.readOnly(key)) }
            } else {
                let isShown = problems.count < Self.problemLimit
                problems.append(.unknown(key, closest: isShown ? fields.map(\.rawValue).closest(to: key) : nil))
            }
        }
    }

    private mutating func change() -> ServiceChange {
        var change = ServiceChange()
        change.name = required(.name)?.plainText.map { String($0.trimmed()) }
        change.description = sent(.description) { $0.plainText }
        if let text = change.description.value, text.utf8.contains(0) {
            problems.append(.field("description", "must not have the character U+0000"))
        }
        change.enabled = sent(.enabled) { if case .bool(let value) = $0 { value } else { nil } }
        change.dependsOn = sent(.dependsOn) { value in
            if case .list(let ids) = value { ids.compactMap(\.plainText) } else { nil }
        }
        change.notify = sent(.notify) { $0 }
        if kind == .system {
            change.config = sent(.config) { $0 }
        } else {
            readTask(into: &change)
        }
        return change
    }

    private mutating func readTask(into change: inout ServiceChange) {
        change.schedule = required(.schedule, Self.anyText)?.plainText
        if let problem = change.schedule.flatMap(schedules.problem(schedule:)) { problems.append(problem) }
        change.timezone = sent(.timezone, Self.anyText) { $0.plainText }
        if let problem = change.timezone.value.flatMap(schedules.problem(timezone:)) { problems.append(problem) }
        change.task = required(.task)
        change.overlap = sent(.overlap) { $0.plainText }
        change.misfire = sent(.misfire) { $0.plainText }
        change.timeout = sent(.timeout) { value in
            if case .integer(let seconds) = value { seconds } else { nil }
        }
    }

    /// For what `Schedules` checks, and words.
    private static let anyText = ValueSchema.text(TextRule(.any, length: 0...1_000_000))

    /// A field that has a default.
    private mutating func sent<T>(_ field: Field, _ schema: ValueSchema? = nil, _ read: (Value) -> T?) -> Sent<T> {
        guard let value = map[field.rawValue] else { return .absent }
        if value == .null { return isCreate ? .absent : .reset }
        return checked(value, field, schema).flatMap(read).map(Sent.value) ?? .absent
    }

    /// A field without a default: a create must have it, an update must not reset it.
    private mutating func required(_ field: Field, _ schema: ValueSchema? = nil) -> Value? {
        let value = map[field.rawValue]
        guard let value, value != .null else {
            if isCreate {
                problems.append(.field(field.rawValue, "is missing"))
            } else if value != nil {
                problems.append(.field(field.rawValue, "must not be null: it has no default"))
            }
            return nil
        }
        return checked(value, field, schema)
    }

    private mutating func checked(_ value: Value, _ field: Field, _ schema: ValueSchema?) -> Value? {
        let schema = schema ?? field.definition.schema
        let found = schema.problems(in: value)
        for problem in found { problems.append(.value(problem, in: field)) }
        return found.isEmpty ? schema.withWholeNumbers(value) : nil
    }
}

extension ServiceProblem {
    fileprivate static let notAnObject = Self(.validationFailed, "the body must be a JSON object")

    fileprivate static func otherKind(_ key: String, _ kind: ObjectKind) -> Self {
        .field(key, kind == .system ? "does not exist on a system service" : "does not exist on a scheduled task")
    }

    fileprivate static func readOnly(_ key: String) -> Self {
        .field(key, "is set by the panel and cannot be written")
    }

    fileprivate static func unknown(_ key: String, closest: String?) -> Self {
        let name = String(String.UnicodeScalarView(key.unicodeScalars.prefix(100)))
        return .field(name, closest.map { "is unknown, did you mean '\($0)'?" } ?? "is unknown")
    }
}
