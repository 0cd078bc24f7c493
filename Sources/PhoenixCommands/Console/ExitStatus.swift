import ArgumentParser

/// What the exit code of a run means (docs/ci.md, *Exit codes*).
enum ExitStatus: Int32 {
    case done = 0
    case error = 1
    case pendingChanges = 2
    case drift = 3
    case pendingAndDrift = 4
    case blocked = 5
    case actionFailed = 6
    case usage = 64
    case interrupted = 130

    /// Ends the run with this code, all being said.
    var exit: ExitCode { ExitCode(rawValue) }
}
