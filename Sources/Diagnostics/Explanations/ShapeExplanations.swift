// 03: shape and values
extension CodeExplanation {
    static let unknownKey = Self(
        "an unknown key",
        """
        The mapping has a key that phoenix does not know. This is an error, because a misspelt key would otherwise be
        ignored silently, and the task would run with a default that nobody chose. The message names the closest known
        key. The key may also be on the wrong level: `keep`, for example, belongs in `task.data`.

            shedule: "0 2 * * *"            # wrong
            schedule: "0 2 * * *"           # right

            phoenix explain tasks.KEY       # all keys of a task
        """)

    static let wrongType = Self(
        "a value has the wrong type",
        """
        The value does not have the type of its field. Plain values are read according to the type of their field:
        `name: 08` is the text 08. The only booleans are `true` and `false`; `yes`, `no`, `on` and `off` are not
        accepted, because YAML versions disagree about them.

            enabled: yes                    # wrong
            enabled: true                   # right

            servers: lobby                  # wrong: a text
            servers: [lobby]                # right: a list
        """)

    static let missingKey = Self(
        "a required key is missing",
        """
        The mapping lacks a key that has no default. A task needs `schedule` and `task`; `task` needs `type` and
        `data`; the required keys of `data` depend on the type.

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
        `08` is eight to people, an invalid octal number to YAML 1.1 and a text to YAML 1.2. phoenix does not guess
        which of these is meant in a field that takes a number: remove the zero. In a field that takes text, `08` is
        the text 08.

            keep: 08                        # wrong
            keep: 8                         # right
        """)

    static let valueOutOfRange = Self(
        "a value is not allowed",
        """
        The value has the right type, but it is too large, too small or too long, is not one of the allowed words, or
        has the wrong form. The panel would refuse it with 422; phoenix reports it before anything is sent.

            task: { type: backup, data: { servers: [all], keep: 0 } }         # wrong: 1 to 1000
            task: { type: backup, data: { servers: [all], keep: 7 } }         # right

            phoenix explain tasks.KEY.task.data.keep      # type, range and default
        """)

    static let badKey = Self(
        "a key or project name has the wrong form",
        """
        Keys and project names are written to the panel and must stay readable and stable there. Their form is
        `[a-z0-9][a-z0-9._-]{0,62}`: up to 63 lower-case letters, digits, dots, underscores and dashes, starting with a
        letter or digit. The name that people see on the panel is `name`, which can be any text.

            Nightly Backup:                 # wrong
              schedule: "0 2 * * *"

            nightly-backup:                 # right
              name: Nightly Backup
              schedule: "0 2 * * *"
        """)

    static let badDuration = Self(
        "a time span cannot be read",
        """
        Time spans are whole numbers of seconds, minutes or hours: `90` and `90s` are 90 seconds, `4m` is 4 minutes and
        `1h` is 1 hour. Days, fractions and sums are not read.

            - { after: 1.5m, power: restart }       # wrong
            - { after: 90s, power: restart }        # right
        """)
}
