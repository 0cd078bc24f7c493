import GRDB
import PanelStore

extension SQLiteSchema {
    /// In the place of a task's id in `run_count`: all runs.
    static let allRuns: Int64 = 0

    /// Makes room for runs, messages, and what probes find out.
    static func createRuns(_ db: Database) throws {
        try db.execute(
            sql: "ALTER TABLE service ADD COLUMN observed_status TEXT;" + runTables + runIndexes + changeCounts)
    }

    /// Lets a connection that only reads see a store of before as if it had these tables, empty.
    static func standInForRuns(_ db: Database) throws {
        try db.execute(
            sql: "CREATE TEMP VIEW service AS SELECT *, NULL AS observed_status FROM main.service;"
                + temporary(runTables))
    }

    private static let runTables = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            service_id INTEGER NOT NULL,
            service_name TEXT NOT NULL,
            run_trigger TEXT NOT NULL,
            scheduled_for INTEGER,
            queued_at INTEGER NOT NULL,
            timeout INTEGER NOT NULL,
            missed_count INTEGER,
            missed_last INTEGER,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished')),
            result TEXT,
            reason TEXT,
            started_at INTEGER,
            finished_at INTEGER,
            worker TEXT,
            targets INTEGER NOT NULL,
            targets_succeeded INTEGER NOT NULL,
            targets_failed INTEGER NOT NULL,
            targets_skipped INTEGER NOT NULL,
            targets_unknown INTEGER NOT NULL,
            task TEXT,
            waits_for_others INTEGER NOT NULL CHECK (waits_for_others IN (0, 1)),
            not_before INTEGER NOT NULL,
            lease_worker TEXT,
            lease_token INTEGER,
            lease_until INTEGER,
            stop_requested INTEGER NOT NULL CHECK (stop_requested IN (0, 1)),
            CHECK ((state = 'running') = (lease_token IS NOT NULL)),
            CHECK ((state = 'finished') = (result IS NOT NULL)),
            CHECK ((state = 'finished') = (finished_at IS NOT NULL))
        ) STRICT;
        CREATE TABLE run_step (
            run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            position INTEGER NOT NULL,
            server_id TEXT NOT NULL,
            server_name TEXT NOT NULL,
            node TEXT NOT NULL,
            action TEXT NOT NULL,
            instruction TEXT,
            state TEXT NOT NULL,
            result TEXT,
            reason TEXT,
            started_at INTEGER,
            finished_at INTEGER,
            attempts INTEGER NOT NULL,
            PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;

        -- How many runs there are by task (0: all) and by result, else state; and in each stretch of 1,024 ids.
        CREATE TABLE run_count (
            service_id INTEGER NOT NULL,
            status TEXT NOT NULL,
            runs INTEGER NOT NULL,
            PRIMARY KEY (service_id, status)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE run_stretch (stretch INTEGER PRIMARY KEY, runs INTEGER NOT NULL) STRICT;

        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            service_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            address TEXT NOT NULL,
            secret TEXT,
            event TEXT NOT NULL,
            payload TEXT NOT NULL,
            text TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            next_try INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            last_failure TEXT
        ) STRICT;
        -- The oldest message of each address, and when that is tried.
        CREATE TABLE outbox_address (
            address TEXT PRIMARY KEY,
            next_try INTEGER NOT NULL,
            oldest INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outbox_count (messages INTEGER NOT NULL) STRICT;

        CREATE TABLE probe_state (
            service_id INTEGER PRIMARY KEY REFERENCES service ON DELETE CASCADE,
            status TEXT NOT NULL,
            since INTEGER NOT NULL,
            checked_at INTEGER NOT NULL,
            failures_in_a_row INTEGER NOT NULL,
            successes_in_a_row INTEGER NOT NULL,
            resources TEXT NOT NULL,
            next_check INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE probe_lease (
            service_id INTEGER PRIMARY KEY REFERENCES service ON DELETE CASCADE,
            until INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE probe_check (
            id INTEGER PRIMARY KEY,
            service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
            at INTEGER NOT NULL,
            is_success INTEGER NOT NULL CHECK (is_success IN (0, 1)),
            latency INTEGER
        ) STRICT;
        CREATE TABLE service_issue (
            service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
            code TEXT NOT NULL,
            severity TEXT NOT NULL,
            message TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (service_id, code)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE server_sample (
            id INTEGER PRIMARY KEY,
            service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
            server_id TEXT NOT NULL,
            server_name TEXT NOT NULL,
            node TEXT NOT NULL,
            at INTEGER NOT NULL,
            metrics TEXT NOT NULL
        ) STRICT;

        """

    /// Finished runs leave the indexes that claims use, so that these cost the same however long the history is.
    private static let runIndexes = """
        CREATE INDEX service_due ON service (next_run)
            WHERE kind = 'scheduled' AND enabled = 1 AND next_run IS NOT NULL;
        CREATE INDEX service_system ON service (id) WHERE kind = 'system';

        CREATE UNIQUE INDEX run_slot ON run (service_id, scheduled_for) WHERE scheduled_for IS NOT NULL;
        CREATE INDEX run_service ON run (service_id);
        CREATE INDEX run_time ON run (coalesce(scheduled_for, queued_at));
        CREATE INDEX run_queued ON run (not_before) WHERE state = 'queued';
        CREATE INDEX run_running ON run (lease_until) WHERE state = 'running';
        CREATE INDEX run_unfinished ON run (service_id) WHERE state <> 'finished';
        CREATE INDEX run_result ON run (result) WHERE result IS NOT NULL;
        CREATE INDEX run_finished ON run (result, finished_at) WHERE result IS NOT NULL;
        CREATE INDEX run_real ON run (service_id) WHERE result IN ('succeeded', 'partial', 'failed');

        CREATE TRIGGER run_counted AFTER INSERT ON run BEGIN
            INSERT INTO run_stretch (stretch, runs) VALUES (NEW.id >> 10, 1)
            ON CONFLICT (stretch) DO UPDATE SET runs = runs + 1;
            INSERT INTO run_count (service_id, status, runs)
            VALUES (0, coalesce(NEW.result, NEW.state), 1), (NEW.service_id, coalesce(NEW.result, NEW.state), 1)
            ON CONFLICT (service_id, status) DO UPDATE SET runs = runs + 1;
        END;
        CREATE TRIGGER run_recounted AFTER UPDATE OF state ON run WHEN OLD.state <> NEW.state BEGIN
            UPDATE run_count SET runs = runs - 1
            WHERE service_id IN (0, OLD.service_id) AND status = coalesce(OLD.result, OLD.state);
            INSERT INTO run_count (service_id, status, runs)
            VALUES (0, coalesce(NEW.result, NEW.state), 1), (NEW.service_id, coalesce(NEW.result, NEW.state), 1)
            ON CONFLICT (service_id, status) DO UPDATE SET runs = runs + 1;
        END;
        CREATE TRIGGER run_uncounted AFTER DELETE ON run BEGIN
            UPDATE run_count SET runs = runs - 1
            WHERE service_id IN (0, OLD.service_id) AND status = coalesce(OLD.result, OLD.state);
            DELETE FROM run_count WHERE service_id = OLD.service_id AND runs = 0;
            UPDATE run_stretch SET runs = runs - 1 WHERE stretch = OLD.id >> 10;
            DELETE FROM run_stretch WHERE stretch = OLD.id >> 10 AND runs = 0;
        END;

        CREATE INDEX outbox_by_address ON outbox (address);
        CREATE INDEX outbox_address_due ON outbox_address (next_try, oldest);
        INSERT INTO outbox_count (messages) VALUES (0);
        CREATE TRIGGER outbox_counted AFTER INSERT ON outbox BEGIN
            UPDATE outbox_count SET messages = messages + 1;
        END;
        CREATE TRIGGER outbox_uncounted AFTER DELETE ON outbox BEGIN
            UPDATE outbox_count SET messages = messages - 1;
        END;

        CREATE INDEX probe_check_time ON probe_check (at, service_id);
        CREATE INDEX probe_check_service ON probe_check (service_id, at);
        CREATE UNIQUE INDEX server_sample_latest ON server_sample (service_id, server_id, at DESC);
        CREATE INDEX server_sample_time ON server_sample (service_id, at);

        """

    /// How often something was changed that answers of the API show, and how often the keys were.
    private static let changeCounts = """
        CREATE TABLE change_count (services INTEGER NOT NULL, keys INTEGER NOT NULL) STRICT;
        INSERT INTO change_count (services, keys) VALUES (0, 0);
        CREATE TRIGGER service_added AFTER INSERT ON service BEGIN
            UPDATE change_count SET services = services + 1;
        END;
        CREATE TRIGGER service_changed AFTER UPDATE ON service BEGIN
            UPDATE change_count SET services = services + 1;
        END;
        CREATE TRIGGER service_removed AFTER DELETE ON service BEGIN
            UPDATE change_count SET services = services + 1;
        END;
        CREATE TRIGGER key_added AFTER INSERT ON api_key BEGIN
            UPDATE change_count SET keys = keys + 1;
        END;
        CREATE TRIGGER key_removed AFTER DELETE ON api_key BEGIN
            UPDATE change_count SET keys = keys + 1;
        END;
        """
}
