package import PhoenixModel

/// One run for people: what became of it, and its steps.
package struct RunText {
    private let style: TextStyle

    package init(style: TextStyle) { self.style = style }

    package func render(_ run: TaskRun) -> String {
        let title = "Run \(run.id) of \(TerminalText.escaped(run.serviceName)): \(run.standing)"
        var facts: [(String, String?)] = [
            ("trigger", trigger(of: run)),
            ("queued", MomentText.moment(run.queuedAt)),
            ("started", run.startedAt.map { started(run, at: $0) }),
            ("finished", run.finishedAt.map { finished(run, at: $0) }),
            ("servers", servers(of: run.targets)),
            ("reason", run.reason),
        ]
        if let missed = run.missed {
            facts.append(("missed", "\(missed.count) times, up to \(MomentText.moment(missed.last))"))
        }
        var text = style(.strong, title) + "\n" + FactList(facts).render()
        if let steps = run.steps, !steps.isEmpty { text += "\n" + table(of: steps) }
        return text
    }

    private func trigger(of run: TaskRun) -> String {
        let time = run.scheduledFor.map { ", for \(MomentText.moment($0))" } ?? ""
        return switch run.trigger {
        case .schedule: "the schedule\(time)"
        case .manual: "by hand"
        case .catchUp: "catching up\(time)"
        }
    }

    private func started(_ run: TaskRun, at moment: Timestamp) -> String {
        let late = run.lateness.map { ", \(MomentText.span($0)) late" } ?? ""
        let worker = run.worker.map { ", by \($0)" } ?? ""
        return MomentText.moment(moment) + late + worker
    }

    private func finished(_ run: TaskRun, at moment: Timestamp) -> String {
        MomentText.moment(moment) + (run.duration.map { ", after \(MomentText.span($0))" } ?? "")
    }

    private func servers(of targets: TargetCounts) -> String? {
        guard targets.total > 0 else { return nil }
        let counts = [
            (targets.succeeded, "succeeded"), (targets.failed, "failed"), (targets.skipped, "skipped"),
            (targets.unknown, "unknown"),
        ]
        let shown = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "\(targets.total)" + (shown.isEmpty ? "" : ": \(shown.joined(separator: ", "))")
    }

    private func table(of steps: [RunStep]) -> String {
        var table = Table(header: ["#", "SERVER", "NODE", "ACTION", "RESULT", "TOOK", "TRIES"])
        for (index, step) in steps.enumerated() {
            table.add(
                [
                    "\(index + 1)", step.server.name.isEmpty ? step.server.id : step.server.name,
                    step.server.node.isEmpty ? "-" : step.server.node, step.action,
                    step.result?.rawValue ?? step.state.rawValue, step.duration.map { MomentText.span($0) } ?? "-",
                    "\(step.attempts)",
                ], note: step.reason, role: step.result?.role ?? .faint)
        }
        return table.render(style, width: 80, flexible: [1, 2, 3])
    }
}

extension StepResult {
    fileprivate var role: TextStyle.Role {
        switch self {
        case .succeeded, .skipped: .faint
        case .unknown: .warning
        case .failed: .error
        }
    }
}
