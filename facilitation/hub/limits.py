"""Limits that the kernel keeps for a learner's processes, given before they lose root's rights.

JupyterHub's `LocalProcessSpawner` knows no limits:

- ``RLIMIT_NPROC``: how many processes and threads the account may have in all.
- ``RLIMIT_DATA``: how much memory each of its processes may take (`mem_limit`).
- ``RLIMIT_FSIZE``: how large a file may grow. How much a home may hold in all is the file system's own quota.
- ``nice``: the hub and the proxy go first.
- where the machine has cgroup v2 and lets us (root, no container): one group for each learner, in which all
  processes together keep `mem_limit` and `cpu_limit`.
"""

import contextlib
import os
import resource
from pathlib import Path
from typing import Any

FILE = 500_000_000
CGROUP = Path("/sys/fs/cgroup")


def limit(memory: Any, processes: Any) -> None:
    """Bind this process, and all that it starts."""
    for name, most in (
        ("RLIMIT_NPROC", processes),
        ("RLIMIT_DATA", memory),
        ("RLIMIT_FSIZE", FILE),
        ("RLIMIT_CORE", 0),
    ):
        if most is not None:
            number = getattr(resource, name)
            resource.setrlimit(number, (int(most), int(most)))
    os.nice(5)


def cgroup(account: str, memory: Any, cpu: Any, top: Any = CGROUP) -> Any:
    """The folder of the learner's own cgroup with its limits written, None where there can be none."""
    group = top / "netvaerk" / account
    try:
        if not (top / "cgroup.controllers").exists():
            return None
        for above in (top, top / "netvaerk"):
            above.mkdir(exist_ok=True)
            (above / "cgroup.subtree_control").write_text("+memory +cpu")
        group.mkdir(exist_ok=True)
        if memory:
            (group / "memory.max").write_text(str(int(memory)))
        if cpu:
            (group / "cpu.max").write_text(f"{int(cpu * 100_000)} 100000")
    except OSError:
        with contextlib.suppress(OSError):
            group.rmdir()
        return None
    return group
