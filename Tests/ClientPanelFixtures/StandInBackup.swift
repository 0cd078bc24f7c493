/// A backup on a stand-in panel.
package struct StandInBackup: Sendable {
    package var uuid: String
    package var name: String
    package var ignored: [String] = []
    package var isLocked = false
    package var createdAt: Duration
    package var completesAt: Duration
    package var succeeds = true
    /// Panels keep the rows of deleted backups, and count them against the throttle.
    package var isDeleted = false

    /// One that was complete when it began.
    package init(_ name: String, uuid: String, createdAt: Duration) {
        self.name = name
        self.uuid = uuid
        self.createdAt = createdAt
        completesAt = createdAt
    }

    func isComplete(_ now: Duration) -> Bool { completesAt <= now }

    func hasFailed(_ now: Duration) -> Bool { isComplete(now) && !succeeds }
}
