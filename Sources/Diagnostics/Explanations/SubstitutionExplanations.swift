// 04: substitution
extension CodeExplanation {
    static let undefinedVariable = Self(
        "an environment variable is not set",
        """
        `${env:NAME}` or `${secret:env:NAME}` names a variable that is not set. An empty text is never put in its
        place: a command or a URL with a hole in it would be sent to the panel. Set the variable, or give a default,
        which also counts where the variable is set but empty.

            NODE=node1.example.com phoenix plan -f manifests/
            host: "${env:NODE:-node1.example.com}"
        """)

    static let undefinedName = Self(
        "a name is not one of for_each",
        """
        `${name}` stands for a value of this task's `for_each`, and there is no such name in it. Environment variables
        need `env:`, and a literal `${` is written `$${`.

            "restart-${sever}":                                  # wrong: misspelt
              for_each: { server: [lobby, survival] }

            "restart-${server}":                                 # right
              for_each: { server: [lobby, survival] }
        """)

    static let substitutionFileUnreadable = Self(
        "a file of a substitution cannot be read",
        """
        `${file:path}` and `${secret:file:path}` read a text from a file. The path is relative to the manifest, not to
        the directory you run phoenix in, and one final line break is dropped.

            manifests/tasks.yaml:
              command: "${file:motd.txt}"       # reads manifests/motd.txt
        """)

    static let secretNotAllowed = Self(
        "a secret stands where everybody would see it",
        """
        A secret is never printed, logged or written to a plan or report. Keys, names and schedules are shown
        everywhere, on the panel too, so no secret can stand in them. Secrets belong into `url` of a notification,
        `command`, `variables`, and the `token` or `password` of a probe.

            name: "Backup ${secret:env:TOKEN}"              # wrong
            url: "${secret:env:OPS_WEBHOOK}"                # right
        """)

    static let plainSecret = Self(
        "a variable that sounds like a secret is read as plain text",
        """
        The name of the variable speaks of a token, key, password or webhook, but `${env:…}` is plain text: its value
        is shown in plans, logs and reports. With `secret:` in front of it, it is secret by type and shown as
        `(secret #1)`. It is a warning, because the name may mislead.

            url: "${env:OPS_WEBHOOK}"               # shown
            url: "${secret:env:OPS_WEBHOOK}"        # never shown
        """)

    static let badSubstitution = Self(
        "a substitution cannot be read",
        """
        A text has `${` without a closing brace, or something in between that phoenix does not know. There are
        `${env:NAME}`, `${env:NAME:-default}`, `${file:path}`, `${secret:env:NAME}`, `${secret:file:path}` and
        `${name}` of `for_each`. For a literal `${` write `$${`.

            command: "say ${player"                 # wrong
            command: "say $${player}"               # right: the console sees ${player}
        """)

    static let matrixTooLarge = Self(
        "for_each makes too many tasks",
        """
        Several names in `for_each` make one task for each combination of their values: three lists of a hundred
        values are a million tasks. That is taken for a mistake. Split the block, or use `servers: ["name:lobby-*"]`,
        which reaches many servers with one task.

            for_each: { server: [a, b, c], day: [1, 3, 5] }      # nine tasks
        """)
}
