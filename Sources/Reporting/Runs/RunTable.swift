package import PhoenixModel

/// Runs as a table for people, with what is to be said of each below it. It fits 80 columns.
package struct RunTable {
    private let style: TextStyle

    package init(style: TextStyle) { self.style = style }

    package func render(_ runs: [TaskRun]) -> String {
        var table = Table(header: ["ID", "TASK", "WHEN", "RESULT", "TOOK", "SERVERS"])
        for run in runs {
            table.add(
                [
                    run.id, run.serviceName, MomentText.moment(run.startedAt ?? run.scheduledFor ?? run.queuedAt),
                    run.standing, run.duration.map { MomentText.span($0) } ?? "-", Self.servers(of: run.targets),
                ], note: Self.note(of: run), role: run.result?.role ?? .faint)
        }
        return table.render(style, width: 80, flexible: [1])
    }

    private static func note(of run: TaskRun) -> String? {
        let times = run.missed.map { "\($0.count) times, up to \(MomentText.moment($0.last))" }
        let parts = [times, run.reason].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// `2/3`: those that succeeded of all.
    private static func servers(of targets: TargetCounts) -> String {
        targets.total == 0 ? "-" : "\(targets.succeeded)/\(targets.total)"
    }
}

extension TaskRun {
    /// Its result, or how far it is.
    var standing: String { result?.rawValue ?? state.rawValue }
}

extension RunResult {
    /// The colour of what is said of it.
    var role: TextStyle.Role {
        switch self {
        case .succeeded, .skipped: .faint
        case .partial, .missed: .warning
        case .failed: .error
        }
    }
}
