package import PhoenixModel

/// What the OpenAPI document says of a route.
extension APIRoute {
    /// In one sentence.
    var summary: String {
        switch self {
        case .listServices: "Lists all services, of both types."
        case .listScheduledTasks: "Lists the scheduled tasks."
        case .createScheduledTask: "Creates a scheduled task."
        case .getService: "Returns one service."
        case .updateService: "Changes the fields of a service that the body has."
        case .deleteService: "Deletes a scheduled task."
        case .getServiceHealth: "Returns the health of a service, even while it is down."
        case .listRuns: "Lists the runs of a service, newest first."
        case .startRun: "Runs a task now."
        case .getRun: "Returns one run, with its steps."
        case .stopRun: "Ends a run after its current step."
        case .listAllRuns: "Lists the runs of all tasks, newest first; those of deleted tasks, too."
        case .checkProcess: "Says whether the process is up."
        case .checkReadiness: "Says whether the store can be reached and the scheduler keeps up."
        case .getMetrics: "Metrics for Prometheus."
        case .getOpenAPI: "This document."
        }
    }

    /// The status of success.
    package var success: Int {
        switch self {
        case .createScheduledTask: 201
        case .startRun, .stopRun: 202
        case .deleteService: 204
        default: 200
        }
    }

    /// Every status of an error that the route can answer, ascending.
    package var failures: [Int] {
        var statuses: Set<Int> = [500, 503]
        if permission != nil { statuses.formUnion([400, 401, 403, 429]) }
        if path.contains("{id}") { statuses.insert(404) }
        switch self {
        case .createScheduledTask: statuses.formUnion([409, 413, 415, 422])
        case .updateService: statuses.formUnion([409, 412, 413, 415, 422])
        case .deleteService: statuses.formUnion([409, 412])
        case .startRun: statuses.formUnion([409, 413, 415, 422])
        case .stopRun: statuses.formUnion([409, 413, 415, 422])
        default: break
        }
        return statuses.sorted()
    }

    /// The schema of the body of success; nil for none, or one that is no JSON.
    package var answerSchema: Value? {
        func one(_ name: String) -> Value { Self.envelope(["data": APIComponents.reference(name)]) }
        func page(_ name: String) -> Value {
            Self.envelope([
                "data": ["type": "array", "items": APIComponents.reference(name)],
                "meta": Self.envelope(["pagination": APIComponents.reference("Pagination")]),
            ])
        }
        switch self {
        case .listServices: return page("Service")
        case .listScheduledTasks: return page("ScheduledTask")
        case .createScheduledTask: return one("ScheduledTask")
        case .getService, .updateService: return one("Service")
        case .getServiceHealth: return one("Health")
        case .listRuns, .listAllRuns: return page("Run")
        case .startRun, .stopRun: return one("Run")
        case .getRun: return one("RunWithSteps")
        case .checkProcess, .checkReadiness: return Self.envelope(["status": ["type": "string"]])
        case .getOpenAPI: return ["type": "object", "required": ["openapi", "paths"]]
        case .deleteService, .getMetrics: return nil
        }
    }

    private static func envelope(_ properties: ValueMap) -> Value {
        [
            "type": "object", "properties": .map(properties),
            "required": .list(properties.map { .string($0.key) }), "additionalProperties": false,
        ]
    }

    var requestSchema: String? {
        switch self {
        case .createScheduledTask: "TaskCreate"
        case .updateService: "ServiceUpdate"
        default: nil
        }
    }

    var parameters: [Value] {
        var parameters: [Value] = []
        for place in ["id", "run"] where path.contains("{\(place)}") {
            parameters.append([
                "name": .string(place), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1],
            ])
        }
        switch self {
        case .listServices, .listScheduledTasks: parameters += Self.paging + Self.filters
        case .listRuns: parameters += Self.paging + Self.runFilters
        case .listAllRuns:
            let service = Self.query("filter[service]", APIComponents.identifier, "the id of the task")
            parameters += Self.paging + Self.runFilters + [service]
        case .createScheduledTask, .startRun: parameters.append(Self.idempotencyKey)
        case .updateService: parameters.append(Self.ifMatch)
        case .deleteService:
            parameters += [Self.ifMatch, Self.query("force", ["type": "boolean"], "stop a run that is in progress")]
        default: break
        }
        return parameters
    }

    private static func query(_ name: String, _ schema: Value, _ description: String) -> Value {
        ["name": .string(name), "in": "query", "schema": schema, "description": .string(description)]
    }

    private static let paging: [Value] = [
        query(
            "page", ["type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 1], "the number of the page"),
        query(
            "per_page", ["type": "integer", "minimum": 1, "default": 50],
            "how many a page has; at most 100"),
    ]

    private static let filters: [Value] = {
        let keys = "(\(SortKey.allCases.map(\.rawValue).joined(separator: "|")))"
        let statuses = Value.list(ServiceStatus.allCases.map { .string($0.rawValue) })
        let kinds = Value.list(ObjectKind.services.map { .string($0.rawValue) })
        return [
            query("filter", ["type": "string"], "a part of the name, in any case"),
            query("filter[type]", ["type": "string", "enum": kinds], "the type"),
            query("filter[status]", ["type": "string", "enum": statuses], "the status"),
            query("filter[name]", ["type": "string"], "the whole name"),
            query(
                "sort", ["type": "string", "pattern": .string("^-?\(keys)(,-?\(keys))*$")],
                "keys to sort by, in order, each once, with - for descending"),
        ]
    }()

    private static let runFilters: [Value] = [
        query("filter[state]", APIComponents.word(RunState.self), "how far the run is"),
        query("filter[result]", APIComponents.word(RunResult.self), "how the run ended"),
        query(
            "since", APIComponents.moment,
            "scheduled at this time or later; a manual run counts from when it was asked for"
        ),
        query("until", APIComponents.moment, "scheduled at this time or earlier"),
    ]

    private static let ifMatch: Value = [
        "name": "If-Match", "in": "header", "schema": ["type": "string"],
        "description": "the request is refused with 412 if the service no longer has this ETag",
    ]

    private static let idempotencyKey: Value = [
        "name": "Idempotency-Key", "in": "header",
        "schema": ["type": "string", "minLength": 1, "maxLength": 255],
        "description": "within a day, the same key and body get the same response again",
    ]
}
