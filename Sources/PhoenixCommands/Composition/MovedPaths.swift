import Glibc

/// Paths that count from one folder, as they are called from another one. It looks at nothing but their names.
struct MovedPaths {
    private let origin: String
    private let destination: String

    /// Both folders absolute and without links, which `real` gives.
    init(from origin: String, to destination: String) {
        self.origin = origin
        self.destination = destination
    }

    /// The path from the other folder; an absolute one stays as it is, and so does `<stdin>`.
    func moved(_ path: String) -> String {
        origin == destination || path.hasPrefix("/") || path.hasPrefix("<") ? path : moved(absolute: path)
    }

    /// The path from the other folder, an absolute one too.
    func moved(absolute path: String) -> String {
        let (target, base) = (parts(of: path), Self.parts(of: destination))
        let common = zip(target, base).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: base.count - common) + target[common...].map(String.init)
        let isFolder = path.isEmpty || path.hasSuffix("/")
        return steps.joined(separator: "/") + (isFolder && !steps.isEmpty ? "/" : "")
    }

    /// The path from the top of the file system.
    func absolute(_ path: String) -> String { "/" + parts(of: path).joined(separator: "/") }

    private func parts(of path: String) -> [Substring] {
        Self.parts(of: path.hasPrefix("/") ? path : "\(origin)/\(path)")
    }

    /// The names along an absolute path, with `.` and `..` carried out.
    private static func parts(of path: String) -> [Substring] {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts
    }

    /// The folder as the system knows it, without links; nil where there is none.
    static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
