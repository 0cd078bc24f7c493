import GRDB

/// A store as earlier versions have written it, with one task, which has run, and with one API key where there are any.
enum EarlierStore: String, CaseIterable {
    case services = "0001-services"
    case apiKeys = "0002-api-keys"
    case requestDigests = "0003-request-digests"

    func make(at path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: Self.servicesSQL)
            if self != .services { try db.execute(sql: Self.keysSQL) }
            for step in Self.allCases.prefix(while: { $0 != self }) + [self] {
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [step.rawValue])
            }
        }
        try queue.close()
    }

    private static let servicesSQL = """
        PRAGMA application_id = 1885892216;
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
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
        INSERT INTO service VALUES
            (1, 'system', 'Wings Daemon', 'Wings Daemon', 'wings daemon', '', 1, NULL, 'UTC', NULL, 'skip', 'skip', 3600,
                '[]', '{}', 'wings_daemon', 1, 1, 0, 0, NULL, NULL, NULL),
            (5, 'scheduled', 'Backup', 'Backup', 'backup', 'nightly', 1, '0 2 * * *', 'UTC',
                '{"type":"backup","data":{"servers":["all"]}}', 'queue', 'skip', 60, '[]', '{}', NULL, 0, 7, 10, 20,
                30, 40, 'partial');
        INSERT INTO dependency VALUES (5, 1);
        INSERT INTO answer VALUES ('s', 'k', '{"url":"https://example.com/secret"}', '{}', 5, 2000000000);
        """

    private static let keysSQL = """
        CREATE TABLE api_key (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            permissions TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        INSERT INTO api_key VALUES ('a', 'one', zeroblob(32), 'services.read', 1, NULL, 2);
        """
}
