"""Ports for servers that a test starts, and starts again."""

import pathlib
import random
import socket

RANGE = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port():
    """A free port of the loopback, below those that the kernel hands out by itself.

    One of those could be another program's by the time that the server starts, or starts again after a kill.
    """
    end = int(RANGE.read_text().split()[0])
    while True:
        port = random.randrange(10_000, max(end, 10_100))
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
