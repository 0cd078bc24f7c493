extension Array where Element: Sendable {
    /// The results in the order of the elements, at most `limit` under way at once. The first error ends it all.
    package func concurrentMap<Output: Sendable, Failure: Error>(
        limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Output
    ) async throws(Failure) -> [Output] {
        var outputs: [Output] = []
        outputs.reserveCapacity(count)
        try await concurrentForEach(limit: limit, transform) { output throws(Failure) in outputs.append(output) }
        return outputs
    }

    /// The same, but each result is given to `receive` as soon as it and all before it are there.
    package func concurrentForEach<Output: Sendable, Failure: Error>(
        limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Output,
        receive: (inout Output) throws(Failure) -> Void
    ) async throws(Failure) {
        let outcome = await withTaskGroup(of: (Int, Result<Output, Failure>).self) { group in
            do throws(Failure) {
                var early: [Int: Output] = [:]
                var (next, received) = (0, 0)
                while true {
                    while next < count, next < Swift.max(1, limit) { start(&next, in: &group, transform) }
                    guard let (position, result) = await group.next() else { break }
                    early[position] = try result.get()
                    if next < count { start(&next, in: &group, transform) }
                    while var output = early.removeValue(forKey: received) {
                        received += 1
                        try receive(&output)
                    }
                }
                return Result<Void, Failure>.success(())
            } catch {
                group.cancelAll()
                return .failure(error)
            }
        }
        try outcome.get()
    }

    private func start<Output: Sendable, Failure: Error>(
        _ next: inout Int, in group: inout TaskGroup<(Int, Result<Output, Failure>)>,
        _ transform: @escaping @Sendable (Element) async throws(Failure) -> Output
    ) {
        let position = next
        let element = self[position]
        next += 1
        group.addTask {
            do throws(Failure) {
                return (position, .success(try await transform(element)))
            } catch {
                return (position, .failure(error))
            }
        }
    }
}
