package import Diagnostics
package import PhoenixModel

/// What the manifests of one run say, or what is wrong with them.
package struct LoadedManifests: Sendable {
    /// nil when there is an error among the diagnostics.
    package let desired: DesiredState?
    /// Every error and warning of all files, in reading order.
    package private(set) var diagnostics: [Diagnostic]
    /// The texts that the spans point into. A file that could not be read is there without bytes.
    package let sources: SourceMap
    /// How many files were read, standard input among them.
    package let fileCount: Int
    /// The targets that the set may be applied to: every one of these must allow a target.
    package let panels: [PanelBinding]
    /// The notifications by their names, where they are free of errors.
    let notifications: [(name: String, value: Value)]
    /// How many backups, updates and restarts may start in one minute without a warning.
    package let heavyStarts: Int
    /// Where the patches stand that the entries have, by key.
    package let patches: [String: [SourceSpan]]
    /// What the set was made of. Nobody asks for it; but to free it takes longer than to check the set, so it stays for
    /// as long as this does.
    let remains: [FileContents]

    /// Takes out what somebody says better who knows more than the files.
    package mutating func leaveOut(_ code: DiagnosticCode) { diagnostics.removeAll { $0.code == code } }
}
