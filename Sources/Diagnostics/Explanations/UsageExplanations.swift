// 09: usage
extension CodeExplanation {
    static let noTarget = Self(
        "no panel is given",
        """
        On a continuous-integration machine (`CI` is set) the target must be explicit. Otherwise a job without a panel
        would work on an empty embedded panel and report success. Give the panel or the store, with an option or an
        environment variable.

            phoenix plan -f manifests/ --panel https://panel.example.com
            PHOENIX_STORE=sqlite:panel.db phoenix plan -f manifests/
        """)

    static let severalTargets = Self(
        "both a panel and a store are given",
        """
        `--panel` names a panel to connect to, and `--store` names the data of the embedded panel. A run works on only
        one of them; leave the other out.

            phoenix plan -f manifests/ --panel https://panel.example.com
        """)

    static let emptyTarget = Self(
        "the target is set, but empty",
        """
        An option or a variable that names the panel, the store or the context is set but empty. Most often a variable of
        a CI system is not defined in this job. This is an error, because another target would be the wrong panel. Set
        the variable, or unset it.

            unset PHOENIX_PANEL
        """)

    static let confirmationNeeded = Self(
        "confirmation is not possible",
        """
        `phoenix apply` asks for confirmation before it changes a panel. There is no terminal to ask on, so confirm with
        --yes. Nothing was changed.

            phoenix apply -f manifests/ --yes
        """)

    static let outputOverInput = Self(
        "an output file is not an earlier result",
        """
        An option names an output file that this run reads, or keeps its data in: a manifest, a store, an API key,
        certificate authorities, a saved plan. Another name or a link for the same file makes no difference. `plan --out`
        also refuses to overwrite a file that is not a plan. Nothing was changed; name another file.

            phoenix plan -f manifests/ --out next.plan
        """)

    static let outputFailed = Self(
        "a file cannot be written",
        """
        A file could not be created or written; the message gives the system's reason. Existing files are not
        overwritten unless you ask for it.

            df -h . ; ls -ld .
        """)
}
