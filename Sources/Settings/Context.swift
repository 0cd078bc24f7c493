/// A panel, or a store, by a name, with what belongs to it.
package struct Context: Sendable {
    package let name: Configured<String>
    /// nil where the file has it wrong, which is reported.
    package var target: Configured<Target>?
    package var key: Configured<KeySource>?
    /// The panel whose servers have schedules.
    package var clientAPI: ClientAPISettings?
    /// A PEM file with certificate authorities.
    package var caFile: Configured<String>?
    /// Seconds for one request.
    package var timeout: Configured<Int>?
    /// Requests under way at once.
    package var parallelism: Configured<Int>?
}
