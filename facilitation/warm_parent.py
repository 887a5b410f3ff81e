"""A warm parent: a process that imports what its children need, says so once, and then forks them.

Here is its life as seen by who starts it; what it is asked and answers is each one's own (see
`facilitation.grading.bench`, `facilitation.hub.warm` and `facilitation.kernels.parent`). This module imports
next to nothing, so that the parent can import its part while others import theirs.
"""

import gc
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

PATIENCE = 60  # seconds for a parent to be warm, on a machine that is busy
WARM = b"warm"


class WarmParent:
    """``process`` is the parent, None where it is none of ours, and ``channel`` our end of its socket."""

    process: subprocess.Popen[bytes] | None = None
    channel: socket.socket | None = None
    warm = False

    def start(self, module: str, environment: Mapping[str, str], **plain: Any) -> None:
        """Start ``python -m module FD`` with the other end of the socket; ``plain`` is for Popen.

        Nothing is imported from the folder that one happens to be in.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                **plain,
            )
        ours.settimeout(PATIENCE)
        self.channel = ours

    def is_warm(self) -> bool:
        """Whether it has said that it is warm, which it may take its time to. Raises OSError."""
        self.warm = self.warm or (self.channel is not None and self.channel.recv(16) == WARM)
        return self.warm

    def close(self) -> None:
        if self.channel is not None:
            self.channel.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = self.channel = None
        self.warm = False


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Meanwhile the modules ``names`` are not to be had, unless they are there already."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            if sys.modules.get(name) is None:
                sys.modules.pop(name, None)


def freeze() -> None:
    """Before a fork: what was imported will be no garbage, and looking at it would only copy shared pages."""
    gc.collect()
    gc.freeze()
