import PhoenixModel

/// The schemas that operations refer to.
enum APIComponents {
    static func reference(_ name: String) -> Value { ["$ref": .string("#/components/schemas/\(name)")] }

    static var schemas: ValueMap {
        [
            "TaskCreate": .map(taskCreate), "ServiceUpdate": .map(serviceUpdate),
            "SystemService": .map(systemService), "ScheduledTask": .map(scheduledTask),
            "Service": ["oneOf": [reference("SystemService"), reference("ScheduledTask")]],
            "Run": .map(run(hasSteps: false)), "RunWithSteps": .map(run(hasSteps: true)), "Health": .map(health),
            "Pagination": .map(pagination), "Errors": .map(errors),
        ]
    }

    private static let request = APISchema(direction: .request)
    private static let answer = APISchema(direction: .answer)

    private static let text: Value = ["type": "string"]
    static let identifier: Value = ["type": "string", "pattern": "^[1-9][0-9]{0,18}$"]
    private static let identifiers: Value = ["type": "array", "items": identifier]
    static let moment: Value = ["type": "string", "format": "date-time"]
    private static let count: Value = ["type": "integer", "minimum": 0]
    private static let momentOrNull: Value = ["type": ["string", "null"], "format": "date-time"]
    private static let numberOrNull: Value = ["type": ["number", "null"]]

    // MARK: Requests

    /// The wider dialect is in the description: a pattern cannot tell a schedule that never fires anyway.
    private static let schedule: ValueMap = [
        "type": "string", "minLength": 1, "maxLength": .integer(Int64(ServiceRules.schedule.length.upperBound)),
        "description": "cron with five fields (minute, hour, day of month, month, day of week) or a macro: @daily",
        "examples": ["0 2 * * *", "*/15 * * * *", "@weekly"],
    ]

    private static let timezone: ValueMap = [
        "type": "string", "minLength": 1, "description": "an IANA name", "examples": ["UTC", "Europe/Berlin"],
    ]

    private static let dependencies: ValueMap = [
        "type": "array", "items": ["type": "string", "minLength": 1, "maxLength": 64],
        "maxItems": .integer(Int64(ServiceRules.dependencyCount.upperBound)),
        "description": "ids of services of either type",
    ]

    /// The properties of a request's fields: null resets a field that has a default.
    private static func properties(_ fields: [Field]) -> [ValueMap.Element] {
        fields.map { field in
            let schema: ValueMap =
                switch field.form {
                case .schedule: schedule
                case .timeZone: timezone
                case .dependencies: dependencies
                default: request.jsonSchema(field.definition.schema)
                }
            return (field.rawValue, .map(field.defaultValue == nil ? schema : request.orNull(schema)))
        }
    }

    private static var taskCreate: ValueMap {
        let fields = Field.all(of: .scheduled)
        return [
            "type": "object", "properties": .map(ValueMap(uniqueEntries: properties(fields))),
            "required": .list(fields.filter { $0.defaultValue == nil }.map { .string($0.rawValue) }),
            "additionalProperties": false,
        ]
    }

    private static var serviceUpdate: ValueMap {
        let readOnly = APIField.readOnly.map { name -> ValueMap.Element in
            (name, ["description": "set by the panel; accepted and ignored, so that a response can be sent back"])
        }
        return [
            "type": "object",
            "properties": .map(ValueMap(uniqueEntries: properties(Field.ofServices) + readOnly)),
            "additionalProperties": false,
            "description":
                "Keys that are sent replace the stored values, keys left out keep them, null restores the default.",
        ]
    }

    // MARK: Answers

    private static func object(
        _ properties: [ValueMap.Element], optional: [ValueMap.Element] = [], closed: Bool = true
    ) -> ValueMap {
        var object: ValueMap = [
            "type": "object", "properties": .map(ValueMap(uniqueEntries: properties + optional)),
            "required": .list(properties.map { .string($0.key) }),
        ]
        if closed { object["additionalProperties"] = false }
        return object
    }

    private static func answered(_ kind: ObjectKind) -> [ValueMap.Element] {
        Field.all(of: kind).map { field in
            let schema: Value =
                switch field.form {
                case .text, .schedule, .timeZone: text
                case .dependencies: identifiers
                case .word, .boolean, .integer, .tree, .notifications: .map(answer.jsonSchema(field.definition.schema))
                }
            return (field.rawValue, schema)
        }
    }

