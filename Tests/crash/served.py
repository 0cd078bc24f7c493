"""`phoenix serve` on one store, for the tests that kill things."""

import http.client
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS = 10
PERMISSIONS = ["services.read", "services.create", "services.update", "services.delete"]


class Violation(Exception):
    """The server broke a promise."""


def require(condition, text, *details):
    if not condition:
        raise Violation("\n  ".join([text, *(json.dumps(detail, ensure_ascii=False) for detail in details)]))


class Server:
    """`phoenix serve` on one store."""

    def __init__(self, phoenix, folder):
        self.phoenix, self.folder = phoenix, folder
        self.database = folder / "panel.db"
        self.process = None
        self.port = 0
        self.is_ending = False
        self.start_seconds = []

    def make_key(self):
        permissions = [text for permission in PERMISSIONS for text in ("--permission", permission)]
        command = [self.phoenix, "keys", "create", "--name", "crash", *permissions, "--store", self.store]
        made = subprocess.run(command, capture_output=True, text=True, timeout=60)
        require(made.returncode == 0, "no key can be made", made.stderr)
        return made.stdout.strip()

    @property
    def store(self):
        return f"sqlite:{self.database}"

    def spawn(self):
        self.is_ending = False
        with open(self.folder / "serve.log", "wb") as log:
            command = [self.phoenix, "serve", "--store", self.store, "--listen", "127.0.0.1:0", "--no-access-log"]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def start(self):
        began = time.monotonic()
        self.spawn()
        while "listening on http://" not in self.log:
            require(self.process.poll() is None, "the server does not start", self.log)
            require(time.monotonic() - began < START_SECONDS, "the server takes too long to start", self.log)
            time.sleep(0.002)
        self.port = int(self.log.split("listening on http://", 1)[1].split()[0].rsplit(":", 1)[1])
        self.start_seconds.append(time.monotonic() - began)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        connection.request("GET", "/readyz")
        require(connection.getresponse().status == 200, "the server listens, and is not ready")
        connection.close()

    @property
    def log(self):
        return (self.folder / "serve.log").read_text()

    def kill(self):
        self.is_ending = True
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def check_file(self):
        """The database as another program sees it: the version of each task by its id."""
        database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            broken = database.execute("PRAGMA integrity_check").fetchall()
            require(broken == [("ok",)], "the file is damaged", broken)
            dangling = database.execute("PRAGMA foreign_key_check").fetchall()
            require(not dangling, "references lead nowhere", dangling)
            counted = database.execute(
                "SELECT (SELECT sum(system) FROM service_count), (SELECT count(*) FROM service WHERE kind = 'system'),"
                " (SELECT ifnull(sum(scheduled), 0) FROM service_count),"
                " (SELECT count(*) FROM service WHERE kind = 'scheduled')").fetchone()
            require(counted[0] == counted[1] == 4 and counted[2] == counted[3], "the counts are wrong", counted)
            rows = database.execute("SELECT id, version FROM service WHERE kind = 'scheduled'").fetchall()
            return {str(row[0]): row[1] for row in rows}
        finally:
            database.close()


def default_binary():
    binaries = [ROOT / ".build-release/release/phoenix", ROOT / ".build/debug/phoenix"]
    return next((str(binary) for binary in binaries if os.access(binary, os.X_OK)), None)
