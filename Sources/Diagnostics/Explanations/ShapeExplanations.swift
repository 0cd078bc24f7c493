// 03: shape and values
extension CodeExplanation {
    static let unknownKey = Self(
        "a key is not known here",
        """
        The mapping has a key that phoenix does not know. It is an error, because a misspelt key would otherwise be
        ignored without a word: the task would run with a default that nobody chose. The message names the closest
        known key. Mind the level, too: `keep` belongs into `task.data`.

            shedule: "0 2 * * *"            # wrong
            schedule: "0 2 * * *"           # right

            phoenix explain tasks.KEY       # all keys of a task
        """)

    static let wrongType = Self(
        "a value has the wrong type",
        """
        The field takes another type of value than what stands there. Plain values are read by the type of their
        field: `name: 08` is the text 08. Booleans are `true` and `false` alone; `yes`, `no`, `on` and `off` are not,
        because YAML versions disagree about them.

            enabled: yes                    # wrong
            enabled: true                   # right

            servers: lobby                  # wrong: a text
            servers: [lobby]                # right: a list
        """)

    static let missingKey = Self(
        "a required key is missing",
        """
        The mapping lacks a key that has no default. A task needs `schedule` and `task`; the task needs `type` and
        `data`; what data needs depends on the type.

            tasks:
              backup:
                schedule: "0 2 * * *"
                task: { type: backup, data: { keep: 7 } }                     # wrong: of which servers?
                task: { type: backup, data: { servers: [all], keep: 7 } }     # right

            phoenix explain tasks.KEY.task.data
        """)

    static let leadingZero = Self(
        "a number starts with a zero",
        """
        `08` is eight to people, an octal number to YAML 1.1 and a text to YAML 1.2. In a field that takes a number
        that is never guessed. Drop the zero. In a field that takes text, `08` is the text 08 and needs nothing.

            keep: 08                        # wrong
            keep: 8                         # right
        """)

    static let valueOutOfRange = Self(
        "a value is not allowed",
        """
        The value has the right type, but is too large, too small, too long, not one of the allowed words, or not of
        the right form. The panel would refuse it with 422; phoenix says so before anything is sent.

            task: { type: backup, data: { servers: [all], keep: 0 } }         # wrong: 1 to 1000
            task: { type: backup, data: { servers: [all], keep: 7 } }         # right

            phoenix explain tasks.KEY.task.data.keep      # type, range and default
        """)

    static let badKey = Self(
        "a key or project name has the wrong form",
        """
        Keys and project names are written into the panel and must stay readable and stable there:
        `[a-z0-9][a-z0-9._-]{0,62}`, that is up to 63 lower-case letters, digits, dots, underscores and dashes,
        starting with a letter or digit. What people see on the panel is `name`, which can be anything.

            Nightly Backup:                 # wrong
              schedule: "0 2 * * *"

            nightly-backup:                 # right
              name: Nightly Backup
              schedule: "0 2 * * *"
        """)
}
