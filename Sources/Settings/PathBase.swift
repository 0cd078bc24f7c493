/// What paths in a configuration file count from.
struct PathBase: Sendable {
    /// The folder of the file, with a slash at its end; empty for the current one.
    private let folder: String
    private let home: String?

    init(file path: String, home: String?) {
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        self.home = home.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path as the system takes it; nil for `~` in a form that cannot be told.
    func resolved(_ path: String) -> String? {
        guard path.hasPrefix("~") else { return path.hasPrefix("/") ? path : folder + path }
        guard path == "~" || path.hasPrefix("~/"), let home else { return nil }
        return home + path.dropFirst()
    }

    /// The store with its path resolved, where it is kept in a file.
    func resolvedStore(_ store: String) -> String? {
        let scheme = "sqlite:"
        guard store.hasPrefix(scheme), store.utf8.count > scheme.utf8.count else { return store }
        return resolved(String(store.dropFirst(scheme.count))).map { scheme + $0 }
    }

    /// The path as people write it, with `~` for their home.
    static func shown(_ path: String, home: String?) -> String {
        guard let home, !home.isEmpty, home != "/", path.hasPrefix(home.hasSuffix("/") ? home : home + "/") else {
            return path
        }
        return "~/" + path.dropFirst(home.hasSuffix("/") ? home.count : home.count + 1)
    }
}
