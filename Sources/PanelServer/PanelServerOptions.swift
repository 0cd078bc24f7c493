/// How a server listens, and what it lets clients do.
package struct PanelServerOptions: Sendable {
    package var host: String
    /// 0 for any that is free.
    package var port: Int
    /// PEM files.
    package var tls: (certificate: String, key: String)?
    /// The address that clients use, where it is another one; for the OpenAPI document.
    package var publicURL: String?
    /// Per key and minute.
    package var requestsPerMinute = 120_000
    /// Per address and minute.
    package var failedLoginsPerMinute = 60
    package var bodyBytes = 1 << 20
    package var headerBytes = 16 << 10
    /// How long a request may take to arrive.
    package var requestTime: Duration = .seconds(30)
    /// How long a connection is kept without a request.
    package var idleTime: Duration = .seconds(60)
    /// How long a client may take to read a response.
    package var responseTime: Duration = .seconds(30)
    /// At once.
    package var connections = 1_000
    /// Whether each request is logged.
    package var logsRequests = true

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
