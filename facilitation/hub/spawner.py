"""A learner's own server: a process with the learner's own account, and limits that the kernel keeps.

JupyterHub's `LocalProcessSpawner` knows no limits, so the process gets them before it gives up root's rights:

- ``RLIMIT_NPROC``: how many processes and threads the account may have in all.
- ``RLIMIT_DATA``: how much memory each of its processes may take (`mem_limit`).
- ``RLIMIT_FSIZE``: how large a file may grow. How much a home may hold in all is the file system's own quota.
- ``nice``: the hub and the proxy go first.
- where the machine has cgroup v2 and lets us (root, no container): one group for each learner, in which all
  processes together keep `mem_limit` and `cpu_limit`.
"""

import asyncio
import contextlib
import os
import resource
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Bool, Integer, Unicode

from facilitation.hub.accounts import account_of, ensure
from facilitation.hub.warm import Parent

PROCESSES = 256
FILE = 500_000_000
CGROUP = Path("/sys/fs/cgroup")
PARENT = Parent()


class LearnerSpawner(LocalProcessSpawner):
    homes = Unicode(help="Where the learners' homes lie.", config=True)
    named_elsewhere = Bool(help="Whether names come from elsewhere (OpenID Connect, LTI).", config=True)
    own_accounts = Bool(True, help="Whether accounts are made here; with PAM they are not.", config=True)
    most_processes = Integer(PROCESSES, help="Processes and threads of one learner.", config=True)

    @property
    def account(self):
        return account_of(self.user.name) if self.named_elsewhere else self.user.name

    async def start(self):
        if self.own_accounts:
            await asyncio.to_thread(ensure, self.account, Path(self.homes))
        try:
            return await self._fork()
        except OSError as error:
            self.log.error("No warm start: %s", error)
            return await super().start()

    async def _fork(self):
        """As the original's `start`, but from a parent that has imported all that a server needs."""
        self.port = self.port or random_port()
        group = cgroup(self.account, self.mem_limit, self.cpu_limit)
        request = {
            "account": self.account,
            "environment": self.get_env(),
            "group": str(group) if group else None,
            "memory": self.mem_limit,
            "processes": self.most_processes,
        }
        self.pid = await asyncio.to_thread(PARENT.fork, request)
        self.proc = None
        return self.ip or "127.0.0.1", self.port

    def user_env(self, env):
        import pwd

        found = pwd.getpwnam(self.account)
        return env | {"USER": found.pw_name, "LOGNAME": found.pw_name, "HOME": found.pw_dir}

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(self.account)
        group = cgroup(self.account, self.mem_limit, self.cpu_limit)

        def preexec():
            if group:
                (group / "cgroup.procs").write_text(str(os.getpid()))
            limit(self.mem_limit, self.most_processes)
            become()

        return preexec


class DemoSpawner(SimpleLocalProcessSpawner):
    """Without root: all learners' servers have the account that the hub has, and nothing keeps them apart."""

    homes = Unicode(config=True)

    @property
    def account(self):
        return self.user.name

    async def start(self):
        Path(self.homes, self.account).mkdir(mode=0o700, parents=True, exist_ok=True)
        return await super().start()

    def user_env(self, env):
        return super().user_env(env) | {"NETVAERK_LEARNER": self.account}


def limit(memory, processes):
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


def cgroup(account, memory, cpu, top=CGROUP):
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
