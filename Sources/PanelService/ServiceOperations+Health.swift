import PanelStore
package import PhoenixModel

extension ServiceOperations {
    /// How a service is doing, as the API answers it. Nothing is probed and nothing is run in answering; what is not
    /// known is null.
    /// - Throws: `service_not_found`.
    package func health(id: String) async throws(ServiceError) -> Value {
        let (record, dependencies) = try await read { store in
            let record = try await store.existing(id)
            var dependencies: [ServiceRecord] = []
            for id in record.dependsOn { if let found = try await store.service(id) { dependencies.append(found) } }
            return (record, dependencies)
        }
        var health: ValueMap = [
            "status": .string(record.status.rawValue),
            "checked_at": .null,
            "uptime": ["seconds": .null, "since": .null],
            "resources": [:],
            "issues": [],
            "dependencies": .list(dependencies.map(Self.dependency)),
        ]
        switch record.kind {
        case .system:
            health["performance"] = [
                "latency_ms": ["last": .null, "avg": .null, "p95": .null],
                "availability": ["window_seconds": 0, "ratio": .null, "checks": 0, "failures": 0],
            ]
        case .scheduled:
            health["runs"] = ["succeeded": 0, "partial": 0, "failed": 0, "skipped": 0, "missed": 0]
            health["last_runs"] = []
            health["consecutive_failures"] = 0
            health["lateness_seconds"] = ["last": .null, "p95": .null]
            health["duration_seconds"] = ["last": .null, "avg": .null, "p95": .null]
        }
        return .map(health)
    }

    private static func dependency(_ record: ServiceRecord) -> Value {
        [
            "id": .string(String(record.id)), "name": .string(record.name),
            "status": .string(record.status.rawValue),
        ]
    }
}
