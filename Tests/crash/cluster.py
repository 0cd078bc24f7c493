"""PostgreSQL of Debian's packages in a folder of its own, and replicas of `phoenix serve` on it."""

import csv
import glob
import io
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import time

from ports import free_port

START_SECONDS = 60


def postgres_folder():
    """Where the programs are, of the newest version that is installed; nil where there is none."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: int(path.split("/")[4]))
    return pathlib.Path(folders[-1]).parent if folders else None


class Postgres:
    """A server with one database, which is gone with its folder. It refuses to run as root, and so is another user's."""

    def __init__(self, folder, settings=()):
        self.folder, self.settings = pathlib.Path(folder), list(settings)
        self.programs = postgres_folder()
        if not self.programs:
            raise SystemExit("PostgreSQL is not installed: run scripts/prepare-probes")
        self.user = "postgres" if os.geteuid() == 0 else None
        self.password = secrets.token_hex(16)
        self.port = free_port()
        self.process = None
        self.folder.mkdir(mode=0o755, parents=True)
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.user:
            shutil.chown(self.folder, self.user)
            shutil.chown(secret, self.user)
        self._run("initdb", "-D", self.folder / "data", "-U", "phoenix", "-A", "scram-sha-256", "--pwfile", secret,
                  "-E", "UTF8", "--locale=C")
        self.start()
        self.query("CREATE DATABASE phoenix", database="postgres")

    def _run(self, program, *arguments):
        subprocess.run([self.programs / program, *map(str, arguments)], check=True, user=self.user, cwd=self.folder,
                       stdout=subprocess.DEVNULL)

    def start(self):
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}",
                    *self.settings]
        log = open(self.folder / "postgres.log", "ab")
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", *(f"--{setting}" for setting in settings)],
            user=self.user, cwd=self.folder, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.query("SELECT 1", database="postgres")
                return
            except subprocess.CalledProcessError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit((self.folder / "postgres.log").read_text())
                time.sleep(0.1)

    def stop(self, how=signal.SIGINT):
        """As `pg_ctl stop -m fast` does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait()

    @property
    def url(self):
        return f"postgres://phoenix@127.0.0.1:{self.port}/phoenix"

    @property
    def environment(self):
        return {**os.environ, "PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "10"}

    def query(self, sql, database="phoenix"):
        """The rows of the last statement, as texts by the names of their columns."""
        asked = subprocess.run(
            [self.programs / "psql", "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
             str(self.port), "-U", "phoenix", "-d", database],
            input=sql, capture_output=True, text=True, check=True, env=self.environment)
        return list(csv.DictReader(io.StringIO(asked.stdout)))

    def number(self, sql):
        return int(next(iter(self.query(sql)[0].values())))


class Replica:
    """One `phoenix serve` on the database."""

    def __init__(self, phoenix, postgres, name, folder, options=(), environment=()):
        self.name = name
        self.log = pathlib.Path(folder) / f"{name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [phoenix, "serve", "--store", postgres.url, "--replica", name, "--listen", "127.0.0.1:0",
                 "--no-access-log", *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**postgres.environment, **dict(environment)})

    def wait_until_listening(self):
        deadline = time.monotonic() + START_SECONDS
        while "listening on http://" not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{self.name} does not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)

    def end(self):
        """Ends it in order, and answers its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=90)
