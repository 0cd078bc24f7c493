/// How a stand-in panel behaves.
package struct StandInOptions: Sendable {
    package var family: StandInFamily
    package var key: String
    package var isAdmin = false
    /// Requests a minute.
    package var accountLimit: Int
    /// Creates of schedules a minute on each server, by whomever; nil for as many as one likes.
    package var createLimit: Int?
    /// The panel's zone. Pelican has none but UTC.
    package var zone = "UTC"
    /// How many tasks a schedule may have.
    package var taskLimit = 10
    /// How long each change of a server's state takes.
    package var powerTime = Duration.seconds(10)
    package var backupTime = Duration.seconds(30)
    package var installTime = Duration.seconds(30)
    /// So many backups of one server within this time are enough; nil for no throttle.
    package var backupThrottle: (count: Int, period: Duration)? = (2, .seconds(600))
    /// How long it takes to answer what it has done.
    package var answerTime = Duration.zero
    package var requiresTwoFactor = false
    package var isInMaintenance = false
    package var isKeyExpired = false
    /// Whether the key may be used from where the requests come.
    package var allowsAddress = true
    /// Whether PHP runs without a buffer for its output, so that validation errors have the status 200.
    package var flushesByteOrderMark = false
    /// Whether the database refuses what its columns do not hold, in place of cutting it.
    package var isStrict = false

    package init(_ family: StandInFamily = .phoenixPanel) {
        self.family = family
        key = "\(family.keyPrefix)StandInPanelKeyForTests0000000000000000000000"
        accountLimit = family.accountLimit
        createLimit = family.createLimit
    }
}
