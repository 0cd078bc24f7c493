// 06: schedules that the panels run themselves
extension CodeExplanation {
    static let commandWithSlash = Self(
        "a console command begins with a slash",
        """
        Players type commands with a slash, consoles take them without it. A panel sends the text as it is, so most games
        answer that they do not know the command. Nothing on the panel says that it failed.

            - { command: "/say Restart" }       # wrong in the console of most games
            - { command: "say Restart" }        # right
        """)

    static let commandIsPowerSignal = Self(
        "a console command looks like a power signal",
        """
        In `steps`, `command` is always text for the console. `stop` there ends the server program behind the panel's
        back; the panel may take that for a crash and start the server again. A power signal is a step of its own.

            - { command: stop }                 # the text "stop", to the console
            - { power: stop }                   # the power signal
        """)

    static let payloadTooLong = Self(
        "a command is longer than panels keep",
        """
        Panels keep 65,535 bytes of a command, and drop the rest without a word. Send long texts in several steps.
        """)

    static let serveOnlyKey = Self(
        "a schedule has a key that only tasks have",
        """
        Entries of `schedules` are run by the panel itself, whose schedules cannot wait for each other, report their runs,
        or catch up on missed ones. Tasks, which `phoenix serve` runs, can: `depends_on`, `notify`, `overlap`, `misfire`,
        `timeout`, `description`.

            schedules:
              restart: { notify: [ops], … }     # wrong
            tasks:
              restart: { notify: [ops], … }     # right, with phoenix serve
        """)

    static let cronNotOnPanels = Self(
        "panels compute a schedule wrongly",
        """
        Panels accept `29W`, `30W` and `31W`, but in months without that day they run it in the first days of the month.
        `phoenix serve` leaves such months out. Up to `28W` both agree.

            schedule: "0 4 31W * *"             # wrong
            schedule: "0 4 L * *"               # the last day of the month
        """)

    static let scheduleNameTooLong = Self(
        "the name of a schedule is too long together with its marker",
        """
        A panel keeps 191 characters of a schedule's name. At its end phoenix writes a marker with the project, the key
        and digests of what it last applied: it is the only place that a schedule has for it. Shorten the name by the
        number of characters that the message gives, or shorten the key.
        """)

    static let badServerSelector = Self(
        "an entry of servers does not name any",
        """
        `servers` of a schedule takes `all`, `name:GLOB`, `node:NAME`, identifiers and uuids. With `!` in front, an entry
        takes servers out again, so something else must put them in.

            servers: ["!name:test-*"]           # wrong: takes out of nothing
            servers: [all, "!name:test-*"]      # right
            servers: [nam:lobby]                # wrong: there is no such way to name servers
        """)
}
