import Glibc

/// Globs, as shells expand them.
enum PathPattern {
    /// The paths that match, in order; hidden ones only when the pattern names the dot. `hasUnnamable` says that one of
    /// them is no UTF-8 and so left out.
    static func matches(_ pattern: String) -> (paths: [String], hasUnnamable: Bool) {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, GLOB_BRACE, nil, &result) == 0, let paths = result.gl_pathv else { return ([], false) }
        let named = (0..<Int(result.gl_pathc)).compactMap { index in
            paths[index].flatMap { String(validatingCString: $0) }
        }
        return (named, named.count < Int(result.gl_pathc))
    }
}
