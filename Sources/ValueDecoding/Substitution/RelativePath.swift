/// Paths of manifests, which count from the directory that the manifest lies in.
enum RelativePath {
    /// A path that counts from one directory, as it is written in another. Directories end with a slash; an empty one is
    /// the current directory.
    static func path(_ path: String, from directory: String, to other: String) -> String {
        if path.hasPrefix("/") { return path }
        let place = names(directory + path)
        let base = names(other)
        // Out of a directory that cannot be named from here there is no relative way.
        guard directory.hasPrefix("/") == other.hasPrefix("/") else { return directory + path }
        let common = zip(place, base).prefix { $0 == $1 }.count
        let rest = base.dropFirst(common)
        guard !rest.contains("..") else { return directory + path }
        return (rest.map { _ in ".." } + place.dropFirst(common)).joined(separator: "/")
    }

    private static func names(_ path: String) -> [String] {
        var names: [String] = []
        for name in path.split(separator: "/") where name != "." {
            if name == "..", let last = names.last, last != ".." {
                names.removeLast()
            } else {
                names.append(String(name))
            }
        }
        return names
    }
}
