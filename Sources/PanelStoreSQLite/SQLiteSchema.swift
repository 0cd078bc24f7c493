import GRDB
import PanelStore
import PhoenixModel

/// The tables of a panel store, and the steps that lead to them.
struct SQLiteSchema {
    /// "phnx" in ASCII, in the file's header: `file(1)` and other programs can tell whose it is.
    static let applicationID: Int32 = 0x7068_6E78

    /// When the system services of a new store were created.
    let now: Timestamp

    /// Takes the steps that the file has not gone through.
    func bringUpToDate(_ pool: DatabasePool, _ location: DatabaseLocation) throws {
        let migrator = makeMigrator()
        let isCurrent = try pool.read { db in
            try Self.check(migrator, db, location)
            return try migrator.hasCompletedMigrations(db)
        }
        if !isCurrent { try migrator.migrate(pool) }
    }

    /// Makes sure that the file can be read as it is. What later steps add is there for this connection, and empty.
    func makeReadable(_ db: Database, _ location: DatabaseLocation) throws {
        let migrator = makeMigrator()
        try Self.check(migrator, db, location)
        let steps = try migrator.appliedIdentifiers(db)
        guard steps.contains(SchemaVersion.oldestReadable.rawValue) else {
            throw PanelStoreError.tooOld(location.path)
        }
        for version in SchemaVersion.allCases where !steps.contains(version.rawValue) {
            switch version {
            case .services, .requestDigests: break
            case .apiKeys: try db.execute(sql: Self.temporary(Self.keyTable))
            case .runs: try Self.standInForRuns(db)
            case .replicas: try db.execute(sql: Self.temporary(Self.replicaTable))
            case .pages: try db.execute(sql: Self.temporary(Self.dayTable))
            case .copies: try db.execute(sql: Self.temporary(Self.copyTable))
            }
        }
    }

    /// Makes sure that nobody takes the beginning of a copy for a panel.
    static func checkCopy(_ db: Database, _ location: DatabaseLocation) throws {
        if let source = try String.fetchOne(db, sql: "SELECT source FROM store_copy") {
            throw PanelStoreError.unfinishedCopy(of: source, to: "sqlite:\(location.path)")
        }
    }

    static func temporary(_ tables: String) -> String {
        tables.replacing("CREATE TABLE", with: "CREATE TEMP TABLE")
    }

    private static func check(_ migrator: DatabaseMigrator, _ db: Database, _ location: DatabaseLocation) throws {
        if try migrator.hasBeenSuperseded(db) { throw PanelStoreError.tooNew(location.path) }
        if try isForeign(db) { throw PanelStoreError.otherProgram(location.path) }
    }

    /// Whether an error may come from another process that opens the same new file at this moment.
    static func isRace(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CONSTRAINT: true
        case .SQLITE_ERROR: ["already exists", "duplicate column"].contains { error.message?.contains($0) ?? false }
        default: false
        }
    }

    private static func isForeign(_ db: Database) throws -> Bool {
        let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if id == applicationID { return false }
        let tables = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations'")
        return id != 0 || tables != 0
    }

    private func makeMigrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for version in SchemaVersion.allCases {
            migrator.registerMigration(version.rawValue, foreignKeyChecks: .immediate) { [now] db in
                switch version {
                case .services: try Self.createServices(db, now: now)
                case .apiKeys: try db.execute(sql: Self.keyTable)
                case .requestDigests: try db.execute(sql: "DELETE FROM answer")
                case .runs: try Self.createRuns(db)
                case .replicas: try db.execute(sql: Self.replicaTable)
                case .pages: try Self.createPages(db)
                case .copies: try db.execute(sql: Self.copyTable)
                }
            }
        }
        return migrator
    }

    private static func createServices(_ db: Database, now: Timestamp) throws {
        try db.execute(
            sql: """
                PRAGMA application_id = \(applicationID);

                CREATE TABLE service (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    kind TEXT NOT NULL CHECK (kind IN ('system', 'scheduled')),
                    name TEXT NOT NULL,
                    name_key TEXT NOT NULL UNIQUE,
                    name_folded TEXT NOT NULL,
                    description TEXT NOT NULL,
                    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
                    schedule TEXT,
                    timezone TEXT NOT NULL,
                    task TEXT,
                    overlap TEXT NOT NULL,
                    misfire TEXT NOT NULL,
                    timeout INTEGER NOT NULL,
                    notify TEXT NOT NULL,
                    config TEXT NOT NULL,
                    system_kind TEXT,
                    critical INTEGER NOT NULL CHECK (critical IN (0, 1)),
                    version INTEGER NOT NULL,
                    created_at INTEGER NOT NULL,
                    updated_at INTEGER NOT NULL,
                    next_run INTEGER,
                    last_run INTEGER,
                    last_result TEXT
                ) STRICT;

                CREATE TABLE dependency (
                    service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
                    depends_on INTEGER NOT NULL REFERENCES service,
                    PRIMARY KEY (service_id, depends_on)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX dependency_dependents ON dependency (depends_on, service_id);

                CREATE TABLE answer (
                    scope TEXT NOT NULL,
                    key TEXT NOT NULL,
                    request TEXT NOT NULL,
                    answer TEXT NOT NULL,
                    service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
                    expires_at INTEGER NOT NULL,
                    PRIMARY KEY (scope, key)
                ) STRICT;
                CREATE INDEX answer_service ON answer (service_id);
                CREATE INDEX answer_expiry ON answer (expires_at);

                -- How many services there are in each stretch of 1,024 ids, so that deep pages need not walk there.
                CREATE TABLE service_count (
                    stretch INTEGER PRIMARY KEY,
                    system INTEGER NOT NULL,
                    scheduled INTEGER NOT NULL
                ) STRICT;
                CREATE TRIGGER service_counted AFTER INSERT ON service BEGIN
                    INSERT INTO service_count (stretch, system, scheduled)
                    VALUES (NEW.id >> 10, NEW.kind = 'system', NEW.kind = 'scheduled')
                    ON CONFLICT (stretch) DO UPDATE SET
                        system = system + excluded.system, scheduled = scheduled + excluded.scheduled;
                END;
                CREATE TRIGGER service_uncounted AFTER DELETE ON service BEGIN
                    UPDATE service_count SET
                        system = system - (OLD.kind = 'system'), scheduled = scheduled - (OLD.kind = 'scheduled')
                    WHERE stretch = OLD.id >> 10;
                END;
                """)
        let transaction = SQLiteTransaction(db: db, clock: { now })
        for record in SystemServices.initial(at: now) { _ = try transaction.insert(record) }
    }

    private static let keyTable = """
        CREATE TABLE api_key (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            permissions TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        """

    private static let copyTable = """
        CREATE TABLE store_copy (source TEXT NOT NULL, progress TEXT NOT NULL) STRICT;
        """

    private static let replicaTable = """
        CREATE TABLE replica (
            name TEXT PRIMARY KEY,
            version TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            clock_skew INTEGER NOT NULL,
            runs_tasks INTEGER NOT NULL CHECK (runs_tasks IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        """
}
