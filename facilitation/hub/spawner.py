"""A learner's own server: forked from the warm parent, walled in, under the learner's own account."""

import asyncio
import contextlib
import os
import pwd
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner
from traitlets import Bool, Integer, Unicode

from facilitation.hub import walls
from facilitation.hub.accounts import account_of, ensure
from facilitation.hub.limits import cgroup
from facilitation.hub.settings import socket_url
from facilitation.hub.warm import Parent

PROCESSES = 256
PARENT = Parent()
# of what a server says for itself: lines in all, and letters of each
MOST_LINES, LONGEST_LINE = 200, 500


class LearnerSpawner(LocalProcessSpawner):
    homes = Unicode(help="Where the learners' homes lie.", config=True)
    sockets = Unicode(help="Where their servers' sockets lie.", config=True)
    named_elsewhere = Bool(help="Whether names come from elsewhere (OpenID Connect, LTI).", config=True)
    own_accounts = Bool(True, help="Whether accounts are made here; with PAM they are not.", config=True)
    most_processes = Integer(PROCESSES, help="Processes and threads of one learner.", config=True)
    said = 0

    @property
    def account(self) -> Any:
        return account_of(self.user.name) if self.named_elsewhere else self.user.name

    async def start(self) -> Any:
        if self.own_accounts:
            await asyncio.to_thread(ensure, self.account, Path(self.homes))
        place = Path(self.sockets, self.account)
        group = cgroup(self.account, self.mem_limit, self.cpu_limit)
        request = {
            "account": self.account,
            "environment": self.get_env(),
            "group": str(group) if group else None,
            "memory": self.mem_limit,
            "processes": self.most_processes,
        }
        hears, says = os.pipe()
        try:
            with walls.bind(place) as listening:
                self.pid = await asyncio.to_thread(PARENT.fork, request, listening.fileno(), says)
        except BaseException:
            os.close(hears)
            raise
        finally:
            os.close(says)
        self.proc, self.said = None, 0
        asyncio.get_running_loop().add_reader(hears, self._hear, hears)
        return socket_url(place)

    async def poll(self) -> Any:
        """As the original's; whatever the account had started ends with its server."""
        had = self.pid
        if had and not PARENT.is_child(had) and not walls.is_run_by(had, self._uid):
            self.pid = 0  # its number may be another program's by now
        status = await super().poll()
        if had and status is not None:
            await self._end_all()
        return status

    async def stop(self, now: bool = False) -> None:
        await super().stop(now)
        await self._end_all()

    async def _end_all(self):
        with contextlib.suppress(FileNotFoundError):
            Path(self.sockets, self.account).unlink()
        # somebody with a real account may be on this machine in other ways
        if not await asyncio.to_thread(walls.end_all, self._uid, not self.own_accounts):
            self.log.error("Processes of %s could not be ended", self.account)

    @property
    def _uid(self):
        return pwd.getpwnam(self.account).pw_uid

    def _hear(self, handle):
        """Lines that a server says go into the log under its name; it has no hold of the log itself."""
        heard = os.read(handle, 8192)
        if not heard:
            asyncio.get_running_loop().remove_reader(handle)
            os.close(handle)
            return
        for line in heard.decode("utf-8", errors="replace").splitlines():
            if self.said < MOST_LINES and line.strip():
                self.said += 1
                plain = "".join(sign if sign.isprintable() else " " for sign in line[:LONGEST_LINE])
                self.log.error("The server of %s: %s", self.account, plain)

    def user_env(self, env: Any) -> Any:
        found = pwd.getpwnam(self.account)
        return env | {"USER": found.pw_name, "LOGNAME": found.pw_name, "HOME": found.pw_dir}


class DemoSpawner(SimpleLocalProcessSpawner):
    """Without root: all learners' servers have the account that the hub has, and nothing keeps them apart."""

    homes = Unicode(config=True)

    @property
    def account(self) -> Any:
        return self.user.name

    async def start(self) -> Any:
        Path(self.homes, self.account).mkdir(mode=0o700, parents=True, exist_ok=True)
        return await super().start()

    def user_env(self, env: Any) -> Any:
        return super().user_env(env) | {"NETVAERK_LEARNER": self.account}
