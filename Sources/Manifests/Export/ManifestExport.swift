package import PhoenixModel

/// Writes what a panel has as manifests.
///
/// Loading them gives the same fields again, so that a plan right after an export is empty. Secrets are never written:
/// each becomes a reference to an environment variable, and a comment at the top lists them.
package struct ManifestExport: Sendable {
    /// One file and its name.
    package struct File: Sendable, Hashable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Everything in one document.
    package let document: String
    /// The same in several files of one directory.
    package let files: [File]

    /// Exports the objects that `project` owns and references to the system services of the panel.
    ///
    /// With `includesForeign` the tasks come along that nobody owns; they need `--adopt` to be planned. Objects of other
    /// projects stay where they are.
    package init(_ live: LiveState, project: String, includesForeign: Bool = false) {
        var content = ExportContent(live, project: project, includesForeign: includesForeign)
        content.collect()
        document = content.text(of: [.notifications, .services, .tasks])
        var files: [File] = []
        let services = content.text(of: [.services])
        let tasks = content.text(of: [.notifications, .tasks])
        if content.has(.services) { files.append(File(name: "services.yaml", text: services)) }
        if content.has(.tasks) || files.isEmpty { files.append(File(name: "tasks.yaml", text: tasks)) }
        self.files = files
    }
}
