import GRDB
import PanelStore

extension SQLiteSchema {
    /// Makes room for how checks went day by day, with what is known of that, and indexes what is not well.
    static func createPages(_ db: Database) throws {
        try db.execute(
            sql: dayTable + """
                INSERT INTO probe_day (service_id, day, checks, failures)
                SELECT service_id, at / 86400, count(*), sum(is_success = 0) FROM probe_check
                GROUP BY service_id, at / 86400;

                CREATE TRIGGER probe_check_counted AFTER INSERT ON probe_check BEGIN
                    INSERT INTO probe_day (service_id, day, checks, failures)
                    VALUES (NEW.service_id, NEW.at / 86400, 1, NEW.is_success = 0)
                    ON CONFLICT (service_id, day) DO UPDATE SET
                        checks = checks + 1, failures = failures + excluded.failures;
                END;
                CREATE TRIGGER probe_day_kept AFTER INSERT ON probe_day BEGIN
                    DELETE FROM probe_day WHERE service_id = NEW.service_id AND day < NEW.day - \(ProbeDay.kept);
                END;

                CREATE INDEX service_unwell ON service (last_run) WHERE \(unwell);
                CREATE INDEX run_result_time ON run (result, coalesce(scheduled_for, queued_at))
                    WHERE result IS NOT NULL;
                """)
    }

    /// As it stands in the condition of its index.
    static let unwell = "kind = 'scheduled' AND enabled = 1 AND last_result IN ('failed', 'partial', 'missed')"

    static let dayTable = """
        CREATE TABLE probe_day (
            service_id INTEGER NOT NULL REFERENCES service ON DELETE CASCADE,
            day INTEGER NOT NULL,
            checks INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            PRIMARY KEY (service_id, day)
        ) STRICT, WITHOUT ROWID;

        """
}
