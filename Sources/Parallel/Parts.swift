import Glibc

/// Work on many elements that is done on every core.
enum Parts {
    /// What `body` makes of each part of the positions from 0 to `count`, all in order. Few positions are one part.
    static func map<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Range<Int>) -> [Result]
    ) async -> [Result] {
        // More parts than cores, for there may be other work beside this.
        let partCount = max(1, min(4 * sysconf(Int32(_SC_NPROCESSORS_ONLN)), count / 512))
        let parts = await withTaskGroup(of: (Int, [Result]).self) { group in
            for part in 0..<partCount {
                group.addTask { (part, body(count * part / partCount..<count * (part + 1) / partCount)) }
            }
            var parts: [[Result]] = Array(repeating: [], count: partCount)
            for await (part, results) in group { parts[part] = results }
            return parts
        }
        return Array(parts.joined())
    }
}
