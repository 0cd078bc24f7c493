package import PhoenixModel

extension ObjectWrite {
    /// The request's JSON, with secrets as plain text and the ownership as a line of the description.
    package func body() throws(PanelError) -> Value {
        var map = ValueMap()
        for field in Field.all(of: kind) where field != .name || kind == .scheduled {
            map[field.rawValue] =
                switch field.form {
                case .dependencies: try dependencies()
                case .text where field == .description: description.map { .string($0) }
                default: fields[field]?.revealed()
                }
        }
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
