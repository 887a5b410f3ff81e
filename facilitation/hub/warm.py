"""A warm start for learners' servers: a parent that has imported all they need, and forks one for each.

What a learner's server costs is what it imports: some three seconds of a processor and a hundred megabytes.
Forked, it costs a fraction of that, and the memory that it has not changed is everybody's. So a room of
thirty can come in within a minute on two processors.

The hub has one `Parent`, a process with root's rights, one thread, no secrets, and no ear but the hub's: the
socket that it was born with. What a child is to be it reads itself, from a channel of its own, so that no
learner's word to the hub was ever in the parent. It puts up its walls and gives up those rights before it
reads anything of the learner's (see `walls`). Before that it has forked a nursery of its own, which holds
nothing of the server's and from which the learner's kernels come (see `facilitation.kernels`). The children
outlive parent and hub.
"""

from __future__ import annotations

import json
import os
import pwd
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from facilitation.kernels import nursery
from facilitation.warm_parent import PATIENCE, WARM, WarmParent, freeze

# what a child shows for its environment: no secrets, and which hub it belongs to
KEPT = ("PATH", "LANG", "LC_ALL", "NETVAERK_HUB")
# what a learner's server imports between its start and its first page
NEEDED = (
    *("facilitation.hub.learner", "facilitation.hub.limits", "facilitation.nbgrader_settings"),
    *("jupyterhub.singleuser.extension", "jupyterlab.labapp", "notebook_shim", "IPython", "jinja2"),
    *("nbgrader.server_extensions.assignment_list", "facilitation.pages.hand_in"),
    *("nbgrader.auth", "nbgrader.coursedir", "nbgrader.exchange", "nbformat.sign", "platformdirs"),
    *("anyio._backends._asyncio", "psutil", "facilitation.desk_folder", "facilitation.taking_in"),
    *("facilitation.pages.contents", "facilitation.pages.first_text", "facilitation.pages.reading_text"),
    "facilitation.kernels.jupyter",
)


class Parent(WarmParent):
    """The hub's end: `fork` asks for one child and may be called from any thread."""

    def __init__(self) -> None:
        self.one_by_one = Lock()

    def begin(self) -> None:
        """Start the parent unless it runs, and let it import meanwhile."""
        if self.process is not None and self.process.poll() is None:
            return
        self.close()
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.start("facilitation.hub.warm", environment, start_new_session=True)

    def fork(self, request: Any, listening: Any, says: Any) -> Any:
        """The process number of a new child that does `become` with ``request``. Raises OSError.

        ``listening`` and ``says`` are handles: the socket that it is to serve, and what it may complain into.
        """
        try:
            return self._fork(request, listening, says)
        except OSError:
            # it had ended since the last one: the next is warm soon
            return self._fork(request, listening, says)

    def is_child(self, number: int) -> bool:
        """Whether a process is one that the parent has forked and that is on its way to be somebody's."""
        try:
            words = Path("/proc", str(number), "status").read_text()
        except OSError:
            return False
        return self.process is not None and f"\nPPid:\t{self.process.pid}\n" in words

    def _fork(self, request, listening, says):
        ours, theirs = socket.socketpair()
        with ours, theirs, self.one_by_one:
            self.begin()
            try:
                if not self.is_warm():
                    raise OSError("the warm parent did not start")
                socket.send_fds(self.channel, [b"fork"], [theirs.fileno(), listening, says])
                answer = self.channel.recv(16)
                if not answer:
                    raise OSError("the warm parent has ended")
            except OSError:
                # an answer that comes late must not be taken for the next one's
                self.close()
                raise
            theirs.close()
            ours.settimeout(PATIENCE)
            ours.sendall(json.dumps(request).encode())
        return int(answer)


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # nobody waits for the children: the hub asks the system whether they live
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for name in NEEDED:
        import_module(name)
    nursery.prepare()
    for _ in nursery.read_texts():
        pass
    import nbformat

    # makes the validator that each of them would make
    nbformat.validate(nbformat.v4.new_notebook())
    freeze()
    channel.send(WARM)
    while True:
        word, handles, _, _ = socket.recv_fds(channel, 16, 3)
        if not word:
            break
        child = os.fork()
        if child == 0:
            status = 1
            try:
                channel.close()
                become(*handles)
                status = 0
            except SystemExit as stop:
                status = stop.code if isinstance(stop.code, int) else 1
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(status)
        for handle in handles:
            os.close(handle)
        channel.send(str(child).encode())


def become(asks: Any, listening: Any, says: Any) -> None:
    """Turn this forked process into the server of an account; the three are handles (see `Parent.fork`).

    What it reads from ``asks`` has ``account``, ``environment``, ``group`` (a cgroup's folder or None),
    ``memory`` and ``processes`` (see `limits.limit`).
    """
    from facilitation.hub import learner, walls
    from facilitation.kernels import parent as kernels

    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    walls.hold_only(asks, listening, says)
    asks, listening, says = 3, 4, 5
    walls.put_up()
    kernels.ours.adopt(settle)
    # what is started from here writes to nobody; this process to the hub, which puts it into its log
    sys.stderr = os.fdopen(says, "w", buffering=1, errors="replace")
    with os.fdopen(asks, "rb") as file:
        request = json.load(file)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    # no word with which the server speaks to the hub: its kernels have not even this memory of it
    about = json.dumps({name: request[name] for name in ("account", "group", "memory", "processes")}).encode()
    kernels.ours.tell(about)
    settle(about)
    sys.argv = ["netvaerk"]
    learner.main(listening)


def settle(about: bytes) -> None:
    """Be held to what an account may use, and be nobody but it."""
    from facilitation.hub import limits, walls

    told = json.loads(about)
    if told["group"]:
        Path(told["group"], "cgroup.procs").write_text(str(os.getpid()))
    limits.limit(told["memory"], told["processes"])
    walls.give_up_rights(pwd.getpwnam(told["account"]))
    # what a learner makes is for nobody else to read
    os.umask(0o077)


if __name__ == "__main__":
    main()
