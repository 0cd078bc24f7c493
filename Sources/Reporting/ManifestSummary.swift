package import PhoenixModel

/// What a set of manifests holds: one line, and the real start of each step of the schedules that the panel runs.
package struct ManifestSummary: Sendable {
    package let text: String

    package init(_ desired: DesiredState, fileCount: Int) {
        let tasks = desired.objects.count { if case .scheduled = $0.kind { true } else { false } }
        let services = desired.objects.count - tasks
        var counts = "\(Plural.text(tasks, "task")) and \(Plural.text(services, "service"))"
        if !desired.schedules.isEmpty {
            counts =
                "\(Plural.text(tasks, "task")), \(Plural.text(services, "service")) and "
                + Plural.text(desired.schedules.count, "schedule")
        }
        text =
            "Valid: \(counts) of project \(desired.project) in \(Plural.text(fileCount, "file")).\n"
            + ScheduleTimes(desired.schedules).text
    }
}
