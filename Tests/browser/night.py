"""A store with 1,000 tasks and a bad night: what the pages have to explain."""

import datetime
import json
import random
import sqlite3
import unicodedata
import zoneinfo

DAY = 86_400
UTC = datetime.timezone.utc
GAMES = ["rust", "minecraft", "valheim", "ark", "terraria", "factorio", "palworld", "satisfactory", "zomboid", "cs2"]
ZONES = ["UTC", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]
#: Names that pages must survive.
HARD_NAMES = [
    '<script>alert("name")</script>', "a\"\u0301 autofocus onfocus=alert(1)", "photo\u202egpj.exe",
    "نسخ احتياطي ليلي", "🌙" * 191, "{{#x}}{{{y}}}", "x" * 191,
]


class Night:
    """Fills a store that phoenix has made. `now` is in Unix seconds."""

    def __init__(self, database, now, tasks=1_000):
        self.db = sqlite3.connect(database)
        self.now, self.count = now, tasks
        self.random = random.Random(7)
        self.midnight = now // DAY * DAY
        #: When the database host went away, and for how long: in the last night that is over.
        self.night = (now - 5 * 3_600) // DAY * DAY
        self.outage = (self.night + 2 * 3_600 + 40 * 60, 95 * 60)

    def fill(self):
        with self.db:
            self.tasks()
            self.runs()
            self.probes()
        self.db.close()

    def service(self, name, minute, hour, zone, task, description=""):
        schedule = f"{minute} {hour} * * *"
        self.db.execute(
            "INSERT INTO service (kind, name, name_key, name_folded, description, enabled, schedule, timezone, task,"
            " overlap, misfire, timeout, notify, config, critical, version, created_at, updated_at, next_run)"
            " VALUES ('scheduled', ?, ?, ?, ?, 1, ?, ?, ?, 'skip', 'skip', 3600, '[]', '{}', 0, 1, ?, ?, ?)",
            (name, unicodedata.normalize("NFC", name), name.lower(), description, schedule, zone, json.dumps(task),
             self.now - 90 * DAY, self.now - 9 * DAY, self.due(minute, hour, zone)))
        return self.db.execute("SELECT last_insert_rowid()").fetchone()[0]

    def due(self, minute, hour, zone, after=None):
        """The first time after now. Tasks of a night are far enough from changes of clocks to be plain."""
        clock = zoneinfo.ZoneInfo(zone)
        moment = datetime.datetime.fromtimestamp(after or self.now, clock).replace(
            hour=int(str(hour).replace("*", "0")), minute=minute, second=0, microsecond=0)
        while moment.timestamp() <= (after or self.now):
            moment = (moment + datetime.timedelta(days=1)).replace(fold=0)
        return int(moment.timestamp())

    def tasks(self):
        self.ids = []
        for number in range(self.count - len(HARD_NAMES)):
            game = GAMES[number % len(GAMES)]
            kind = ["backup", "backup", "restart", "cleanup", "statistics"][number % 5]
            zone = ZONES[number // 7 % len(ZONES)]
            # Most backups start at the same minute: what the load page is for.
            minute = 0 if kind == "backup" and number % 3 else self.random.randrange(60)
            hour = 2 if kind == "backup" else self.random.randrange(24)
            task = {"type": kind, "data": {"servers": [f"name:{game}-{number:03}*"]}}
            if kind == "restart":
                task = {"type": "server_command", "data": {"servers": [f"name:{game}-*"], "command": "restart"}}
            text = f"The {kind} of {game}-{number:03}." if number % 4 else ""
            name = f"{kind.capitalize()} {game}-{number:03}"
            self.ids.append((self.service(name, minute, hour, zone, task, text), name, minute, hour, zone, kind))
        for name in HARD_NAMES:
            task = {"type": "backup", "data": {"servers": ["all"]}}
            self.ids.append((self.service(name, 30, 4, "UTC", task), name, 30, 4, "UTC", "backup"))

    def runs(self):
        for service, name, minute, hour, zone, kind in self.ids:
            last = None
            for day in range(6, -1, -1):
                slot = self.due(minute, hour, zone, self.now - (day + 1) * DAY)
                if slot > self.now - 600:
                    continue
                last = self.run(service, name, slot, kind)
            if last:
                self.db.execute("UPDATE service SET last_run = ?, last_result = ? WHERE id = ?", (*last, service))

    def run(self, service, name, slot, kind):
        begin, length = self.outage
        is_bad = begin <= slot < begin + length or (begin - 2_400 <= slot < begin and self.random.random() < 0.12)
        result, reason, steps = "succeeded", None, []
        took = self.random.randrange(4, 60) * (8 if kind == "backup" else 1)
        if is_bad:
            result, reason = self.random.choice([
                ("failed", "3 of 3 servers failed: the panel answered 503: the database is away"),
                ("failed", "3 of 3 servers failed: the connection to the panel was refused"),
                ("partial", "1 of 3 servers failed: the node eu-0 did not answer"),
                ("missed", "nothing ran this task when it was due"),
            ])
        elif self.random.random() < 0.01:
            result, reason = "skipped", "another run of it was still under way"
        start = None if result in ("missed", "skipped") else slot + self.random.randrange(0, 4)
        end = slot + 70 if start is None else start + took
        total = 0 if start is None else 3
        failed = {"failed": 3, "partial": 1}.get(result, 0)
        self.db.execute(
            "INSERT INTO run (service_id, service_name, run_trigger, scheduled_for, queued_at, timeout, state, result,"
            " reason, started_at, finished_at, worker, targets, targets_succeeded, targets_failed, targets_skipped,"
            " targets_unknown, waits_for_others, not_before, stop_requested)"
            " VALUES (?, ?, 'schedule', ?, ?, 3600, 'finished', ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 0)",
            (service, name[:191], slot, slot, result, reason, start, end, start and "phoenix-1", total, total - failed,
             failed, slot))
        if is_bad and start:
            run = self.db.execute("SELECT last_insert_rowid()").fetchone()[0]
            for position in range(3):
                bad = position < failed
                self.db.execute(
                    "INSERT INTO run_step (run_id, position, server_id, server_name, node, action, state, result, reason,"
                    " started_at, finished_at, attempts) VALUES (?, ?, ?, ?, ?, ?, 'finished', ?, ?, ?, ?, ?)",
                    (run, position, f"1a7ce99{position}", f"{name[:40]} {'abc'[position]}", f"eu-{position}", kind,
                     "failed" if bad else "succeeded", reason.split(": ", 1)[1] if bad else None,
                     start + position * 9, start + position * 9 + 8, 3 if bad else 1))
        return (start or slot, result)

    def probes(self):
        services = self.db.execute("SELECT id, name FROM service WHERE kind = 'system' ORDER BY id").fetchall()
        begin, length = self.outage
        for service, name in services:
            host = name == "Database Host"
            probe = {"type": "mysql", "host": "db.example.com", "user": "probe"} if host else {
                "type": "sftp", "host": "127.0.0.1"}
            # Ninety years from now: nothing is really probed.
            later = self.now + 10_000 * DAY
            self.db.execute(
                "UPDATE service SET config = ?, observed_status = 'running' WHERE id = ?",
                (json.dumps({"probe": {**probe, "interval": 86400}}), service))
            self.db.execute(
                "INSERT INTO probe_state VALUES (?, 'running', ?, ?, 0, 9, '{}', ?)",
                (service, begin + length if host else self.now - 41 * DAY, self.now - 20, later))
            for back in range(89, -1, -1):
                day = self.midnight // DAY - back
                if service == services[-1][0] and back > 60:
                    continue
                checks = 1_440 if back else (self.now - self.midnight) // 60
                failures = length // 60 if host and day == self.night // DAY else 3 if (back * 7 + service) % 41 == 0 else 0
                if host and back == 5:
                    failures = 190
                self.db.execute(
                    "INSERT INTO probe_day VALUES (?, ?, ?, ?)", (service, day, max(checks, failures), failures))
            for minute in range(60):
                self.db.execute(
                    "INSERT INTO probe_check (service_id, at, is_success, latency) VALUES (?, ?, 1, ?)",
                    (service, self.now - minute * 60, self.random.randrange(900, 4_000)))
        down = next(service for service, name in services if name == "SFTP Server")
        self.db.execute("UPDATE service SET observed_status = 'stopped' WHERE id = ?", (down,))
        self.db.execute("UPDATE probe_state SET status = 'stopped', since = ? WHERE service_id = ?", (self.now - 1_500, down))
        self.db.execute(
            "INSERT INTO service_issue VALUES (?, 'refused', 'error', 'the connection to 127.0.0.1:2022 was refused', ?, ?, 25)",
            (down, self.now - 1_500, self.now - 20))
