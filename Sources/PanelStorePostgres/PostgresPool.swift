package import Clocks
import Dispatch
import Synchronization

/// The connections to one database: few, opened when they are needed, and replaced when they break.
///
/// While the server cannot be reached, one call at a time tries to, after pauses that grow and are never the same on
/// two machines. All others wait for it, and are told what is wrong when they have waited for long enough.
package final class PostgresPool: Sendable {
    package struct Options: Sendable {
        /// The most connections that are open at a time.
        package var size = 8
        /// How long a server may take to accept a connection.
        package var connectLimit = Duration.seconds(10)
        /// How long a call waits for a server that cannot be reached.
        package var patience = Duration.seconds(3)
        package var shortestPause = Duration.milliseconds(50)
        package var longestPause = Duration.seconds(5)

        package init() {}
    }

    private struct State {
        var idle: [PostgresConnection] = []
        /// Those in use and those that are being opened count too.
        var openCount = 0
        var waiting: [Waiter] = []
        var lastTicket = 0
        /// Another one after every change of all this.
        var version = 0
        /// The last attempt, when it failed.
        var failure: Failure?
        var isTrying = false
        var isClosed = false
    }

    private struct Failure {
        let error: PostgresError
        /// How many there were without a success between them.
        let count: Int
        /// Nobody tries again before.
        let pauseEnd: ContinuousClock.Instant
    }

    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    /// What a call that wants a connection does next.
    private enum Step {
        case use(PostgresConnection)
        case connect
        /// Until something changes, unless it has changed since this version, or the time comes.
        case wait(version: Int, until: ContinuousClock.Instant)
        case fail(PostgresError)
    }

    package let location: PostgresLocation
    private let options: Options
    private let random: @Sendable () -> Double
    private let state = Mutex(State())
    private static let timers = DispatchQueue(label: "phoenix.postgres.timers")

    package init(_ location: PostgresLocation, options: Options = Options(), clock: WallClock = .system) {
        self.location = location
        self.options = options
        random = clock.random
    }

    /// Lends a connection. It is closed afterwards when it broke, or was left within a transaction.
    ///
    /// A caller whose task was cancelled gets one like any other: it may have to note how its work ended.
    package func withConnection<T: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: (PostgresConnection) async throws -> T
    ) async throws -> T {
        let connection = try await take(until: deadline)
        do {
            let result = try await body(connection)
            await giveBack(connection)
            return result
        } catch {
            // A server that became a standby stays one: the next connection may lead elsewhere.
            if (error as? PostgresError)?.kind == .fault(.readOnly) { await connection.close() }
            await giveBack(connection)
            throw error
        }
    }

    /// Why no connection could be opened when it was last tried; nil when that went well.
    package var failure: PostgresError? { state.withLock { $0.failure?.error } }

    /// How many connections are open.
    package var openCount: Int { state.withLock { $0.openCount } }

    /// Closes those that nobody uses now, and all others when they are given back.
    package func close() async {
        let (idle, waiting) = state.withLock { state in
            defer {
                state.openCount -= state.idle.count
                state.idle = []
                state.waiting = []
                state.isClosed = true
            }
            return (state.idle, state.waiting)
        }
        for waiter in waiting { waiter.continuation.resume() }
        for connection in idle { await connection.close() }
    }

    private func take(until deadline: ContinuousClock.Instant) async throws(PostgresError) -> PostgresConnection {
        let patient = min(deadline, .now + options.patience)
        while true {
            switch nextStep(deadline, patient) {
            case .use(let connection):
                if await connection.isReady { return connection }
                await drop(connection)
            case .connect: if let connection = try await connect(until: deadline, patient) { return connection }
            case .wait(let version, let end): await wait(since: version, until: end)
            case .fail(let error): throw error
            }
        }
    }

    private func nextStep(_ deadline: ContinuousClock.Instant, _ patient: ContinuousClock.Instant) -> Step {
        let now = ContinuousClock.now
        return state.withLock { state in
            if state.isClosed { return .fail(.closed) }
            // The one that was used last: the others may be closed by the server when it has had enough of them.
            if let connection = state.idle.popLast() { return .use(connection) }
            if now >= deadline {
                return .fail(
                    state.failure?.error
                        ?? PostgresError(.timedOut, "all \(options.size) connections to the server are in use"))
            }
            if let failure = state.failure {
                // A connection that is in use may be given back, whatever becomes of a new one.
                let isAnotherOpen = state.openCount > (state.isTrying ? 1 : 0)
                let limit = isAnotherOpen ? deadline : patient
                if state.isTrying {
                    return now < limit ? .wait(version: state.version, until: limit) : .fail(failure.error)
                }
                if now < failure.pauseEnd {
                    let isWorthWaiting = isAnotherOpen || failure.error.mayPass && failure.pauseEnd < limit
                    guard isWorthWaiting else { return .fail(failure.error) }
                    return .wait(version: state.version, until: min(failure.pauseEnd, limit))
                }
            }
            guard state.openCount < options.size else { return .wait(version: state.version, until: deadline) }
            state.openCount += 1
            state.isTrying = true
            return .connect
        }
    }

    /// nil when it did not work but may soon.
    private func connect(
        until deadline: ContinuousClock.Instant, _ patient: ContinuousClock.Instant
    ) async throws(PostgresError) -> PostgresConnection? {
        do throws(PostgresError) {
            let limit = min(deadline, .now + options.connectLimit)
            let connection = try await PostgresConnection.connect(to: location, until: limit)
            wake(all: true) { state in
                state.failure = nil
                state.isTrying = false
            }
            return connection
        } catch {
            wake(all: !error.mayPass) { state in
                let count = (state.failure?.count ?? 0) + 1
                state.failure = Failure(error: error, count: count, pauseEnd: .now + pause(afterFailure: count))
                state.openCount -= 1
                state.isTrying = false
            }
            guard error.mayPass else { throw error }
            return nil
        }
    }

    private func pause(afterFailure count: Int) -> Duration {
        let full = min(options.shortestPause * (1 << min(count - 1, 20)), options.longestPause)
        return full * (0.5 + random() / 2)
    }

    private func giveBack(_ connection: PostgresConnection) async {
        let isKept = await connection.isReady && state.withLock { !$0.isClosed }
        guard isKept else { return await drop(connection) }
        wake { $0.idle.append(connection) }
    }

    private func drop(_ connection: PostgresConnection) async {
        await connection.close()
        wake { $0.openCount -= 1 }
    }

    /// Changes the state and lets the call that has waited longest, or all of them, look again.
    private func wake(all: Bool = false, _ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            state.version += 1
            let count = all ? state.waiting.count : min(state.waiting.count, 1)
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    private func wait(since version: Int, until end: ContinuousClock.Instant) async {
        await withCheckedContinuation { continuation in
            let ticket = state.withLock { state -> Int? in
                guard state.version == version else { return nil }
                state.lastTicket += 1
                state.waiting.append(Waiter(ticket: state.lastTicket, continuation: continuation))
                return state.lastTicket
            }
            guard let ticket else { return continuation.resume() }
            // Unlike a task's sleep, it lasts in a cancelled task too.
            Self.after(end) { [self] in
                let waiter = state.withLock { state in
                    state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
                }
                waiter?.continuation.resume()
            }
        }
    }

    private static func after(_ deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void) {
        let seconds = max((deadline - .now) / .seconds(1), 0)
        timers.asyncAfter(deadline: .now() + seconds, execute: body)
    }
}

extension PostgresError {
    /// Whether the next attempt to connect may well succeed, with nobody doing anything.
    var mayPass: Bool {
        switch kind {
        case .retryable, .connectionLost, .outcomeUnknown, .timedOut: true
        case .refused: false
        case .fault(let fault): [.unreachable, .unknownHost, .starting, .tooManyConnections].contains(fault)
        }
    }
}
