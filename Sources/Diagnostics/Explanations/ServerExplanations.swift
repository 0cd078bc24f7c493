// What `phoenix serve` and `phoenix keys` say.
extension CodeExplanation {
    static let serverFailed = Self(
        "the server cannot serve",
        """
        `phoenix serve` could not start to listen, or could not continue. Most often another process uses the port. The
        message gives the reason, and names the TLS file if that is the cause.

            phoenix serve --listen 127.0.0.1:8090
        """)

    static let apiKeyRefused = Self(
        "an API key cannot be created or revoked",
        """
        Names of keys are unique in a store, so that `phoenix keys revoke` revokes the right one. Revoke the old key
        first, or give the new key another name.

            phoenix keys list
        """)

    static let plainTextServer = Self(
        "keys would cross the network in plain text",
        """
        A server that other machines can reach needs TLS, because anybody who sees a request can read its key. Give a
        certificate, or use --insecure if a proxy in front of the server provides TLS. On 127.0.0.1 no TLS is needed.

            phoenix serve --listen 0.0.0.0:8088 --tls-cert cert.pem --tls-key key.pem
        """)
}
