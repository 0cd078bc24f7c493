// 04: substitution
extension CodeExplanation {
    static let undefinedVariable = Self(
        "an environment variable is not set",
        """
        `${env:NAME}` or `${secret:env:NAME}` names a variable that is not set. phoenix does not replace it with an empty
        text, because an incomplete command or URL would be sent to the panel. Set the variable or give a default,
        which is also used when the variable is set but empty.

            NODE=node1.example.com phoenix plan -f manifests/
            host: "${env:NODE:-node1.example.com}"
        """)

    static let undefinedName = Self(
        "a name is not one of for_each",
        """
        `${name}` is replaced by a value of this task's `for_each`, but `for_each` has no such name. Environment
        variables need `env:`, and a literal `${` is written `$${`.

            "restart-${sever}":                                  # wrong: misspelt
              for_each: { server: [lobby, survival] }

            "restart-${server}":                                 # right
              for_each: { server: [lobby, survival] }
        """)

    static let substitutionFileUnreadable = Self(
        "a file of a substitution cannot be read",
        """
        `${file:path}` and `${secret:file:path}` read a text from a file. The path is relative to the manifest, not to
        the directory in which you run phoenix. One final line break is removed from the text.

            manifests/tasks.yaml:
              command: "${file:motd.txt}"       # reads manifests/motd.txt
        """)

    static let secretNotAllowed = Self(
        "a secret is used where everybody would see it",
        """
        A secret is never printed, logged or written to a plan or report. Keys, names and schedules are shown
        everywhere, even on the panel, so they cannot contain secrets. Use secrets in the `url` of a notification, in
        `command` and `variables`, and in the `token` or `password` of a probe.

            name: "Backup ${secret:env:TOKEN}"              # wrong
            url: "${secret:env:OPS_WEBHOOK}"                # right
        """)

    static let plainSecret = Self(
        "a variable that sounds like a secret is read as plain text",
        """
        The name of the variable suggests a token, key, password or webhook, but `${env:…}` is plain text: its value is
        shown in plans, logs and reports. With `secret:` in front of it, the value is a secret and is shown as
        `(secret #1)`. This is a warning, because the name may be misleading.

            url: "${env:OPS_WEBHOOK}"               # shown
            url: "${secret:env:OPS_WEBHOOK}"        # never shown
        """)

    static let badSubstitution = Self(
        "a substitution cannot be read",
        """
        A text has `${` without a closing brace, or with unknown text inside the braces. The substitutions are
        `${env:NAME}`, `${env:NAME:-default}`, `${file:path}`, `${secret:env:NAME}`, `${secret:file:path}`, and
        `${name}` for a name of `for_each`. For a literal `${` write `$${`.

            command: "say ${player"                 # wrong
            command: "say $${player}"               # right: the console sees ${player}
        """)

    static let matrixTooLarge = Self(
        "for_each creates too many tasks",
        """
        With several names, `for_each` creates one task for each combination of their values: three lists of a hundred
        values are a million tasks. phoenix considers this a mistake. Split the block, or use
        `servers: ["name:lobby-*"]`, which covers many servers with one task.

            for_each: { server: [a, b, c], day: [1, 3, 5] }      # nine tasks
        """)
}
