package import PhoenixModel

/// The API as an OpenAPI 3.1 document, drawn from the routes that the server has and the schemas that it checks.
package enum OpenAPIDocument {
    /// The document; `serverURL` is the address that clients use, where that is known.
    package static func value(serverURL: String? = nil) -> Value {
        var paths = ValueMap()
        for route in APIRoute.allCases {
            var path = ValueMap()
            if case .map(let known) = paths[route.path] { path = known }
            path[route.method.lowercased()] = operation(route)
            paths[route.path] = .map(path)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "PhoenixPanel Services API", "version": "1",
                "description": "Services and scheduled tasks of a game-server panel, as phoenix serves them.",
                "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(serverURL ?? "/")]],
            "security": [["key": []]],
            "paths": .map(paths),
            "components": [
                "securitySchemes": [
                    "key": ["type": "http", "scheme": "bearer", "description": "created with phoenix keys create"]
                ],
                "headers": .map(headers),
                "schemas": .map(APIComponents.schemas),
            ],
        ]
    }

    /// The document as a file.
    package static var text: String { value().prettyJSONText() + "\n" }

    private static func operation(_ route: APIRoute) -> Value {
        var operation: ValueMap = ["operationId": .string(route.rawValue), "summary": .string(route.summary)]
        if route.permission == nil {
            operation["security"] = []
        } else if let permission = route.permission {
            operation["description"] = .string("Needs the permission `\(permission.rawValue)`.")
        }
        if !route.parameters.isEmpty { operation["parameters"] = .list(route.parameters) }
        if let schema = route.requestSchema {
            operation["requestBody"] = ["required": true, "content": json(APIComponents.reference(schema))]
        }
        var responses: ValueMap = [String(route.success): success(route)]
        for status in route.failures { responses[String(status)] = failure(status) }
        operation["responses"] = .map(responses)
        return .map(operation)
    }

    private static func json(_ schema: Value) -> Value { ["application/json": ["schema": schema]] }

    private static func success(_ route: APIRoute) -> Value {
        var names = commonHeaders
        switch route {
        case .createScheduledTask: names += ["Location", "ETag"]
        case .getService, .updateService: names.append("ETag")
        case .startRun: names.append("Location")
        default: break
        }
        var response: ValueMap = ["description": "done", "headers": .map(references(names))]
        if let schema = route.answerSchema {
            response["content"] = json(schema)
        } else if route == .getMetrics {
            response["content"] = ["text/plain": ["schema": ["type": "string"]]]
        }
        return .map(response)
    }

    private static func failure(_ status: Int) -> Value {
        let codes = ServiceErrorCode.allCases.filter { $0.status == status }.map(\.rawValue)
        var names = commonHeaders
        if status == 401 { names.append("WWW-Authenticate") }
        if status == 429 || status == 503 { names.append("Retry-After") }
        return [
            "description": .string(codes.joined(separator: ", ")), "headers": .map(references(names)),
            "content": json(APIComponents.reference("Errors")),
        ]
    }

    private static func references(_ names: [String]) -> ValueMap {
        ValueMap(uniqueEntries: names.map { ($0, ["$ref": .string("#/components/headers/\($0)")]) })
    }

    private static let commonHeaders = [
        "X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Cache-Control",
    ]

    private static let headers: ValueMap = {
        func header(_ schema: Value, _ description: String) -> Value {
            ["schema": schema, "required": true, "description": .string(description)]
        }
        let count: Value = ["type": "integer", "minimum": 0]
        let text: Value = ["type": "string"]
        return [
            "X-Request-Id": header(text, "identifies the request in the server's log"),
            "X-RateLimit-Limit": header(count, "requests allowed per minute"),
            "X-RateLimit-Remaining": header(count, "requests left in this window"),
            "X-RateLimit-Reset": header(count, "seconds until the window ends"),
            "Cache-Control": header(["const": "no-store"], "responses must not be cached"),
            "Location": header(text, "the path of what is new"),
            "ETag": header(text, "a counter of configuration changes, for If-Match"),
            "WWW-Authenticate": header(["const": "Bearer"], "the authentication scheme"),
            "Retry-After": header(count, "the number of seconds to wait"),
        ]
    }()
}
