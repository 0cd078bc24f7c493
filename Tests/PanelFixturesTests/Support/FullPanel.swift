import PanelFixtures
import PhoenixModel

/// Answers with everything that `phoenix serve` adds to the documentation. Nothing is stored: there are forty objects,
/// the first four of them system services.
enum FullPanel {
    static let headers: HeaderList = [
        "ETag": "\"3\"", "Location": "/api/v1/services/41", "X-RateLimit-Limit": "120", "X-RateLimit-Remaining": "7",
        "X-RateLimit-Reset": "60", "X-Request-Id": "r1", "Cache-Control": "no-store",
    ]

    @Sendable
    static func answer(_ request: ProxiedRequest) -> ProxiedAnswer {
        let path = request.path.split(separator: "/").dropFirst(2).map(String.init)
        switch (request.method, path.count) {
        case ("GET", 1),
            ("GET", 2) where path.last == "scheduled":
            return list(request)
        case ("GET", 2), ("PUT", 2):
            guard let number = Int(path[1]), number <= 40 else { return notFound }
            return ProxiedAnswer(200, headers: headers, json: ["data": object(number)])
        case ("DELETE", 2): return ProxiedAnswer(204, headers: headers)
        case ("POST", 2): return ProxiedAnswer(201, headers: headers, json: ["data": object(41)])
        case ("GET", 3): return ProxiedAnswer(200, headers: headers, json: ["data": ["uptime": ["seconds": 5]]])
        default: return ProxiedAnswer(418, headers: headers)
        }
    }

    static let task: Value = ["type": "backup", "data": ["servers": ["all"]]]

    static func object(_ number: Int) -> Value {
        var fields: ValueMap = [
            "enabled": true, "depends_on": [], "notify": [], "id": .string(String(number)),
            "name": .string("n\(number)"), "description": "d", "status": "running",
        ]
        if number <= 4 {
            fields["type"] = "system"
            fields["config"] = [:]
        } else {
            fields["type"] = "scheduled"
            fields["schedule"] = "0 2 * * *"
            fields["timezone"] = "UTC"
            fields["task"] = task
            fields["last_result"] = "succeeded"
            fields["next_run"] = "2026-11-25T02:00:00Z"
        }
        fields["created_at"] = "2026-11-24T02:00:00Z"
        fields["updated_at"] = "2026-11-24T02:00:00Z"
        return .map(fields)
    }

    private static func list(_ request: ProxiedRequest) -> ProxiedAnswer {
        guard let perPage = Int(request.queryValue("per_page") ?? "50"),
            let page = Int(request.queryValue("page") ?? "1"), page > 0
        else {
            return .documentedError(400, code: "bad_request", detail: "malformed", headers: headers)
        }
        let items = (1...40).dropFirst((page - 1) * perPage).prefix(perPage).map(object)
        let pagination: Value = [
            "total": 40, "count": .integer(Int64(items.count)), "per_page": .integer(Int64(perPage)),
            "current_page": .integer(Int64(page)), "total_pages": .integer(Int64((39 + perPage) / perPage)),
            "links": ["next": "/somewhere", "last": "/else"],
        ]
        return ProxiedAnswer(
            200, headers: headers, json: ["data": .list(Array(items)), "meta": ["pagination": pagination, "more": 1]])
    }

    private static let notFound = ProxiedAnswer(
        404, headers: headers,
        json: [
            "errors": [["code": "service_not_found", "status": "404", "detail": "no", "meta": ["source_field": "id"]]]
        ])
}
