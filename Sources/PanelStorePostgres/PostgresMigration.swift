import PanelStore
import PhoenixModel

/// Brings a database to the schema of this version: in one transaction, which one process does at a time.
struct PostgresMigration {
    let pool: PostgresPool
    /// nil: the clock of the database.
    let now: (@Sendable () -> Timestamp)?
    let random: @Sendable () -> Double

    private var name: String { pool.location.name }

    /// What is there.
    private enum Found {
        case nothing
        case otherProgram
        case steps(Set<String>)
    }

    func prepare(for mode: StoreMode, until deadline: ContinuousClock.Instant) async throws {
        while true {
            do {
                return try await pool.withConnection(until: deadline) { connection in
                    try await prepare(for: mode, on: connection, until: deadline)
                }
            } catch let error as PostgresError {
                // Several processes may come at once: whoever is second finds it done, or looks again.
                guard error.isRace, ContinuousClock.now < deadline, !Task.isCancelled else { throw error }
                try? await Task.sleep(for: .milliseconds(20) * (0.5 + random()))
            }
        }
    }

    private func prepare(
        for mode: StoreMode, on connection: PostgresConnection, until deadline: ContinuousClock.Instant
    ) async throws {
        let missing = try missing(try await find(on: connection, until: deadline), for: mode)
        guard !missing.isEmpty else { return }
        if mode == .reading { throw PanelStoreError.tooOld(name) }
        _ = try await connection.run("BEGIN", until: deadline)
        do {
            try await migrate(on: connection, until: deadline)
            _ = try await connection.run("COMMIT", until: deadline)
        } catch {
            _ = try? await connection.run("ROLLBACK", until: .now + .seconds(1))
            throw error
        }
    }

    private func migrate(on connection: PostgresConnection, until deadline: ContinuousClock.Instant) async throws {
        func run(_ statement: PostgresStatement) async throws(PostgresError) {
            _ = try await connection.run(statement, until: deadline)
        }
        try await run(PostgresStatement(PostgresSchema.migrationTable))
        try await run("LOCK TABLE phoenix_migration IN SHARE ROW EXCLUSIVE MODE")
        let moment = try await moment(on: connection, until: deadline)
        for step in try missing(try await find(on: connection, until: deadline), for: .writing) {
            for statement in step.statements { try await run(PostgresStatement(statement)) }
            if step == .panel {
                for statement in PostgresSchema.systemServices(at: moment) { try await run(statement) }
            }
            try await run(
                PostgresStatement("INSERT INTO phoenix_migration (step) VALUES ($1)", [.text(step.rawValue)]))
        }
    }

    private func moment(
        on connection: PostgresConnection, until deadline: ContinuousClock.Instant
    ) async throws -> Timestamp {
        if let now { return now() }
        let statement = PostgresStatement("SELECT \(PostgresTransaction.clock)")
        return Timestamp(seconds: try await connection.run(statement, until: deadline)[0].integer(0))
    }

    private func missing(_ found: Found, for mode: StoreMode) throws(PanelStoreError) -> [PostgresSchemaStep] {
        switch found {
        case .otherProgram: throw .otherProgram(name)
        case .nothing where mode == .reading: throw .missing("in \(name)")
        case .nothing: return PostgresSchemaStep.allCases
        case .steps(let steps):
            guard steps.isSubset(of: PostgresSchemaStep.allCases.map(\.rawValue)) else { throw .tooNew(name) }
            return PostgresSchemaStep.allCases.filter { !steps.contains($0.rawValue) }
        }
    }

    private func find(
        on connection: PostgresConnection, until deadline: ContinuousClock.Instant
    ) async throws -> Found {
        let tables = try await connection.run(
            """
            SELECT relname::text FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
            AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
            """, until: deadline
        ).map { try $0.text(0) }
        guard tables.contains("phoenix_migration") else { return tables.isEmpty ? .nothing : .otherProgram }
        let steps = try await connection.run("SELECT step FROM phoenix_migration", until: deadline)
        return .steps(try Set(steps.map { try $0.text(0) }))
    }
}

extension PostgresError {
    /// Whether it may come from another process that makes the same tables at this moment: what the system's own
    /// tables refuse as a second one, or is there already.
    fileprivate var isRace: Bool {
        kind == .retryable || kind == .connectionLost || ["23505", "42P07", "42710", "XX000"].contains(sqlState)
    }
}

extension PanelStoreError {
    fileprivate static func otherProgram(_ name: String) -> Self {
        Self(
            .unavailable, "\(name) has tables of another program",
            help: "give phoenix a database of its own, or a schema: "
                + "CREATE SCHEMA phoenix, and ?options=-csearch_path%3Dphoenix in the URL")
    }
}
