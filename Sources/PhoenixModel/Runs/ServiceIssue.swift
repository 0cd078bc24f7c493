/// An error or warning about a service, seen once or more. A service has one of each code at most.
package struct ServiceIssue: Sendable, Hashable {
    /// `error` or `warning`.
    package let severity: String
    package let code: String
    /// For people, without secrets; of the last time.
    package var message: String
    package var firstSeen: Timestamp
    package let lastSeen: Timestamp
    package var count: Int

    package init(
        severity: String, code: String, message: String, firstSeen: Timestamp, lastSeen: Timestamp, count: Int = 1
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.count = count
    }
}
