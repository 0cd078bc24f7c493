import Diagnostics
import Glibc

/// The top of the checkout that a run works in, from which CI services count the paths in reports.
struct RepositoryRoot {
    private let paths: MovedPaths

    /// `GITHUB_WORKSPACE` where the process works in or below it, else the nearest folder above with a `.git`; nil where
    /// there is neither.
    init?(_ environment: Environment) {
        guard let current = MovedPaths.real(".") else { return nil }
        let workspace = environment.nonEmpty("GITHUB_WORKSPACE").flatMap(MovedPaths.real)
        let isInside = workspace.map { current == $0 || current.hasPrefix($0 == "/" ? $0 : "\($0)/") } ?? false
        guard let root = isInside ? workspace : Self.repository(above: current) else { return nil }
        self.init(root: root, current: current)
    }

    /// Both absolute and without links.
    init(root: String, current: String) {
        paths = MovedPaths(from: current, to: root)
    }

    private static func repository(above folder: String) -> String? {
        var folder = folder[...]
        while true {
            // A folder in most checkouts, a file in worktrees and submodules.
            if access("\(folder)/.git", F_OK) == 0 { return folder.isEmpty ? "/" : String(folder) }
            guard let slash = folder.lastIndex(of: "/") else { return nil }
            folder = folder[..<slash]
        }
    }

    /// The path from the root; as it is where the file is not below it.
    func path(_ name: String) -> String {
        if name.hasPrefix("<") { return name }
        let moved = paths.moved(absolute: name)
        return moved == ".." || moved.hasPrefix("../") ? name : moved
    }

    /// The same files under their paths from the root.
    func renamed(_ sources: SourceMap) -> SourceMap {
        sources.files.reduce(into: SourceMap()) { map, file in
            _ = map.add(SourceFile(name: path(file.name), bytes: file.bytes))
        }
    }
}
