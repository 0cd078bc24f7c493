import Glibc

/// The summary of a step of GitHub Actions, a file that several programs add to.
enum StepSummary {
    /// Whether a path leads to it, by whatever name.
    static func isAt(_ path: String, _ environment: Environment) -> Bool {
        guard let summary = environment.nonEmpty("GITHUB_STEP_SUMMARY") else { return false }
        if path == summary { return true }
        var (one, other) = (stat(), stat())
        guard stat(path, &one) == 0, stat(summary, &other) == 0 else { return false }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    /// Whether what is added next starts a line: the file is empty, or ends with a line break.
    static func startsNewLine(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        guard lseek(descriptor, -1, SEEK_END) >= 0 else { return true }
        var last: UInt8 = 0
        return read(descriptor, &last, 1) < 1 || last == UInt8(ascii: "\n")
    }
}
