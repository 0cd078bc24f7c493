package import Diagnostics

/// Why settings cannot be made use of.
package struct SettingsFailure: Error {
    package let diagnostics: [Diagnostic]
    /// The files that places in them lie in.
    package let sources: SourceMap
}
