/// The results of the last few computations, by what they were computed of.
struct RecentResults<Input: Hashable, Output> {
    private var kept: [(input: Input, output: Output)] = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The result for an input: the kept one, or the one that is computed now.
    mutating func result(for input: Input, _ compute: () -> Output) -> Output {
        if let known = kept.first(where: { $0.input == input }) { return known.output }
        let output = compute()
        if kept.count == limit { kept.removeFirst() }
        kept.append((input, output))
        return output
    }
}
