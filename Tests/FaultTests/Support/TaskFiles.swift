import Cron
import Diagnostics
import Manifests
import PhoenixModel
import PhoenixTestSupport
import ServicesAPI
import Testing

/// A manifest, and what it asks for.
struct TaskFiles: Sendable {
    let text: String
    let desired: DesiredState

    init(_ text: String) async throws {
        self.text = text
        let environment = ["OPS_WEBHOOK": "https://discord.example/api/webhooks/1/token"]
        let loader = ManifestLoader(
            environment: { environment[$0] }, zones: .system, todayAsDay: Timestamp.sample.day,
            ownership: DescribedOwnership())
        let loaded = await loader.load(ManifestInputs(["-"], standardInput: Array(text.utf8)))
        desired = try #require(loaded.desired, "\(loaded.diagnostics.map(\.message))")
    }

    /// The tasks that it declares.
    var tasks: [DesiredObject] { desired.objects.filter { $0.kind == .scheduled } }

    /// The same with another text in place of one that it has.
    func replacing(_ old: String, with new: String) async throws -> TaskFiles {
        try #require(text.contains(old))
        return try await TaskFiles(text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new))
    }
}

extension TaskFiles {
    /// Twelve tasks that depend on each other. `zone` is the time zone of two of them.
    static func first(zone: String = "Europe/Berlin") async throws -> TaskFiles {
        try await TaskFiles(
            """
            project: skyblock
            notifications:
              ops: { type: discord, url: "${secret:env:OPS_WEBHOOK}", on: [failed] }
            services:
              wings: { name: Wings Daemon }
              database: { name: Database Host }
            tasks:
              save:
                name: Save Worlds
                schedule: "50 1 * * *"
                depends_on: [wings]
                task: { type: server_command, data: { servers: [all], command: save-all } }
              backup:
                name: Nightly Backup
                description: Back up every world before the restart.
                schedule: "0 2 * * *"
                depends_on: [save, database]
                timeout: 7200
                notify: [ops]
                task: { type: backup, data: { servers: [all], keep: 7 } }
              restart-lobby:
                name: Restart Lobby
                schedule: "0 4 * * 0"
                depends_on: [backup]
                task: { type: server_command, data: { servers: [lobby], command: restart } }
              restart-survival:
                name: Restart Survival
                schedule: "10 4 * * 0"
                depends_on: [backup]
                task: { type: server_command, data: { servers: [survival], command: restart } }
              restart-creative:
                name: Restart Creative
                schedule: "20 4 * * 0"
                depends_on: [backup]
                task: { type: server_command, data: { servers: [creative], command: restart } }
              announce:
                name: Announce Restarts
                schedule: "30 4 * * 0"
                depends_on: [restart-lobby, restart-creative]
                task: { type: server_command, data: { servers: [all], command: say done } }
              update:
                name: Weekly Update
                schedule: "0 5 * * 1"
                depends_on: [backup]
                task: { type: update, data: { servers: [all], backup_first: true } }
              cleanup:
                name: Clean Up Logs
                schedule: "0 6 * * *"
                enabled: false
                task: { type: cleanup, data: { servers: [all], patterns: ["*.log"], directory: /logs } }
              statistics:
                name: Statistics
                schedule: "*/5 * * * *"
                overlap: queue
                task: { type: statistics, data: { servers: [all] } }
              report:
                name: Report
                schedule: "0 8 1 * *"
                depends_on: [statistics]
                task: { type: server_command, data: { servers: [lobby], command: report } }
              warn:
                name: Warn Players
                schedule: "45 3 * * 0"
                timezone: \(zone)
                task: { type: server_command, data: { servers: [all], command: say restart soon } }
              offsite:
                name: Offsite Copy
                schedule: "0 7 * * *"
                timezone: \(zone)
                misfire: run_once
                depends_on: [backup]
                task: { type: backup, data: { servers: [all], keep: 2 } }
            """)
    }

    /// The tasks of `first` after a day's work: edits, a new key, two names swapped, two tasks more and three fewer.
    static func edited(zone: String = "Europe/Berlin") async throws -> TaskFiles {
        try await TaskFiles(
            """
            project: skyblock
            notifications:
              ops: { type: discord, url: "${secret:env:OPS_WEBHOOK}", on: [failed] }
            services:
              wings: { name: Wings Daemon }
              database: { name: Database Host }
            tasks:
              save:
                name: Save Worlds
                description: Ten minutes before the backup.
                schedule: "50 1 * * *"
                depends_on: [wings]
                task: { type: server_command, data: { servers: [all], command: save-all } }
              backup:
                name: Nightly Backup
                description: Back up every world before the restart.
                schedule: "5 2 * * *"
                depends_on: [save, database]
                timeout: 7200
                notify: [ops]
                task: { type: backup, data: { servers: [all], keep: 14 } }
              reboot-lobby:
                formerly: [restart-lobby]
                name: Reboot Lobby
                schedule: "0 4 * * 0"
                depends_on: [backup]
                task: { type: server_command, data: { servers: [lobby], command: restart } }
              restart-survival:
                name: Restart Survival
                schedule: "10 4 * * 0"
                enabled: false
                depends_on: [backup]
                task: { type: server_command, data: { servers: [survival], command: restart } }
              restart-creative:
                name: Restart Creative
                schedule: "20 4 * * 0"
                depends_on: [backup]
                task: { type: server_command, data: { servers: [creative], command: restart } }
              announce:
                name: Announce Restarts
                schedule: "30 4 * * 0"
                depends_on: [reboot-lobby, verify]
                task: { type: server_command, data: { servers: [all], command: say done } }
              cleanup:
                name: Clean Up Logs
                schedule: "0 6 * * *"
                task: { type: cleanup, data: { servers: [all], patterns: ["*.log"], directory: /logs } }
              verify:
                name: Verify Backups
                schedule: "0 3 * * *"
                depends_on: [backup]
                task: { type: server_command, data: { servers: [lobby], command: verify } }
              audit:
                name: Audit
                schedule: "0 9 * * 1"
                depends_on: [verify]
                task: { type: server_command, data: { servers: [lobby], command: audit } }
              warn:
                name: Offsite Copy
                schedule: "45 3 * * 0"
                timezone: \(zone)
                task: { type: server_command, data: { servers: [all], command: say restart soon } }
              offsite:
                name: Warn Players
                schedule: "0 7 * * *"
                timezone: \(zone)
                misfire: run_once
                depends_on: [backup]
                task: { type: backup, data: { servers: [all], keep: 2 } }
            """)
    }
}

extension Timestamp {
    /// As days since 1970-01-01.
    var day: Int { Int(seconds / 86_400) }
}
