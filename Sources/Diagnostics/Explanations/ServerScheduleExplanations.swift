// Schedules that the panels run themselves.
extension CodeExplanation {
    static let serverUnreadable = Self(
        "the schedules of a server cannot be read",
        """
        The panel refuses to show the schedules of this server: it is suspended, being installed, transferred or restored,
        its node is in maintenance, the key may not see it, or it is gone. Nothing is known of its schedules, so none is
        created, changed or deleted there; everything else goes on. `drift` ends with 1 for such a server, because it
        cannot say that nothing has changed.

            phoenix drift -f manifests/ --ignore-unreadable
        """)

    static let serverUnmatched = Self(
        "no server matches a selector",
        """
        An entry of `servers` means none of the servers that the key may see: a glob over names, a node or `all`, or one
        of these behind `!`. A misspelt one would silently leave servers out. A server that is named by its identifier and
        is not there is an error instead.

            servers: [all, "!name:test-*"]
        """)

    static let stepUnsupported = Self(
        "the panel cannot do a step",
        """
        The schedule has a step that this panel does not know. `delete_files` exists on Pelican panels alone. Use a
        command of the game, or a task of `phoenix serve` with the type `cleanup`, which works on every panel.
        """)

    static let clientAPIMissing = Self(
        "no Client API is given",
        """
        The files have `schedules`, which the panel itself runs. They are reached through its Client API, at the address
        where people open the panel, with a key from Account → API Credentials (`ptlc_…`, on Pelican `pacc_…`). Give both
        in one of three ways: the options, the variables of the environment, or the context.

            PHOENIX_CLIENT_API_KEY=… phoenix plan -f schedules/ --client-api https://panel.example.com

            contexts:
              prod:
                client_api: { url: https://panel.example.com, api_key_env: PROD_CLIENT_KEY }
        """)
}
