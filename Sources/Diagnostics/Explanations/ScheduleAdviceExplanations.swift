// 06: what panels do with schedules
extension CodeExplanation {
    static let powerTooSoon = Self(
        "a schedule sends two power signals too close together",
        """
        Panels do not wait until a server has stopped or started: the next step comes when its time has come. A power
        signal that arrives while another is under way is accepted, and lost.

            - { power: stop }
            - { power: start }                  # wrong: the server is still stopping
            - { power: restart }                # right: one signal for both

        A task of type `sequence`, which `phoenix serve` runs, can wait for the state of a server.
        """)

    static let runsInClockChange = Self(
        "a schedule runs in an hour that clocks change",
        """
        When clocks are set forward, an hour does not come; when they are set back, it comes twice. Panels leave runs of
        the first out or do them later, and do those of the second twice. In UTC clocks never change.

            schedule: "30 2 * * *"              # in Europe/Berlin: at 03:30 in March, twice in October
            schedule: "30 5 * * *"
        """)

    static let backupsTooClose = Self(
        "a server gets more than two backups within ten minutes",
        """
        Panels make at most two backups of a server in ten minutes, deleted ones included. The third fails, and a step
        that fails ends its schedule without a word. Leave more time, or do without one of them.
        """)

    static let backupsAtOnce = Self(
        "many backups start in one minute",
        """
        Backups load the disk of a node. When those of many servers start in one minute, they slow each other and all
        servers of the node. `H` stands for a minute that differs from server to server, and stays the same for each.

            schedule: "0 4 * * *"               # all at 04:00
            schedule: "H 4 * * *"               # spread from 04:00 to 04:59

            limits: { heavy_starts: 8 }         # how many may start in one minute; 4 by default
        """)

    static let doneTwice = Self(
        "the panel and phoenix serve do the same to a server",
        """
        Entries of `schedules` are run by the panel, tasks by `phoenix serve`. Where both restart or back up a server at
        nearly the same time, it happens twice. Keep one of the two.
        """)

    static let backupsForbidden = Self(
        "a schedule makes backups of a server that may have none",
        """
        The panel allows the server no backups, so the step fails, and a step that fails ends its schedule without a word.
        Raise the limit of the server on the panel, or take the server out of the schedule.

            servers: [all, "!name:lobby-*"]
        """)
}
