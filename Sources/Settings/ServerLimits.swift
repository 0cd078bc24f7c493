/// What clients of a server may do; nil for what the file leaves as it is.
package struct ServerLimits: Sendable, Hashable {
    /// For one key.
    package internal(set) var requestsPerMinute: Int?
    /// From one address.
    package internal(set) var failedLoginsPerMinute: Int?
    package internal(set) var bodyBytes: Int?
    package internal(set) var headerBytes: Int?
    /// How long a request may take to arrive.
    package internal(set) var requestSeconds: Int?
    /// How long a client may take to read a response.
    package internal(set) var responseSeconds: Int?
    /// How long a connection is kept without a request.
    package internal(set) var idleSeconds: Int?
    /// At once.
    package internal(set) var connections: Int?
}
