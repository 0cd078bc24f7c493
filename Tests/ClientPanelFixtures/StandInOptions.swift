/// How a stand-in panel behaves.
package struct StandInOptions: Sendable {
    package var key = "ptlc_StandInPanelKeyForTests0000000000000000000000"
    package var isAdmin = false
    /// Requests a minute.
    package var accountLimit = 720
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

    package init() {}
}
