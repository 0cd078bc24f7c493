package import PhoenixModel

/// The system services that every new store holds.
package enum SystemServices {
    /// In ascending order of their ids, which are 1 to 4.
    package static func initial(at moment: Timestamp) -> [ServiceRecord] {
        [
            make(1, "wings_daemon", "Wings Daemon", "Server container management service", moment, isCritical: true),
            make(2, "database_host", "Database Host", "Game server database service", moment, isCritical: true),
            make(3, "job_processor", "Job Processor", "Background and queued task service", moment, dependsOn: [2]),
            make(4, "sftp_server", "SFTP Server", "File transfer service", moment, dependsOn: [1]),
        ]
    }

    private static func make(
        _ id: Int64, _ kind: String, _ name: String, _ description: String, _ moment: Timestamp,
        isCritical: Bool = false, dependsOn: [Int64] = []
    ) -> ServiceRecord {
        var record = ServiceRecord(id: id, kind: .system, name: name, createdAt: moment)
        record.systemKind = kind
        record.description = description
        record.isCritical = isCritical
        record.dependsOn = dependsOn
        return record
    }
}
