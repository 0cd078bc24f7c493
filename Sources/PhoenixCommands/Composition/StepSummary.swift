import Files

/// The summary of a step of GitHub Actions, a file that several programs add to.
enum StepSummary {
    /// Whether a path leads to it, by whatever name.
    static func isAt(_ path: String, _ environment: Environment) -> Bool {
        guard let summary = environment.nonEmpty("GITHUB_STEP_SUMMARY") else { return false }
        if path == summary { return true }
        guard case .success(let one) = FileStatus.read(path), case .success(let other) = FileStatus.read(summary)
        else { return false }
        return one.identity == other.identity
    }
}
