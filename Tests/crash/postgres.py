"""A PostgreSQL server in a folder of its own, and sessions with it, for the tests that kill things."""

import glob
import os
import pathlib
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import time

from ports import free_port
from served import require

USER, DATABASE = "phoenix", "panel"


class ServerError(Exception):
    """The server answered with an error."""


class Session:
    """One session, by the simple query protocol; the server trusts everybody."""

    def __init__(self, port, name="chaos"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        parameters = f"user\0{USER}\0database\0{DATABASE}\0application_name\0{name}\0\0".encode()
        self.socket.sendall(struct.pack("!ii", len(parameters) + 8, 196608) + parameters)
        self._answer()

    def query(self, sql):
        """The rows of the last statement, each a dictionary of texts; NULL is None."""
        text = sql.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!i", len(text) + 4) + text)
        return self._answer()

    def value(self, sql):
        return next(iter(self.query(sql)[0].values()))

    def close(self):
        self.socket.close()

    def _read(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise ConnectionError("the server closed the connection")
            data += part
        return data

    def _answer(self):
        names, rows, error = [], [], None
        while True:
            kind, length = struct.unpack("!ci", self._read(5))
            body = self._read(length - 4)
            if kind == b"T":
                names, rows, place = [], [], 2
                for _ in range(struct.unpack("!h", body[:2])[0]):
                    end = body.index(b"\0", place)
                    names.append(body[place:end].decode())
                    place = end + 19
            elif kind == b"D":
                row, place = {}, 2
                for name in names:
                    size = struct.unpack("!i", body[place:place + 4])[0]
                    place += 4
                    row[name] = None if size < 0 else body[place:place + size].decode()
                    place += max(size, 0)
                rows.append(row)
            elif kind == b"E":
                fields = {part[:1]: part[1:].decode() for part in body.split(b"\0") if part}
                error = f"{fields[b'C']} {fields[b'M']}"
                if fields.get(b"V") == "FATAL":
                    raise ServerError(error)
            elif kind == b"Z":
                if error:
                    raise ServerError(error)
                return rows


class Postgres:
    """The server."""

    def __init__(self, folder, **settings):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.folder),
            "shared_buffers": "128MB", "max_wal_size": "512MB", **settings}
        self.process = None
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
        require(programs, "PostgreSQL is not installed: scripts/prepare-probes installs it")
        self.programs = programs[-1]
        # It refuses to run as root.
        self.prefix = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            self.prefix = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
            self.folder.mkdir(parents=True, exist_ok=True)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        made = self._run("initdb", "-D", f"{self.folder}/data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C",
                         "--no-sync")
        require(made.returncode == 0, "initdb failed", made.stderr)
        self.start()
        made = self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, DATABASE)
        require(made.returncode == 0, "createdb failed", made.stderr)

    def _run(self, program, *arguments):
        return subprocess.run(
            [*self.prefix, f"{self.programs}/{program}", *arguments], capture_output=True, text=True, cwd=self.folder)

    def start(self):
        settings = [text for name, value in self.settings.items() for text in ("-c", f"{name}={value}")]
        with open(self.folder / "postgres.log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, f"{self.programs}/postgres", "-D", f"{self.folder}/data", *settings],
                stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + 60
        while self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)).returncode != 0:
            require(time.monotonic() < deadline, "PostgreSQL does not start")
            time.sleep(0.05)

    def stop(self, is_crash=False):
        self.process.send_signal(signal.SIGQUIT if is_crash else signal.SIGINT)
        self.process.wait()

    def url(self, port=None, parameters=""):
        return f"postgres://{USER}@127.0.0.1:{port or self.port}/{DATABASE}{parameters}"

    def remove(self):
        if self.process and self.process.poll() is None:
            self.stop(is_crash=True)
        shutil.rmtree(self.folder, ignore_errors=True)
