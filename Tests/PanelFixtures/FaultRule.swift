/// Which requests a fault befalls.
package struct FaultRule: Sendable {
    let matches: @Sendable (ProxiedRequest) -> Bool
    let fault: @Sendable (RequestOccurrence) -> Fault?

    /// - Parameters:
    ///   - matches: Which requests the rule counts.
    ///   - fault: What befalls one of them; nil leaves it to the rules that follow.
    package init(
        where matches: @escaping @Sendable (ProxiedRequest) -> Bool = { _ in true },
        _ fault: @escaping @Sendable (RequestOccurrence) -> Fault?
    ) {
        self.matches = matches
        self.fault = fault
    }

    /// The requests with this method and path (nil is any) that are counted within `occurrences`, the first being 1.
    package static func on(
        _ method: String? = nil, path: String? = nil, occurrences: ClosedRange<Int> = 1...Int.max, _ fault: Fault
    ) -> FaultRule {
        FaultRule(where: { ($0.method == method ?? $0.method) && ($0.path == path ?? $0.path) }) { occurrence in
            occurrences.contains(occurrence.match) ? fault : nil
        }
    }
}

/// A request, and how often the like came before.
package struct RequestOccurrence: Sendable {
    package let request: ProxiedRequest
    /// It is the n-th request that the rule matches, from 1. Other rules do not change that count.
    package let match: Int
    /// It is the n-th time that this very request comes (method, target and body), from 1.
    package let repetition: Int
    /// So many times in a row, until now, this very request was left without the server's own answer.
    package let failuresInARow: Int
}
