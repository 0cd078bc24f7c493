/// Checks services.
package protocol ServiceProbing: Sendable {
    /// Checks once, within a limit of its own. What goes wrong is in the result. One that is cancelled returns soon,
    /// and its result means nothing.
    func check(_ configuration: ProbeConfiguration) async -> ProbeResult
}
