/// A plan at work: it counts the requests, and says what befalls each.
package struct FaultPlanner {
    private struct Signature: Hashable {
        let method: String
        let target: String
        let body: [UInt8]
    }

    private struct History {
        var count = 0
        var failuresInARow = 0
    }

    private let rules: [FaultRule]
    private var matches: [Int]
    private var histories: [Signature: History] = [:]

    package init(_ plan: FaultPlan) {
        rules = plan.rules
        matches = plan.rules.map { _ in 0 }
    }

    package mutating func fault(for request: ProxiedRequest) -> Fault {
        let signature = Signature(method: request.method, target: request.target, body: request.body)
        var history = histories[signature] ?? History()
        history.count += 1
        var decision: Fault?
        for (index, rule) in rules.enumerated() where rule.matches(request) {
            matches[index] += 1
            guard decision == nil else { continue }
            decision = rule.fault(
                RequestOccurrence(
                    request: request, match: matches[index], repetition: history.count,
                    failuresInARow: history.failuresInARow))
        }
        let fault = decision ?? .pass
        history.failuresInARow = fault.withholdsAnswer ? history.failuresInARow + 1 : 0
        histories[signature] = history
        return fault
    }
}
