#!/usr/bin/env python3
"""Prints what a shell shows when Tab is pressed at the end of a line: tab.py zsh|fish SETUP LINE.

SETUP is a line that makes the completions known. These shells complete on a terminal only, so they get one.
"""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

shell, setup, line = sys.argv[1:]
arguments = {"zsh": ["zsh", "-f", "-i"], "fish": ["fish", "--no-config", "-i"]}[shell]
pid, terminal = pty.fork()
if pid == 0:
    os.environ |= {"TERM": "xterm", "PS1": "READY> "}
    os.execvp(arguments[0], arguments)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 200, 0, 0))


def read_for(seconds, pattern=r"\x00"):
    """All output of some seconds, or up to a match."""
    text, end = "", time.monotonic() + seconds
    while time.monotonic() < end and not re.search(pattern, text):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                text += os.read(terminal, 65536).decode(errors="replace")
            except OSError:
                break
    return text


def send(text):
    os.write(terminal, text.encode())


send(f"{setup}; echo DO''NE\n")
read_for(20, r"DONE")
# One Tab inserts what is certain, a second one lists the rest.
send(f"{line}\t")
shown = read_for(2)
send("\t")
shown += read_for(2)
print(re.sub(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])", "", shown))
os.close(terminal)
