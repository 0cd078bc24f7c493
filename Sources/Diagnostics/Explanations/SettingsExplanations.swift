// What the contexts file and the API keys of panels lead to.
extension CodeExplanation {
    static let contextUnknown = Self(
        "there is no context of that name",
        """
        `--context`, `PHOENIX_CONTEXT` or `current` names a context that ~/.config/phoenix/config.yaml does not have.
        Nothing is guessed, because another context is another panel. Look at the spelling, or add the context.

            contexts:
              production: { panel: "https://panel.example.com", api_key: { env: PANEL_KEY } }
        """)

    static let keyFileExposed = Self(
        "others can read the file with the API key",
        """
        A key opens the panel to whoever has it, so its file must belong to you or to root, and nobody else may read or
        write it. Close it; if other people use this machine, replace the key as well. A file that others can read, but not
        write, is accepted on a read-only mount, and elsewhere with --insecure-key-file.

            chmod 600 ~/.config/phoenix/production.key
        """)

    static let keyMissing = Self(
        "a panel needs an API key, and none is given",
        """
        Panels answer nobody without a key. It never stands in an argument, where every user of the machine could see
        it: there is the variable, the file, and the context that names one of these.

            PHOENIX_API_KEY=... phoenix plan -f manifests/ --panel https://panel.example.com
            phoenix plan -f manifests/ --panel https://panel.example.com --api-key-file panel.key
        """)

    static let keyUnusable = Self(
        "what should be an API key is none",
        """
        A key is one word of printable ASCII characters. The file or variable that it is taken from cannot be read, is
        empty, or has something else in it: several lines, spaces, or far more text than a key has.

            wc -l -c panel.key             # one line, less than 4,096 bytes
            chmod 600 panel.key
        """)

    static let keyInFile = Self(
        "an API key stands in a configuration file",
        """
        Configuration files are copied, shown and committed, and a key that stands in one goes along. Say where the key
        is to be found: in a variable of the environment, or in a file that only you can read.

            api_key: { env: PANEL_KEY }
            api_key: { file: ~/.config/phoenix/production.key }
        """)
}
