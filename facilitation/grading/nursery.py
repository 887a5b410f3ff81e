"""The nursery of a batch: a process that imports what a worker needs once, and forks the workers.

A worker is there at once then, also the one that takes over from another, and however many there are, what
they have imported and the warm parent are in memory once. This module itself imports next to nothing, so that
a command can begin the nursery first and import its own part meanwhile.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

from facilitation.laying import BOOKS

STAGES = "grading"
STARTING = 120  # seconds for all imports, on a machine that is busy


def start(words, jupyter, **plain):
    """Start ``python -m facilitation.grading.worker WORDS``, with its Jupyter files in ``jupyter``."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return subprocess.Popen(
        [sys.executable, "-m", "facilitation.grading.worker", json.dumps(words)],
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PATH": path, "JUPYTER_RUNTIME_DIR": str(jupyter), "IPYTHONDIR": str(jupyter)},
        # Ctrl+C is ours to answer
        start_new_session=True,
        **plain,
    )


class Nursery:
    """Begun for the course folder ``folder``; `stop` ends it and every worker that it has forked."""

    def __init__(self, folder):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words, jupyter = {"nursery": theirs.fileno()}, Path(folder, BOOKS, STAGES, "jupyter")
        null = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        self.process = start(words, jupyter, pass_fds=[theirs.fileno()], **null)
        theirs.close()
        ours.settimeout(STARTING)
        self.channel = ours

    def fork(self, words):
        """A new worker that is told ``words``, as `Forked`. Raises RuntimeError."""
        (reads, tells), (hears, says) = os.pipe(), os.pipe()
        try:
            socket.send_fds(self.channel, [json.dumps(words).encode()], [reads, says])
            handles = socket.recv_fds(self.channel, 1, 1)[1]
        except OSError:
            handles = []
        finally:
            os.close(reads)
            os.close(says)
        if not handles:
            os.close(tells)
            os.close(hears)
            raise RuntimeError("the nursery gave no worker")
        return Forked(handles[0], tells, hears)

    def stop(self):
        self.channel.close()
        # its workers and the warm parent end with it
        self.process.kill()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Forked:
    """A process that another has forked for us, with as much of Popen's interface as is used here."""

    def __init__(self, handle, tells, hears):
        self.handle = handle
        self.stdin = os.fdopen(tells, "w", encoding="utf-8")
        self.stdout = os.fdopen(hears, encoding="utf-8")

    def poll(self):
        return 0 if select.select([self.handle], [], [], 0)[0] else None

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def wait(self):
        select.select([self.handle], [], [])
        os.close(self.handle)
