import Diagnostics
import PhoenixModel

/// A report for test result viewers: a case an object, or for `validate` a case a file.
struct JUnitReport {
    private struct Case {
        let name: String
        var failures: [(type: String, message: String, text: String)] = []
        var isSkipped = false
    }

    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    var text: String {
        let cases = cases
        let name = "phoenix \(report.command.rawValue)"
        let failed = cases.count { !$0.failures.isEmpty }
        let counts = "tests=\"\(cases.count)\" failures=\"\(failed)\" errors=\"0\""
        let skipped = cases.count(where: \.isSkipped)
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"\(name)\" \(counts)>\n"
        text += "  <testsuite name=\"\(name)\" \(counts) skipped=\"\(skipped)\" time=\"0\">\n"
        for each in cases { text += render(each) }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    private func render(_ each: Case) -> String {
        let className = XMLText.attribute("phoenix.\(report.plan?.project ?? report.command.rawValue)")
        let head = "    <testcase name=\"\(XMLText.attribute(each.name))\" classname=\"\(className)\" time=\"0\""
        if each.isSkipped { return "\(head)>\n      <skipped/>\n    </testcase>\n" }
        // One failure a case: there are readers that look at the first alone.
        guard let first = each.failures.first else { return "\(head)/>\n" }
        let body = each.failures.map(\.text).joined(separator: "\n\n")
        return """
            \(head)>
                  <failure type="\(XMLText.attribute(first.type))" message="\(XMLText.attribute(first.message))">\
            \(XMLText.content(body))</failure>
                </testcase>

            """
    }

    private var cases: [Case] {
        if let drift = report.drift { return driftCases(drift) + [unplacedCase] }
        if let plan = report.plan { return planCases(plan) + [unplacedCase] }
        return fileCases + [unplacedCase]
    }

    // MARK: Plans

    private func planCases(_ plan: Plan) -> [Case] {
        var cases = plan.actions.indices.compactMap { position -> Case? in
            let action = plan.actions[position]
            guard action.operation != .prepare, action.operation != .bookkeeping else { return nil }
            let outcome = report.outcomes.flatMap {
                $0.outcomes.indices.contains(position) ? $0.outcomes[position] : nil
            }
            var each = Case(name: "\(action.operation.rawValue) \(action.subject)")
            if let block = action.block {
                each.failures.append(failure(block))
            } else {
                fail(&each, outcome, plan)
            }
            return each
        }
        cases.append(Case(name: "\(plan.unchangedCount) unchanged"))
        if let budget = plan.budget.diagnostic {
            cases.append(Case(name: "deletion budget", failures: [failure(budget)]))
        }
        return cases
    }

    private func fail(_ each: inout Case, _ outcome: ActionOutcome?, _ plan: Plan) {
        switch outcome {
        case .failed(let error)?: each.failures.append(("failed", error.message, error.help ?? ""))
        case .stale(let error)?: each.failures.append(("changed", error.message, error.help ?? ""))
        case .skipped(let cause)?:
            let root = plan.actions.indices.contains(cause) ? plan.actions[cause].subject : "another action"
            each.failures.append(("skipped", "not done because of \(root)", ""))
        case .notAttempted?: each.isSkipped = true
        case .done?, .alreadyApplied?, .blocked?, nil: break
        }
    }

    // MARK: Drift

    private func driftCases(_ drift: DriftReport) -> [Case] {
        let problems = Dictionary(
            report.findings.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
        return drift.findings.map { finding in
            var each = Case(name: finding.action.subject)
            if finding.kind != .pending, let problem = problems[finding.action.subject] {
                each.failures.append((finding.kind.rawValue, problem.message, place(problem.span)))
            }
            return each
        } + [Case(name: "\(drift.unchangedCount) unchanged")]
    }

    // MARK: Files

    private var fileCases: [Case] {
        let errors = Dictionary(grouping: report.diagnostics.filter { $0.severity == .error }) { $0.span?.file }
        return report.sources.files.indices.map { index in
            Case(
                name: report.sources.files[index].name,
                failures: (errors[SourceFileID(index: index)] ?? []).map(failure))
        }
    }

    /// The case of what has no place in a file, so that there always is one, and nothing is lost.
    private var unplacedCase: Case {
        // Failures of actions stand in their own cases.
        let ofActions = report.outcomes == nil ? [] : Set(report.plan?.actions.map(\.span) ?? [])
        return Case(
            name: "the run",
            failures: report.diagnostics.filter {
                $0.severity == .error && ($0.span == nil || report.plan != nil) && !ofActions.contains($0.span)
            }.map(failure))
    }

    private func failure(_ diagnostic: Diagnostic) -> (type: String, message: String, text: String) {
        let head = "\(diagnostic.code.rawValue): \(diagnostic.message)"
        let lines = [place(diagnostic.span), head, diagnostic.help ?? ""].filter { !$0.isEmpty }
        return (diagnostic.code.rawValue, diagnostic.message, lines.joined(separator: "\n"))
    }

    private func place(_ span: SourceSpan?) -> String { span.map { report.sources.position(of: $0) } ?? "" }
}
