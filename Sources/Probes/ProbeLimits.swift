/// How long a probe may take.
package struct ProbeLimits: Sendable, Hashable {
    /// From the start of a check to its end.
    package var check: Duration = .seconds(10)
    /// The same for the greeting of an SFTP server.
    package var greeting: Duration = .seconds(5)
    /// A service that takes longer is degraded.
    package var slow: Duration = .seconds(2)
    /// A certificate that is valid for a shorter time is degraded.
    package var certificateLeft: Duration = .seconds(14 * 86_400)

    package init() {}
}
