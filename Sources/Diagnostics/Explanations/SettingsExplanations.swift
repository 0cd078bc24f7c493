// What the contexts file and the API keys of panels lead to.
extension CodeExplanation {
    static let contextUnknown = Self(
        "there is no context with this name",
        """
        `--context`, `PHOENIX_CONTEXT` or `current` names a context that ~/.config/phoenix/config.yaml does not have.
        phoenix does not guess, because another context is another panel. Check the spelling, or add the context.

            contexts:
              production: { panel: "https://panel.example.com", api_key: { env: PANEL_KEY } }
        """)

    static let keyFileExposed = Self(
        "others can read the file with the API key",
        """
        Anybody who has the key can use the panel, so its file must belong to you or to root, and nobody else may read or
        write it. Change its permissions; if other people use this machine, replace the key as well. A file that others
        can read but not write is accepted on a read-only mount, and elsewhere with --insecure-key-file.

            chmod 600 ~/.config/phoenix/production.key
        """)

    static let keyMissing = Self(
        "a panel needs an API key, and none is given",
        """
        Every request to a panel needs a key. There is no option for the key itself, because every user of the machine
        could see it. Use the variable, a file, or a context that names one of these.

            PHOENIX_API_KEY=... phoenix plan -f manifests/ --panel https://panel.example.com
            phoenix plan -f manifests/ --panel https://panel.example.com --api-key-file panel.key
        """)

    static let keyUnusable = Self(
        "not a valid API key",
        """
        A key is one word of printable ASCII characters. The file or variable that should contain it cannot be read, is
        empty, or contains something else: several lines, spaces, or far more text than a key has.

            wc -l -c panel.key             # one line, less than 4,096 bytes
            chmod 600 panel.key
        """)

    static let keyInFile = Self(
        "a configuration file contains an API key",
        """
        Configuration files are copied, shown and committed, and a key in such a file would be exposed. Say where the key
        is: in an environment variable, or in a file that only you can read.

            api_key: { env: PANEL_KEY }
            api_key: { file: ~/.config/phoenix/production.key }
        """)
}
