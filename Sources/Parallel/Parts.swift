import Glibc

/// Work on many elements that is done on every core.
package enum Parts {
    /// How many threads can run at a time, at least one.
    package static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// What `body` makes of each part of the positions from 0 to `count`, all in order.
    ///
    /// A part has `least` positions or more, unless there are fewer: then it is the only one.
    package static func map<Result: Sendable>(
        _ count: Int, least: Int = 512, _ body: @escaping @Sendable (Range<Int>) -> Result
    ) async -> [Result] {
        // More parts than cores, for there may be other work beside this.
        let partCount = max(1, min(4 * coreCount, count / max(1, least)))
        if partCount == 1 { return [body(0..<count)] }
        return await withTaskGroup(of: (Int, Result).self) { group in
            for part in 0..<partCount {
                group.addTask { (part, body(count * part / partCount..<count * (part + 1) / partCount)) }
            }
            var parts = [Result?](repeating: nil, count: partCount)
            for await (part, result) in group { parts[part] = result }
            return parts.compactMap { $0 }
        }
    }
}
