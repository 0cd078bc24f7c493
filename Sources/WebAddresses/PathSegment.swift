/// What stands between two slashes of a path.
package enum PathSegment {
    /// Whether `.` or `..` is a segment of a path, encoded or not and between slashes of whatever kind: servers and proxies
    /// take them for a way to another path. True also for what cannot be decoded.
    package static func areDots(in path: Substring) -> Bool {
        guard let decoded = PercentEncoding.decoded(path.utf8) else { return true }
        return decoded.split { $0 == "/" || $0 == "\\" }.contains { $0 == "." || $0 == ".." }
    }
}
