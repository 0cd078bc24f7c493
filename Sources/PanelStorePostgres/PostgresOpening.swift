/// Opens a session, and finds out what it leads to. Blocks its thread meanwhile.
enum PostgresOpening {
    struct Opened: Sendable {
        let session: LibPQSession
        let isPooled: Bool
    }

    /// The oldest version that has all that the store asks for.
    private static let oldestVersion = 130_000

    static func open(
        _ location: PostgresLocation, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Opened {
        let session = try LibPQSession(to: location, until: deadline)
        do throws(PostgresError) {
            guard session.serverVersion >= Self.oldestVersion else {
                throw PostgresError(.fault(.tooOld), session.parameter("server_version") ?? "\(session.serverVersion)")
            }
            if let encoding = session.parameter("server_encoding"), encoding != "UTF8" {
                throw PostgresError(.fault(.notUTF8), encoding)
            }
            return Opened(session: session, isPooled: try isPooled(session, location, until: deadline))
        } catch {
            session.close()
            throw error
        }
    }

    /// A pooler tells each client a process of its own making, which is not the one that answers.
    private static func isPooled(
        _ session: LibPQSession, _ location: PostgresLocation, until deadline: ContinuousClock.Instant
    ) throws(PostgresError) -> Bool {
        switch location.pooling {
        case .none: return false
        case .auto:
            let rows = try session.run("SELECT pg_backend_pid()", prepared: nil, until: deadline)
            if try rows.first?.integer(0) == Int64(session.processID) { return false }
        case .transaction: break
        }
        // One that gives each statement a server refuses this.
        _ = try session.run("BEGIN", prepared: nil, until: deadline)
        _ = try session.run("ROLLBACK", prepared: nil, until: deadline)
        return true
    }
}
