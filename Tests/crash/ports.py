"""Ports for servers that a test starts, and starts again."""

import pathlib
import random
import socket

RANGE = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port():
    """A free port of the loopback that is none of those that the kernel hands out by itself.

    One of these could be another program's by the time that the server starts, or starts again after a kill.
    """
    start, end = map(int, RANGE.read_text().split())
    ports = [*range(1_024, start), *range(end + 1, 65_536)] or range(1_024, 65_536)
    for port in random.sample(ports, min(len(ports), 1_000)):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise SystemExit("no port is free")
