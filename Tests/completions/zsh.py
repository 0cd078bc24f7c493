#!/usr/bin/env python3
"""Prints what zsh shows when Tab is pressed at the end of a line: zsh.py FUNCTIONS LINE.

FUNCTIONS is the folder with the completion function. zsh completes on a terminal only, so it gets one.
"""
import os
import pty
import re
import select
import sys
import time

functions, line = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ |= {"TERM": "dumb", "PS1": "READY> ", "COLUMNS": "200", "LINES": "1000"}
    os.execvp("zsh", ["zsh", "-f", "-i"])


def read_until(pattern, limit=20):
    """All output up to a match; what there is at the limit of seconds."""
    text, end = "", time.monotonic() + limit
    while time.monotonic() < end and not re.search(pattern, text):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                text += os.read(terminal, 65536).decode(errors="replace")
            except OSError:
                break
    return text


def send(text):
    os.write(terminal, text.encode())


send(f"unsetopt zle_bracketed_paste; fpath=({functions} $fpath); autoload -Uz compinit; compinit -u -D; "
     "zstyle ':completion:*' list-prompt ''; LISTMAX=100000; PS1='DONE> '\n")
read_until(r"\nDONE> |\rDONE> ")
# One Tab inserts what is certain, a second one lists the rest.
send(f"{line}\t")
first = read_until(r"\x00", 2)
send("\t")
print(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", first + read_until(r"\x00", 2)))
os.close(terminal)
