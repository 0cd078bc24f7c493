package import PhoenixModel

/// The health of one service for people.
package struct HealthText {
    private let style: TextStyle

    package init(style: TextStyle) { self.style = style }

    package func render(_ entry: HealthEntry, _ health: ServiceHealth) -> String {
        let name = TerminalText.escaped(entry.object.fields.name)
        var text = style(.strong, "\(name) (id \(entry.object.id)): \(health.status)") + "\n"
        if let problem = entry.verdict.problem {
            text += "  " + style(.error, TerminalText.escaped(problem)) + "\n"
        }
        let dependencies = health.dependencies.map { "\($0.name) (\($0.status))" }.joined(separator: ", ")
        let resources = health.resources.map { "\($0.name) \(NumberText.text($0.amount))" }.joined(separator: ", ")
        var facts: [(String, String?)] = [
            ("checked", health.checkedAt.map { MomentText.moment($0) }), ("up", uptime(health.uptime)),
        ]
        switch health.detail {
        case .system(let performance): facts += self.facts(of: performance)
        case .scheduled(let history): facts += self.facts(of: history)
        }
        facts += [
            ("depends on", dependencies.isEmpty ? nil : dependencies),
            ("resources", resources.isEmpty ? nil : resources),
        ]
        text += FactList(facts).render()
        if !health.issues.isEmpty { text += "\n" + table(of: health.issues) }
        if case .scheduled(let history) = health.detail, !history.lastRuns.isEmpty {
            text += "\n" + RunTable(style: style).render(history.lastRuns)
        }
        return text
    }

    private func uptime(_ uptime: ServiceHealth.Uptime) -> String? {
        guard let seconds = uptime.seconds else { return nil }
        return MomentText.span(seconds) + (uptime.since.map { ", since \(MomentText.moment($0))" } ?? "")
    }

    private func facts(of performance: ServiceHealth.Performance) -> [(String, String?)] {
        let latency = performance.latency
        func ms(_ number: Double?) -> String { "\(NumberText.text(number)) ms" }
        let window = MomentText.span(performance.windowSeconds)
        return [
            (
                "latency",
                latency.last == nil
                    ? nil
                    : "\(ms(latency.last)), on average \(ms(latency.average)), "
                        + "at most \(ms(latency.p95)) in 95 % of checks"
            ),
            (
                "available",
                performance.availability.map {
                    "\(NumberText.text($0 * 100)) % of \(Plural.text(performance.checks, "check")) in \(window)"
                }
            ),
        ]
    }

    private func facts(of history: ServiceHealth.RunHistory) -> [(String, String?)] {
        let counts = RunResult.allCases.compactMap { result in
            history.counts[result].flatMap { $0 == 0 ? nil : "\($0) \(result.rawValue)" }
        }
        let (late, took) = (history.lateness, history.duration)
        return [
            ("runs", counts.isEmpty ? "none yet" : counts.joined(separator: ", ")),
            (
                "in a row",
                history.consecutiveFailures == 0 ? nil : "\(Plural.text(history.consecutiveFailures, "failure"))"
            ),
            (
                "late by",
                late.last == nil
                    ? nil : "\(MomentText.span(late.last)), at most \(MomentText.span(late.p95)) in 95 % of runs"
            ),
            (
                "took",
                took.last == nil
                    ? nil
                    : "\(MomentText.span(took.last)), on average \(MomentText.span(took.average)), "
                        + "at most \(MomentText.span(took.p95)) in 95 % of runs"
            ),
        ]
    }

    private func table(of issues: [ServiceIssue]) -> String {
        var table = Table(header: ["SEVERITY", "CODE", "LAST SEEN", "TIMES"])
        for issue in issues {
            table.add(
                [issue.severity, issue.code, MomentText.moment(issue.lastSeen), "\(issue.count)"], note: issue.message,
                role: issue.severity == "error" ? .error : .warning)
        }
        return table.render(style, width: 80, flexible: [1])
    }
}
