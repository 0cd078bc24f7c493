"""What the benchmarks share: the release build, runs in turn, a served store, and the rows of the README's tables."""

import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = ROOT / ".build-release" / "release"
PHOENIX = RELEASE / "phoenix"
ALL = [word for name in ["read", "create", "update", "delete"] for word in ["--permission", f"services.{name}"]]
rows = []


def row(what, measured, bar):
    rows.append((what, measured, bar))
    print(f"  {what}: {measured} (bar: {bar})", file=sys.stderr)


def print_rows():
    print("| what | measured | bar |\n|---|---|---|")
    for cells in rows:
        print("| " + " | ".join(cells) + " |")


def build(*products):
    subprocess.run([ROOT / "scripts/build", *products], check=True, stdout=sys.stderr)


def build_events():
    """The yardstick of reading YAML: libyaml's events alone."""
    events = RELEASE / "yaml-events"
    subprocess.run(["clang", "-O2", "-o", events, ROOT / "Benchmarks/yardsticks/events.c", "-lyaml"], check=True)
    return events


def run(command, env=None):
    """Seconds and peak MiB of one run."""
    start = time.perf_counter()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env={**os.environ, **(env or {})})
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command}: {error.decode()}")
    return seconds, usage.ru_maxrss / 1024


def in_turn(commands, rounds, env=None):
    """The least seconds and the most MiB of each command, the commands run in turn."""
    best = [(float("inf"), 0.0)] * len(commands)
    for _ in range(rounds):
        for i, command in enumerate(commands):
            seconds, memory = run(command, env)
            best[i] = (min(best[i][0], seconds), max(best[i][1], memory))
    return best


def fleet(count, folder, *options):
    """A folder of manifests with so many tasks."""
    directory = pathlib.Path(folder) / "-".join(["fleet", str(count), *options])
    subprocess.run([sys.executable, ROOT / "Benchmarks/fleet.py", str(count), str(directory), *options], check=True)
    return directory


def timed(command, environment=None):
    start = time.perf_counter()
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=environment)
    return time.perf_counter() - start


class Server:
    """A served store with a key that may do everything."""

    def __init__(self, folder, store, *options, location=None):
        self.store = location or f"sqlite:{store}"
        config = pathlib.Path(folder) / "serve.yaml"
        config.write_text("limits: { requests_per_minute: 10000000 }\n")
        self.log = pathlib.Path(folder) / "log"
        keys = [PHOENIX, "keys", "revoke", "bench", "--store", self.store]
        subprocess.run(keys, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.key = subprocess.run([PHOENIX, "keys", "create", "--name", "bench", *ALL, "--store", self.store],
                                  check=True, capture_output=True, text=True).stdout.strip()
        start = time.perf_counter()
        self.process = subprocess.Popen([PHOENIX, "serve", "--listen", "127.0.0.1:0", "--store", self.store,
                                         "--config", config, *options], stderr=self.log.open("w"))
        while not (found := re.search(r"http://\S+", self.log.read_text())):
            time.sleep(0.002)
        self.start_seconds = time.perf_counter() - start
        self.url = found[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.key}"})
        return urllib.request.urlopen(request).read()

    def peak_megabytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def environment(self):
        return {**os.environ, "PHOENIX_PANEL": self.url, "PHOENIX_API_KEY": self.key}
