import PanelStore
import PhoenixModel
import ServicesAPI

extension ServiceOperations {
    /// Makes the system services of a store what a server's configuration says of them: new ones are added, and what
    /// is said of one that is there replaces what it has. Nothing is ever removed.
    /// - Returns: the names of those that were added or changed, in the order of the configuration.
    /// - Throws: `service_conflict` for a name that a task has or a dependency that is disabled, `validation_failed` for
    ///   a cycle of dependencies; the store is then as it was.
    package func configure(_ specs: [SystemServiceSpec]) async throws(ServiceError) -> [String] {
        let moment = now()
        return try await write { store in
            var changed: [String] = []
            var records: [ServiceRecord] = []
            for spec in specs {
                let found = try await store.service(named: spec.name)
                let before = if let found { try await store.service(found.id) } else { nil as ServiceRecord? }
                if let before, before.kind != .system { throw ServiceError.refused([.taskHasName(before)]) }
                var after = before ?? ServiceRecord(kind: .system, name: spec.name, createdAt: moment)
                after.take(spec)
                if before == nil { after = try await store.insert(after) }
                if after != before { changed.append(spec.name) }
                records.append(after)
            }
            // Only now is every service there that another may depend on.
            for (index, spec) in specs.enumerated() {
                var after = records[index]
                if let names = spec.dependencies {
                    var ids: [Int64] = []
                    for name in names { if let id = try await store.service(named: name)?.id { ids.append(id) } }
                    after.dependsOn = ids.sorted()
                }
                guard let before = try await store.service(after.id), before != after else { continue }
                let rules = EnforcedRules(store: store)
                if let cycle = try await rules.cycleProblem(after) { throw ServiceError.refused([cycle]) }
                let conflicts = try await rules.conflicts(from: after, to: after)
                guard conflicts.isEmpty else { throw ServiceError.refused(conflicts) }
                if !changed.contains(spec.name) { changed.append(spec.name) }
                after.version += 1
                after.updatedAt = max(moment, after.updatedAt)
                try await store.replace(after)
                _ = try await store.followProbe(from: before, to: after)
            }
            return changed
        }
    }
}

extension ServiceRecord {
    fileprivate mutating func take(_ spec: SystemServiceSpec) {
        systemKind = spec.kind
        // The line by which phoenix knows what is its own belongs to no configuration.
        if let text = spec.description { description = OwnershipLine.description(description, withText: text) }
        if let critical = spec.isCritical { isCritical = critical }
        if let value = spec.config?.revealed() { config = value }
    }
}

extension ServiceProblem {
    fileprivate static func taskHasName(_ task: ServiceRecord) -> Self {
        .conflict(
            "the scheduled task \(task.id) has the name '\(task.name)', which the configuration gives to a system service",
            reason: "name_taken")
    }
}
