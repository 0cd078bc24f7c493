package import PhoenixModel

/// One line that says what a set of manifests holds.
package struct ManifestSummary: Sendable {
    package let text: String

    package init(_ desired: DesiredState, fileCount: Int) {
        let tasks = desired.objects.count { $0.kind == .scheduled }
        let services = desired.objects.count - tasks
        let counts = "\(Plural.text(tasks, "task")) and \(Plural.text(services, "service"))"
        text = "Valid: \(counts) of project \(desired.project) in \(Plural.text(fileCount, "file")).\n"
    }
}
