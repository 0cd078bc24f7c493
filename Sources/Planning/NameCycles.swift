/// Objects that swap names among themselves.
enum NameCycles {
    /// The smallest position of each cycle of `holders`, which says for a position whose name it takes.
    static func firsts(of holders: [Int: Int]) -> [Int] {
        var firsts: [Int] = []
        var seen: [Int: Int] = [:]
        for (round, start) in holders.keys.sorted().enumerated() {
            var path: [Int] = []
            var position: Int? = start
            while let current = position, seen[current] == nil {
                seen[current] = round
                path.append(current)
                position = holders[current]
            }
            if let position, seen[position] == round, let entry = path.firstIndex(of: position) {
                firsts.append(path[entry...].min() ?? position)
            }
        }
        return firsts.sorted()
    }
}
