"""The memory of a hand-in as Linux itself counts it: all of it, also what no process has in its own tables.

A control group (https://docs.kernel.org/admin-guide/cgroup-v2.html, and version 1 where that is what a
machine has) counts pages of memfds, of nested file systems in memory, of pipes and sockets. To make one
takes rights that root has, and that some containers give; elsewhere there is none.
"""

import contextlib
import os
import time
from itertools import count
from pathlib import Path
from typing import Any

MOUNTS = Path("/proc/self/mountinfo")
_numbers = count()


class Group:
    """A group of processes with at most ``most`` bytes of memory, until `close`."""

    def __init__(self, most: int) -> None:
        kind, top = place()
        self.path = top / f"netvaerk-{os.getpid()}-{next(_numbers)}"
        self.path.mkdir()
        try:
            limits, self.events = (
                (("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"), "memory.oom_control")
                if kind == 1
                else (("memory.max", "memory.swap.max"), "memory.events")
            )
            (self.path / limits[0]).write_text(str(most))
            # where swap is not counted there are no such files
            with contextlib.suppress(OSError):
                (self.path / limits[1]).write_text(str(most if kind == 1 else 0))
            if kind == 2:
                # one that has grown too large takes all others of its hand-in with it
                (self.path / "memory.oom.group").write_text("1")
        except BaseException:
            self.close()
            raise

    def files(self) -> Any:
        """Two files: into the first a process writes "0" to go in; of the second see `exceeded`."""
        return str(self.path / "cgroup.procs"), str(self.path / self.events)

    def exceeded(self) -> Any:
        """Whether Linux has had to end a process in here for its memory."""
        try:
            return exceeded((self.path / self.events).read_text())
        except OSError:
            return False

    def close(self) -> None:
        """Take it away, once its processes have ended."""
        for _ in range(50):
            try:
                self.path.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.01)


def group(most: int) -> Group | None:
    """A `Group`, or None where this process may make none."""
    try:
        return Group(most) if place() else None
    except OSError:
        return None


def exceeded(events: Any) -> bool:
    """The same, by the text of its file of events."""
    found = dict(line.split()[:2] for line in events.splitlines())
    return found.get("oom_kill", "0") != "0"


def sweep() -> None:
    """Take away the groups that were left by processes which were killed."""
    for path in place()[1].glob("netvaerk-*") if place() else ():
        maker = path.name.split("-")[1]
        if maker.isdigit() and not Path("/proc", maker).exists():
            # one that still has processes in it stays
            with contextlib.suppress(OSError):
                path.rmdir()


_place = []


def place() -> tuple[int, Path]:
    """The kind (1 or 2) of control groups for memory and the folder they are made in; None for neither."""
    if not _place:
        _place.append(_find())
    return _place[0]


def _find():
    try:
        lines = [line.split() for line in MOUNTS.read_text().splitlines()]
    except OSError:
        return None
    for words in lines:
        if (kind := words[words.index("-") + 1]) in ("cgroup", "cgroup2"):
            top = Path(words[4])
            if kind == "cgroup" and "memory" in words[-1].split(",") and os.access(top, os.W_OK):
                return 1, top
    for words in lines:
        if words[words.index("-") + 1] == "cgroup2":
            top = Path(words[4])
            with contextlib.suppress(OSError):
                if "memory" in (top / "cgroup.subtree_control").read_text().split() and os.access(
                    top, os.W_OK
                ):
                    return 2, top
    return None
