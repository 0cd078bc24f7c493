/// How the servers of a run fared. What is missing from `total` is not finished.
package struct TargetCounts: Sendable, Hashable {
    package var total: Int
    package var succeeded: Int
    package var failed: Int
    package var skipped: Int
    package var unknown: Int

    package init(total: Int = 0, succeeded: Int = 0, failed: Int = 0, skipped: Int = 0, unknown: Int = 0) {
        self.total = total
        self.succeeded = succeeded
        self.failed = failed
        self.skipped = skipped
        self.unknown = unknown
    }
}
