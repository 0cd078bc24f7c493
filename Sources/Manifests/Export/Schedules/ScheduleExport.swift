package import PhoenixModel

/// Writes the schedules that servers have as entries of `schedules`.
///
/// Schedules that are alike on several servers are one entry. Loading the text gives the same on each server again, so a
/// plan right after an export is empty.
package struct ScheduleExport: Sendable {
    /// One manifest.
    package let document: String
    /// What manifests cannot say, and is not in the document: a sentence for each, to stand behind "left out:".
    package let omissions: [String]

    /// - Parameters:
    ///   - live: the schedules of the servers that were read.
    ///   - project: whose schedules are written.
    ///   - includesForeign: whether those are written too that nobody owns; they need `--adopt` to be planned.
    package init(_ live: LiveState, project: String, includesForeign: Bool = false) {
        let objects = live.objects.filter { object in
            guard object.kind == .native else { return false }
            switch object.ownership {
            case .owned(let ownership): return ownership.project == project
            case .none: return includesForeign
            // Nobody can tell whose it is.
            case .unreadable: return false
            }
        }
        var content = ScheduleExportContent(live.serverNames, project: project)
        for group in ScheduleGroups(objects, project: project).groups { content.add(group) }
        document = content.text
        omissions = content.omissions
    }
}
