/// How often, and after what waits, a request is tried again.
struct RetryPolicy: Sendable {
    var maximumAttempts = 5
    /// All waits of one request together.
    var maximumWait = Duration.seconds(30)
    /// Attempts to reach a server that has never been reached, and to get a response from one that lets the time pass.
    var maximumHopelessAttempts = 2
    private let firstWait = Duration.seconds(1)

    /// The wait after an attempt, counted from 1: doubled each time, of which between half and all is waited.
    func wait(afterAttempt attempt: Int, random: Double) -> Duration {
        firstWait * (1 << min(attempt - 1, 10)) * (0.5 + random / 2)
    }

    /// The wait that a server has asked for, and up to a quarter of a second, so that not all come back at once.
    func wait(asked: Duration, random: Double) -> Duration { asked + .milliseconds(250) * random }
}
