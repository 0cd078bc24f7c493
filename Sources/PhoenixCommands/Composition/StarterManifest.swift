/// The manifest that `phoenix init` writes.
enum StarterManifest {
    static func text(project: String) -> String {
        """
        # The services and tasks of one project. `phoenix explain tasks` lists the fields.
        project: \(project)

        services:
          wings: { name: Wings Daemon }      # a system service that tasks depend on

        tasks:
          nightly-backup:                    # the key: keep it when the name changes
            name: Nightly Backup
            description: Back up every server before the day starts.
            schedule: "H 2 * * *"            # H: a minute derived from the key, the same on every run
            timezone: UTC
            depends_on: [wings]
            task:
              type: backup
              data: { servers: [all], keep: 7 }

          weekly-restart:
            name: Weekly Restart
            schedule: "0 4 * * SUN"
            depends_on: [wings]
            task:
              type: server_command
              data: { servers: [all], command: restart, delay_between: 60 }

        """
    }
}
