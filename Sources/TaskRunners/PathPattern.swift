import PhoenixModel

/// A pattern of paths below a directory: a glob for each segment, and `**` for any number of directories. As in a
/// shell, only a segment that begins with a dot matches a name that does.
struct PathPattern: Sendable, Hashable {
    private enum Segment: Hashable {
        case anyDirectories
        case name(Glob, isHidden: Bool)

        func matches(_ name: String) -> Bool {
            switch self {
            case .anyDirectories: !name.hasPrefix(".")
            case .name(let glob, let isHidden): (isHidden || !name.hasPrefix(".")) && glob.matches(name)
            }
        }
    }

    private let segments: [Segment]

    init(_ pattern: String) {
        var segments = pattern.split(separator: "/").map { segment -> Segment in
            segment == "**" ? .anyDirectories : .name(Glob(segment), isHidden: segment.hasPrefix("."))
        }
        // At the end it stands for the files too.
        if segments.last == .anyDirectories { segments.append(.name(Glob("*"), isHidden: false)) }
        self.segments = segments
    }

    /// Whether it matches the path of a file.
    func matches(_ path: [String]) -> Bool { remainders(after: path).contains(segments.count) }

    /// Whether a file somewhere below a directory may match.
    func mayMatch(below directory: [String]) -> Bool { remainders(after: directory).contains { $0 < segments.count } }

    /// The places in the pattern that one can be at behind a path.
    private func remainders(after path: [String]) -> Set<Int> {
        var places = expanded([0])
        for name in path {
            var next: Set<Int> = []
            for place in places where place < segments.count && segments[place].matches(name) {
                next.insert(segments[place] == .anyDirectories ? place : place + 1)
            }
            places = expanded(next)
        }
        return places
    }

    /// With the places that `**` for no directory at all leads to.
    private func expanded(_ places: Set<Int>) -> Set<Int> {
        var all = places
        for place in places {
            var place = place
            while place < segments.count, segments[place] == .anyDirectories {
                place += 1
                all.insert(place)
            }
        }
        return all
    }
}
