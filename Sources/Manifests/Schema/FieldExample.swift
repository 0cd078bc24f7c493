import PhoenixModel

/// Examples of fields, as they stand in a manifest.
enum FieldExample {
    static func text(for node: FieldNode) -> String? {
        if let example = node.example { return "\(node.name): \(example.jsonText())" }
        if let text = written[node.name] { return text }
        guard !node.name.isEmpty, let value = value(for: node.schema) else { return nil }
        return "\(node.name): \(value)"
    }

    private static let written: [String: String] = [
        "project": "project: skyblock",
        "project_formerly": "project_formerly: [sky]",
        "defaults": "defaults:\n  timezone: Europe/Berlin\n  notify: [ops]",
        "notifications": "notifications:\n  ops: { type: discord, url: \"${secret:env:OPS_WEBHOOK}\" }",
        "services": "services:\n  wings: { name: Wings Daemon }",
        "config": "config:\n  probe: { type: sftp, host: node1.example.com, port: 2022 }",
        "probe": "probe: { type: wings, url: \"https://node1.example.com:8080\", interval: 60 }",
        "tasks":
            "tasks:\n  nightly-backup:\n    schedule: \"0 2 * * *\"\n    task: { type: backup, data: { servers: [all] } }",
        "schedules":
            "schedules:\n  restart:\n    servers: [all]\n    schedule: \"H 4 * * *\"\n    steps: [{ power: restart }]",
        "name": "name: Nightly Backup",
        "description": "description: Back up every world before the restart.",
        "schedule": "schedule: \"H 4 * * 0\"",
        "timezone": "timezone: Europe/Berlin",
        "task": "task: { type: backup, data: { servers: [all], keep: 7 } }",
        "data": "data: { servers: [all], keep: 7 }",
        "timeout": "timeout: 1800",
        "depends_on": "depends_on: [wings]",
        "notify": "notify: [ops]",
        "formerly": "formerly: [backup]",
        "ignore": "ignore:\n  - description\n  - { field: enabled, reason: \"incident 12\", until: 2026-12-01 }",
        "for_each": "for_each: { server: [lobby, survival, creative] }",
        "field": "field: enabled",
        "reason": "reason: incident 12",
        "until": "until: 2026-12-01",
        "servers": "servers: [lobby, \"name:survival-*\", node:node1]",
        "command": "command: restart",
        "steps": "steps:\n  - command: say Restarting\n  - power: restart",
        "delay_between": "delay_between: 60",
        "ignored": "ignored: [\"logs/*\", cache]",
        "keep": "keep: 7",
        "variables": "variables: { MINECRAFT_VERSION: \"1.21.4\" }",
        "metrics": "metrics: [cpu, memory]",
        "retention_days": "retention_days: 30",
        "patterns": "patterns: [\"*.log.gz\", \"crash-*\"]",
        "directory": "directory: /logs",
        "older_than_days": "older_than_days: 14",
        "max_files": "max_files: 500",
        "url": "url: \"${secret:env:OPS_WEBHOOK}\"",
        "secret": "secret: \"${secret:env:SIGNING_KEY}\"",
        "on": "on: [failed, partial, missed]",
        "token": "token: \"${secret:env:WINGS_TOKEN}\"",
        "password": "password: \"${secret:env:DATABASE_PASSWORD}\"",
        "port": "port: 2022",
        "host": "host: node1.example.com",
        "user": "user: phoenix",
        "queues": "queues: [high, standard]",
        "interval": "interval: 60",
    ]

    private static func value(for schema: ValueSchema) -> String? {
        switch schema {
        case .boolean: "true"
        case .integer(let range, _): String(range.upperBound)
        case .choice(let choices): choices.last
        default: nil
        }
    }
}
