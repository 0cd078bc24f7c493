// 09: usage
extension CodeExplanation {
    static let noTarget = Self(
        "it is not said which panel to work on",
        """
        On a continuous-integration machine (`CI` is set) the target must be explicit: a job that forgot its panel would
        otherwise work on an empty one and report success. Give the panel or the store, as an option or by environment.

            phoenix plan -f manifests/ --panel https://panel.example.com
            PHOENIX_STORE=sqlite:panel.db phoenix plan -f manifests/
        """)

    static let severalTargets = Self(
        "both a panel and a store are given",
        """
        `--panel` names a panel to talk to, `--store` the data of the embedded one. One run works on one of them; leave
        the other out.

            phoenix plan -f manifests/ --panel https://panel.example.com
        """)

    static let emptyTarget = Self(
        "the target is set, but empty",
        """
        An option or a variable that names the panel, the store or the context is there, and has no text: most often a
        variable of a CI system that is not defined in this job. It is an error, because falling back to another target
        would change the wrong panel. Set it, or unset it.

            unset PHOENIX_PANEL
        """)

    static let confirmationNeeded = Self(
        "nobody can be asked",
        """
        `phoenix apply` asks before it changes a panel. There is no terminal here to ask on, so say yes beforehand.
        Nothing was changed.

            phoenix apply -f manifests/ --yes
        """)

    static let outputOverInput = Self(
        "a file would be replaced that is not an earlier result",
        """
        An option names a file to write to that this run reads from or keeps its data in: a manifest, a store, an API key,
        certificate authorities, a saved plan. By another name or a link it is the same file. `plan --out` also leaves
        every file alone that is not a plan. Nothing was changed; name another file.

            phoenix plan -f manifests/ --out next.plan
        """)

    static let outputFailed = Self(
        "a file cannot be written",
        """
        A file that phoenix was to write could not be made or written; the message has the system's reason. Files that
        exist are not overwritten where that was not asked for.

            df -h . ; ls -ld .
        """)
}
