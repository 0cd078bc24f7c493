package import PhoenixModel

extension ObjectWrite {
    /// The request's JSON, with secrets as plain text and the ownership as a line of the description.
    package func body() throws(PanelError) -> Value {
        var map = ValueMap()
        func put(_ field: Field, _ value: Value?) { map[field.rawValue] = value }
        if kind == .scheduled { put(.name, .string(fields.name)) }
        put(.description, description.map { .string($0) })
        put(.schedule, fields.schedule.map { .string($0) })
        put(.timezone, fields.timezone.map { .string($0) })
        put(.enabled, fields.enabled.map { .bool($0) })
        put(.task, fields.task?.revealed())
        put(.overlap, fields.overlap.map { .string($0) })
        put(.misfire, fields.misfire.map { .string($0) })
        put(.timeout, fields.timeout.map { .integer($0) })
        put(.dependsOn, try dependencies())
        put(.notify, fields.notify?.revealed())
        put(.config, fields.config?.revealed())
        return .map(map)
    }

    private var description: String? {
        switch ownership {
        case .set(let ownership): OwnershipLine.description(fields.description ?? "", with: ownership)
        case .remove, .leave: fields.description
        }
    }

    private func dependencies() throws(PanelError) -> Value? {
        guard let dependencies = fields.dependsOn else { return nil }
        var ids: [Value] = []
        for dependency in dependencies {
            guard case .id(let id) = dependency else { throw .unresolvedDependency(dependency.text, of: fields.name) }
            ids.append(.string(id))
        }
        return .list(ids)
    }
}

extension PanelError {
    fileprivate static func unresolvedDependency(_ key: String, of name: String) -> Self {
        Self(.invalid, "'\(name)' depends on '\(key)', which is not on the panel yet")
    }
}
