"""A warm start for learners' servers: a parent that has imported all they need, and forks one for each.

What a learner's server costs is what it imports: some three seconds of a processor and a hundred megabytes.
Forked, it costs a fraction of that, and the memory that it has not changed is everybody's. So a room of
thirty can come in within a minute on two processors.

The hub has one `Parent`, a process with root's rights, one thread, no secrets, and no ear but the hub's: the
socket that it was born with. A child gives up those rights before it reads anything of the learner's. The
children outlive parent and hub.
"""

import json
import os
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from threading import Lock

from facilitation.warm_parent import WARM, WarmParent, freeze

# what a child shows for its environment: no secrets, and which hub it belongs to
KEPT = ("PATH", "LANG", "LC_ALL", "NETVAERK_HUB")
REQUEST = 100_000
# what a learner's server imports between its start and its first page
NEEDED = (
    *("facilitation.hub.learner", "facilitation.hub.spawner", "facilitation.nbgrader_settings"),
    *("jupyterhub.singleuser.extension", "jupyterlab.labapp", "notebook_shim", "IPython", "jinja2"),
    *("nbgrader.server_extensions.assignment_list", "nbgrader.server_extensions.validate_assignment"),
    *("nbgrader.auth", "nbgrader.coursedir", "nbgrader.exchange", "nbformat.sign", "platformdirs"),
)


class Parent(WarmParent):
    """The hub's end: `fork` asks for one child and may be called from any thread."""

    def __init__(self):
        self.one_by_one = Lock()

    def begin(self):
        """Start the parent unless it runs, and let it import meanwhile."""
        if self.process is not None and self.process.poll() is None:
            return
        self.close()
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.start("facilitation.hub.warm", environment, start_new_session=True)

    def fork(self, request):
        """The process number of a new child that does `become` with ``request``. Raises OSError."""
        with self.one_by_one:
            self.begin()
            try:
                if not self.is_warm():
                    raise OSError("the warm parent did not start")
                self.channel.send(json.dumps(request).encode())
                answer = self.channel.recv(16)
                if not answer:
                    raise OSError("the warm parent has ended")
            except OSError:
                # an answer that comes late must not be taken for the next one's
                self.close()
                raise
        return int(answer)


def main():
    channel = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # nobody waits for the children: the hub asks the system whether they live
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for name in NEEDED:
        import_module(name)
    freeze()
    channel.send(WARM)
    while data := channel.recv(REQUEST):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                channel.close()
                become(json.loads(data))
                status = 0
            except SystemExit as stop:
                status = stop.code if isinstance(stop.code, int) else 1
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(status)
        channel.send(str(child).encode())


def become(request):
    """Turn this forked process into the server of ``account``.

    ``request`` has also ``environment``, ``group`` (a cgroup's folder or None), ``memory`` and ``processes``
    (see `spawner.limit`).
    """
    from jupyterhub.spawner import set_user_setuid

    from facilitation.hub import learner, spawner

    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    if request["group"]:
        Path(request["group"], "cgroup.procs").write_text(str(os.getpid()))
    spawner.limit(request["memory"], request["processes"])
    set_user_setuid(request["account"])()
    sys.argv = ["netvaerk"]
    learner.main()


if __name__ == "__main__":
    main()
