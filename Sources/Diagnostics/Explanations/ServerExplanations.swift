// What `phoenix serve` and `phoenix keys` say.
extension CodeExplanation {
    static let serverFailed = Self(
        "the server cannot serve",
        """
        `phoenix serve` could not begin to listen, or could not go on. Most often another process has the port; the
        message has the reason, and names the TLS file where one is to blame.

            phoenix serve --listen 127.0.0.1:8090
        """)

    static let apiKeyRefused = Self(
        "an API key cannot be made or ended",
        """
        Names of keys are unique in a store, so that `phoenix keys revoke` ends the one that is meant. Revoke the old key
        first, or give the new one another name.

            phoenix keys list
        """)

    static let plainTextServer = Self(
        "keys would cross the network in plain text",
        """
        A server that is reached from other machines needs TLS: whoever sees a request has its key. Give a certificate,
        or leave TLS to a proxy in front and say so with --insecure. On 127.0.0.1 no TLS is needed.

            phoenix serve --listen 0.0.0.0:8088 --tls-cert cert.pem --tls-key key.pem
        """)
}
