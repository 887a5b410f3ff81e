"""The server's end of a nursery: asks it for kernels, and knows of each whether it lives."""

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from facilitation.kernels import nursery
from facilitation.warm_parent import PATIENCE, WarmParent

# on macOS a process that has used the system's own libraries may not be forked; Windows forks none
POSSIBLE = sys.platform == "linux"


class Nursery(WarmParent):
    """The server's end of its nursery; `fork` may be called from any thread."""

    def __init__(self) -> None:
        self.one_by_one = Lock()

    def begin(self) -> None:
        """Start it unless it runs or there can be none, and let it import meanwhile."""
        if POSSIBLE and self.channel is None:
            # in a group of its own: Ctrl+C is for the server to understand
            self.start("facilitation.kernels.nursery", os.environ.copy(), start_new_session=True)

    def adopt(self, settle: Callable[[bytes], None]) -> None:
        """Make it of this very process, which has one thread and has imported what kernels need.

        It does nothing before the server has told it (`tell`) whose it is to be: that is for ``settle`` to
        make true. So what the server alone is told is not in the memory of any kernel.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            status = 1
            try:
                nursery.hold_only(theirs)
                told = theirs.recv(4096)
                if told:
                    settle(told)
                    nursery.live(theirs)
                status = 0
            except BaseException:
                traceback.print_exc(file=sys.__stderr__)
            finally:
                os._exit(status)
        theirs.close()
        ours.settimeout(PATIENCE)
        self.channel = ours

    def tell(self, about: bytes) -> None:
        """Let an adopted one begin."""
        if self.channel is not None:
            self.channel.send(about)

    def fork(self, arguments: list[str], environment: Mapping[str, str], folder: str) -> "Forked":
        """A new kernel. Raises OSError where there is none to be had in this way."""
        with self.one_by_one:
            try:
                return self._fork(arguments, environment, folder)
            except (OSError, ValueError):
                # it had ended since the last one: the next is warm soon
                self.close()
                return self._fork(arguments, environment, folder)

    def _fork(self, arguments, environment, folder):
        self.begin()
        if not self.is_warm():
            raise OSError("the nursery did not start")
        return Forked(*nursery.ask(self.channel, arguments, environment, folder, PATIENCE))


class Forked:
    """As much of a `subprocess.Popen` as jupyter_client asks of a kernel's process."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, life: socket.socket) -> None:
        life.setblocking(False)
        self.pid, self.life = pid, life
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it lives; how it ended is not known."""
        if self.returncode is None and self._has_ended():
            self.life.close()
            self.returncode = 1
        return self.returncode

    def wait(self) -> int | None:
        """jupyter_client asks when `poll` has said that it has ended."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _has_ended(self):
        try:
            if not self.life.recv(1):
                return True
        except BlockingIOError:
            pass
        except OSError:
            return True
        # what it has forked itself may hold its end of the socket
        return not Path("/proc", str(self.pid)).exists()


ours = Nursery()
