package import PhoenixModel

/// The schedules of servers as a table for people, by server and name.
package struct ScheduleTable {
    private let style: TextStyle
    private let isWide: Bool

    package init(style: TextStyle, isWide: Bool) {
        self.style = style
        self.isWide = isWide
    }

    package func render(_ objects: [LiveObject], _ names: [GameServer.ID: String]) -> String {
        var header = ["SERVER", "NAME", "CRON", "NEXT RUN", "LAST RUN", "ACTIVE", "OWNER"]
        if isWide { header += ["ID", "ONLINE ONLY", "STEPS"] }
        var table = Table(header: header)
        for object in objects.byServer(names) {
            let fields = object.fields
            var row = [
                object.server.map { names[$0] ?? $0 } ?? "-", fields.name, fields.schedule ?? "-",
                object.nextRun.map(MomentText.moment) ?? "-", object.lastRun.map(MomentText.moment) ?? "never",
                activity(of: object), owner(of: object),
            ]
            if isWide {
                row += [
                    object.id, fields.onlyWhenOnline == true ? "yes" : "no",
                    fields.shownSteps(hiding: object.secretPaths).joined(separator: "; "),
                ]
            }
            table.add(row.map { $0.isEmpty ? "-" : $0 })
        }
        return table.render(style)
    }

    private func activity(of object: LiveObject) -> String {
        if object.status == ServiceStatus.running.rawValue { return "running" }
        return object.fields.enabled == false ? "no" : "yes"
    }

    private func owner(of object: LiveObject) -> String {
        switch object.ownership {
        case .none: "-"
        case .owned(let ownership): "\(ownership.project)/\(ObjectKind.native.entryKey(ownership.key))"
        case .unreadable: "(damaged marker)"
        }
    }
}

extension [LiveObject] {
    /// In order of the servers' names, then of the schedules' names, then of their ids.
    package func byServer(_ names: [GameServer.ID: String]) -> [LiveObject] {
        map { (object: $0, server: $0.server ?? "") }.sorted { left, right in
            (names[left.server] ?? "", left.server, left.object.fields.name, left.object.id)
                < (names[right.server] ?? "", right.server, right.object.fields.name, right.object.id)
        }.map(\.object)
    }
}

extension LiveObject {
    /// Where its secrets are, as far as its ownership tells. Where that cannot be relied upon, every command may be one.
    package var secretPaths: SecretPaths {
        switch ownership {
        case .none: SecretPaths([])
        case .owned(let ownership): SecretPaths(ownership.secretPaths)
        case .unreadable(let damage): SecretPaths(damage.secretPaths ?? fields.commandPaths)
        }
    }
}

extension ServiceFields {
    /// The steps for people, `power restart` or `after 5 min: command say hi`.
    fileprivate func shownSteps(hiding secrets: SecretPaths) -> [String] {
        guard case .list(let steps)? = steps else { return [] }
        return steps.enumerated().map { position, step in
            guard case .map(let map) = step else { return "-" }
            let payload =
                secrets.contains("\(Field.steps.rawValue)[\(position)].payload")
                ? "(secret)" : map["payload"]?.plainText ?? ""
            let delay: String =
                if case .integer(let seconds)? = map["offset"], seconds > 0 {
                    "after \(MomentText.span(seconds)): "
                } else {
                    ""
                }
            let action = map["action"]?.plainText ?? "?"
            return delay + (payload.isEmpty ? action : "\(action) \(payload.replacing("\n", with: ", "))")
        }
    }
}

/// The schedules of servers for programs: what the panel has, with the server's name and the owner.
package enum ScheduleDocument {
    package static func value(_ objects: [LiveObject], _ names: [GameServer.ID: String]) -> Value {
        .list(objects.byServer(names).map { value($0, names) })
    }

    private static func value(_ object: LiveObject, _ names: [GameServer.ID: String]) -> Value {
        let fields = object.fields
        var server: ValueMap = ["id": .string(object.server ?? "")]
        server["name"] = object.server.flatMap { names[$0] }.map { .string($0) }
        var map: ValueMap = ["id": .string(object.id), "server": .map(server), "name": .string(fields.name)]
        map["schedule"] = fields.schedule.map { .string($0) }
        map["enabled"] = fields.enabled.map { .bool($0) }
        map["only_when_online"] = fields.onlyWhenOnline.map { .bool($0) }
        map["steps"] = fields.steps.map { masked($0, object.secretPaths) }
        map["status"] = .string(object.status)
        map["next_run"] = object.nextRun.map { .string("\($0)") }
        map["last_run"] = object.lastRun.map { .string("\($0)") }
        if case .owned(let ownership) = object.ownership {
            map["owner"] = [
                "project": .string(ownership.project),
                "key": .string(ObjectKind.native.entryKey(ownership.key)),
            ]
        }
        return .map(map)
    }

    private static func masked(_ steps: Value, _ secrets: SecretPaths) -> Value {
        guard case .list(let elements) = steps, !secrets.isEmpty else { return steps }
        return .list(
            elements.enumerated().map { position, step in
                guard case .map(var map) = step,
                    secrets.contains("\(Field.steps.rawValue)[\(position)].payload")
                else { return step }
                map["payload"] = "(secret)"
                return .map(map)
            })
    }
}
