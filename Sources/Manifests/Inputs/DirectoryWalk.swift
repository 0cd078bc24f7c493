import Diagnostics
import Files
import Glibc

/// The manifests below a directory, in order of their names, hidden ones left out.
///
/// Symbolic links are followed; a directory that is reached again, as through a loop, is not entered twice.
struct DirectoryWalk {
    private(set) var files: [(path: String, identity: FileIdentity)] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var visited: Set<FileIdentity> = []

    mutating func visit(_ directory: String, _ identity: FileIdentity) {
        var pending: [(path: String, identity: FileIdentity?, isTop: Bool)] = [(directory, identity, true)]
        while let (path, identity, isTop) = pending.popLast() {
            if let identity {
                guard visited.insert(identity).inserted else { continue }
                let children = entries(of: path).map { (Self.join(path, $0), FileIdentity?.none, false) }
                pending += children.reversed()
            } else if !isTop {
                examine(path, &pending)
            }
        }
    }

    private mutating func examine(
        _ path: String, _ pending: inout [(path: String, identity: FileIdentity?, isTop: Bool)]
    ) {
        let isManifest = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
        switch FileStatus.read(path) {
        case .failure(let problem): if isManifest { diagnostics.append(.missing(path, problem)) }
        case .success(let status):
            switch status.kind {
            case .directory: pending.append((path, status.identity, false))
            case .regular: if isManifest { files.append((path, status.identity)) }
            case .pipe, .other: if isManifest { diagnostics.append(.notARegularFile(path)) }
            }
        }
    }

    private mutating func entries(of directory: String) -> [String] {
        switch Self.names(in: directory) {
        case .success(let (names, unnamable)):
            // Only what looks like a manifest would be missed.
            let missed = unnamable.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            diagnostics += missed.map { .nameNotUTF8(Self.join(directory, $0)) }
            return names.filter { !$0.hasPrefix(".") }
        case .failure(let problem):
            diagnostics.append(.unreadable(directory, problem))
            return []
        }
    }

    /// The names as the system has them, in order, and those that are no UTF-8 as they can be shown: no path leads to
    /// them, since paths are texts here.
    private static func names(
        in directory: String
    ) -> Result<(names: [String], unnamable: [String]), FileProblem> {
        guard let stream = opendir(directory) else { return .failure(FileProblem(errno)) }
        defer { closedir(stream) }
        var names: [String] = []
        var unnamable: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    (valid: String(validatingCString: $0), shown: String(cString: $0))
                }
            }
            guard let valid = name.valid else {
                unnamable.append(name.shown)
                continue
            }
            if valid != ".", valid != ".." { names.append(valid) }
        }
        return .success((names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, unnamable.sorted()))
    }

    private static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    /// The path beside a missing one that was probably meant.
    static func closestName(to path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty else { return nil }
        let directory = parts.dropLast().joined(separator: "/")
        let isRelative = parts.count == 1
        let place = isRelative ? "." : directory.isEmpty ? "/" : directory
        guard case .success(let (names, _)) = names(in: place), let found = names.closest(to: String(name)) else {
            return nil
        }
        return isRelative ? found : join(place, found)
    }
}
