extension Array where Element: Sendable {
    /// The results in the order of the elements, at most `limit` under way at once. The first error ends it all.
    package func concurrentMap<Output: Sendable, Failure: Error>(
        limit: Int, _ transform: @escaping @Sendable (Element) async throws(Failure) -> Output
    ) async throws(Failure) -> [Output] {
        let outcome = await withTaskGroup(of: (Int, Result<Output, Failure>).self) { group in
            var outputs = [Output?](repeating: nil, count: count)
            var next = 0
            while true {
                while next < count, next < Swift.max(1, limit) { start(&next, in: &group, transform) }
                guard let (position, result) = await group.next() else { break }
                switch result {
                case .success(let output): outputs[position] = output
                case .failure(let error):
                    group.cancelAll()
                    return Result<[Output?], Failure>.failure(error)
                }
                if next < count { start(&next, in: &group, transform) }
            }
            return .success(outputs)
        }
        return try outcome.get().compactMap { $0 }
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
