/// The panel whose servers tasks and schedules work on, as a configuration file names it.
package struct ClientAPISettings: Sendable {
    package let url: Configured<String>
    /// nil where the file does not say it: the key is in the environment or in an option then.
    package let key: Configured<KeySource>?
    /// A PEM file with authorities that are trusted beside the system's.
    package let caFile: Configured<String>?
}
