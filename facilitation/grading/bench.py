"""Where a process takes its kernels from: the warm parent, begun early and shared by all that it forks.

This module imports next to nothing, so that the warm parent can import its part while others import theirs.
"""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from typing import Any, cast

from facilitation.grading import sandbox
from facilitation.warm_parent import WarmParent

# what a kernel is told of the facilitator's environment: no name, no folder, no key
KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "LC_TIME", "TZ", "NETVAERK_LANGUAGE", "NBGRADER_EXECUTION")
# what nbclient starts a kernel with, unless it is told more
USUAL = ("--HistoryManager.hist_file=:memory:",)


class Bench(WarmParent):
    """Where this process takes its kernels from: a warm parent, and boxes for them if it may have them.

    ``limits`` are a hand-in's (see `sandbox.Limits`), ``account`` is the box's (see `sandbox.Box`), and
    ``last`` is the `running.Run` of the hand-in at hand, None before it has one.
    """

    limits = sandbox.Limits()
    sandboxed = True
    account = last = None

    def shared(self) -> Any:
        """A bench for a process forked from this one, with the same warm parent for as long as that lives."""
        bench = Bench()
        bench.channel, bench.warm = self.channel, self.warm
        return bench

    def box(self) -> Any:
        return sandbox.Box(self.limits, self.account) if self.sandboxed else sandbox.OpenBox(self.limits)

    def begin(self) -> None:
        """Start a warm parent unless there is one, and let it import meanwhile."""
        if self.channel is not None:
            return
        null = subprocess.DEVNULL
        self.start("facilitation.grading.parent", environment("/nowhere"), stdout=null, stderr=null)

    def open(self) -> None:
        """See that the warm parent is there and warm."""
        self.begin()
        if not self.is_warm():
            raise RuntimeError("the warm parent did not start")

    def fork(self, request: Any, outputs: Any) -> Any:
        """Ask for a kernel; ``outputs`` are the writing ends of its three pipes (see `parent`).

        Returns the end of the pipe on which its keeper speaks.
        """
        file = os.memfd_create("request")
        reading, writing = os.pipe()
        try:
            os.write(file, json.dumps(request | {"limits": asdict(self.limits)}).encode())
            os.lseek(file, 0, os.SEEK_SET)
            handles = [file, writing, *outputs]
            self.open()
            try:
                socket.send_fds(cast(socket.socket, self.channel), [b"run"], handles)
            except OSError:
                # the warm parent has ended: another
                self.close()
                self.open()
                socket.send_fds(cast(socket.socket, self.channel), [b"run"], handles)
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(file)
            os.close(writing)
        return reading


def environment(scratch: Any) -> Any:
    """The environment of a kernel (and of the warm parent, whose memory it begins with)."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    places = {
        name: f"{scratch}/{name.lower()}"
        for name in (
            *("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"),
            *("MPLCONFIGDIR", "XDG_CACHE_HOME"),
        )
    }
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")}
    fixed = {
        "HOME": scratch,
        "TMPDIR": scratch,
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.defpath]),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    return fixed | threads | places | kept