    private static func common(_ kind: ObjectKind) -> [ValueMap.Element] {
        let statuses = ServiceStatus.all(of: kind).map { Value.string($0.rawValue) }
        return [
            ("id", identifier), ("status", ["type": "string", "enum": .list(statuses)]),
            ("type", ["const": .string(kind.rawValue)]), ("created_at", moment), ("updated_at", moment),
        ]
    }

    private static var systemService: ValueMap {
        object(
            answered(.system) + common(.system) + [
                (
                    "kind",
                    [
                        "type": "string",
                        "enum": ["wings_daemon", "database_host", "job_processor", "sftp_server"],
                    ]
                ),
                ("critical", ["type": "boolean"]),
            ])
    }

    /// One of the words of a type.
    static func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> Value where Word.RawValue == String {
        ["type": "string", "enum": .list(Word.allCases.map { .string($0.rawValue) })]
    }

    private static var scheduledTask: ValueMap {
        object(
            answered(.scheduled) + common(.scheduled),
            optional: [("last_run", moment), ("next_run", moment), ("last_result", word(RunResult.self))])
    }

    private static func run(hasSteps: Bool) -> ValueMap {
        let targets = ["total", "succeeded", "failed", "skipped", "unknown"].map { ($0, count) }
        let steps: Value = ["type": "array", "items": .map(step)]
        return object(
            [
                ("id", identifier), ("service_id", identifier), ("service_name", text),
                ("trigger", word(RunTrigger.self)), ("state", word(RunState.self)), ("queued_at", moment),
                ("targets", .map(object(targets))),
            ] + (hasSteps ? [("steps", steps)] : []),
            optional: [
                ("scheduled_for", moment), ("missed", .map(object([("count", count), ("last", moment)]))),
                ("result", word(RunResult.self)), ("reason", text), ("started_at", moment), ("finished_at", moment),
                ("worker", text),
            ])
    }

    private static var step: ValueMap {
        object(
            [
                ("server", .map(object([("id", text), ("name", text), ("node", text)]))), ("action", text),
                ("state", word(StepState.self)), ("attempts", count),
            ],
            optional: [
                ("result", word(StepResult.self)), ("reason", text), ("started_at", moment), ("finished_at", moment),
            ])
    }

    private static var health: ValueMap {
        let numbers: Value = ["type": "object", "additionalProperties": numberOrNull]
        let measure: [ValueMap.Element] = [("last", numberOrNull), ("avg", numberOrNull), ("p95", numberOrNull)]
        let availability = object([
            ("window_seconds", count), ("ratio", numberOrNull), ("checks", count), ("failures", count),
        ])
        let issue = object([
            ("severity", ["type": "string", "enum": ["error", "warning"]]), ("code", text), ("message", text),
            ("first_seen", moment), ("last_seen", moment), ("count", count),
        ])
        let dependency = object([("id", identifier), ("name", text), ("status", text)])
        return object(
            [
                ("status", word(ServiceStatus.self)), ("checked_at", momentOrNull),
                ("uptime", .map(object([("seconds", numberOrNull), ("since", momentOrNull)]))), ("resources", numbers),
                ("issues", ["type": "array", "maxItems": 20, "items": .map(issue)]),
                ("dependencies", ["type": "array", "items": .map(dependency)]),
            ],
            optional: [
                (
                    "performance",
                    .map(object([("latency_ms", .map(object(measure))), ("availability", .map(availability))]))
                ),
                ("runs", .map(object(RunResult.allCases.map { ($0.rawValue, count) }))),
                ("last_runs", ["type": "array", "maxItems": 10, "items": reference("Run")]),
                ("consecutive_failures", count),
                ("lateness_seconds", .map(object([("last", numberOrNull), ("p95", numberOrNull)]))),
                ("duration_seconds", .map(object(measure))),
            ])
    }

    private static var pagination: ValueMap {
        let links = object([], optional: [("next", text), ("previous", text)])
        return object([
            ("total", count), ("count", count), ("per_page", ["type": "integer", "minimum": 1, "maximum": 100]),
            ("current_page", ["type": "integer", "minimum": 1]), ("total_pages", ["type": "integer", "minimum": 1]),
            ("links", .map(links)),
        ])
    }

    private static var errors: ValueMap {
        let error = object(
            [
                (
                    "code",
                    ["type": "string", "enum": .list(ServiceErrorCode.allCases.map { .string($0.rawValue) })]
                ),
                ("status", ["type": "string", "pattern": "^[45][0-9][0-9]$"]), ("detail", text),
            ],
            optional: [("meta", ["type": "object"])])
        return object([("errors", ["type": "array", "minItems": 1, "items": .map(error)])])
    }
}
