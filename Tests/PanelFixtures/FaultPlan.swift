/// Which fault befalls which request: rules, of which the first that has a fault decides.
package struct FaultPlan: Sendable {
    let rules: [FaultRule]

    package init(_ rules: [FaultRule]) { self.rules = rules }

    /// A plan that is one function; nil lets the request pass.
    package init(_ fault: @escaping @Sendable (RequestOccurrence) -> Fault?) { self.init([FaultRule(fault)]) }

    /// Everything passes.
    package static let none = FaultPlan([])

    /// The n-th request, and every n-th after it.
    package static func every(_ n: Int, _ fault: Fault) -> FaultPlan {
        FaultPlan { $0.match.isMultiple(of: n) ? fault : nil }
    }

    /// The first n requests with this method (nil is any).
    package static func first(_ n: Int, of method: String? = nil, _ fault: Fault) -> FaultPlan {
        FaultPlan(n < 1 ? [] : [.on(method, occurrences: 1...n, fault)])
    }

    /// One fault for each request in turn, with this method (nil is any); all later ones pass.
    package static func sequence(_ faults: [Fault], of method: String? = nil) -> FaultPlan {
        FaultPlan(faults.enumerated().map { .on(method, occurrences: ($0.offset + 1)...($0.offset + 1), $0.element) })
    }
}
