"""ipykernel's shell without its protocol: what it would send over sockets goes down a pipe, in lines of JSON.

The cells of a hand-in are known before the first is run, nobody asks the kernel for anything else, and it
dies with its hand-in. So there are no sockets, no threads and no round trips. What a cell says is what it
says in any kernel: shell, display hooks and messages are ipykernel's own.

The warm parent calls `make`, so that the kernels it forks find nearly all of it done. What is left to a
kernel is what nobody may share: pipes, folders and the environment.
"""

import asyncio
import base64
import fcntl
import io
import logging
import os
import signal
import sys
import tempfile
import termios
import threading
import time
from copy import deepcopy
from functools import cache
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from jupyter_client.session import Session, extract_header, json_packer
from tornado.ioloop import IOLoop
from traitlets.config.loader import KVArgParseConfigLoader

from facilitation.grading.bench import USUAL

LINE = 65536  # characters that a stream keeps back at most, and bytes of messages
FRAMING = ("status", "execute_reply")
DRAINING = 1  # second to have the last of a cell read

made = {}


class Kernel(IPythonKernel):
    twice: Any
    _supports_kernel_subshells = False


class NoSubshells:
    """In place of the thread for them, which ipykernel asks for the main one when a cell awaits."""

    parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


Kernel.shell_channel_thread = NoSubshells()  # type: ignore[assignment]


class Told(Session):
    """A session whose messages go down the pipe ``told`` (a file descriptor).

    What only begins or ends a cell waits for the next message, or for the end: each writing wakes the worker.
    """

    told = None
    waiting = b""
    number = 0

    def msg(
        self,
        msg_type: str,
        content: Any = None,
        parent: Any = None,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        """A message without what only a protocol asks for: a date, a version, a number that no other has."""
        self.number += 1
        header = header or {"msg_id": f"said-{self.number}", "msg_type": msg_type, "session": self.session}
        msg = {"header": header, "msg_id": header["msg_id"], "msg_type": header["msg_type"]}
        msg |= {"content": content or {}, "metadata": metadata or {}}
        return msg | {"parent_header": extract_header(parent) if parent else {}}

    def send(  # type: ignore[override]
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        buffers: Any = None,
        metadata: Any = None,
        **words: Any,
    ) -> Any:
        msg = msg_or_type
        if not isinstance(msg, dict):
            msg = self.msg(msg_or_type, content=content, parent=parent, metadata=metadata)
        kept = {name: msg[name] for name in ("msg_type", "content", "metadata")}
        kept |= {"of": msg["parent_header"].get("msg_id"), "at": time.time()}
        if buffers:
            kept["buffers"] = [base64.b64encode(one).decode() for one in buffers]
        self.waiting += json_packer(kept) + b"\n"
        if msg["msg_type"] not in FRAMING or len(self.waiting) > LINE:
            self.flush()
        return msg

    def flush(self) -> None:
        said, self.waiting = self.waiting, b""
        write(self.told, said)


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr: whole lines are told at once, the rest when the cell ends or is flushed."""

    encoding, errors, parent_header = "UTF-8", None, {}

    def __init__(self, kernel: Any, name: str, handle: Any) -> None:
        self.kernel, self.name, self.handle, self.owner, self.waiting = kernel, name, handle, os.getpid(), []
        self.lock = threading.RLock()
        self.size = 0

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self.owner:
            # a child that the hand-in has forked
            write(self.handle, text.encode("utf-8", "backslashreplace"))
            return len(text)
        with self.lock:
            self.waiting.append(text)
            self.size += len(text)
            if "\n" in text or self.size > LINE:
                self.flush()
        return len(text)

    def flush(self) -> None:
        if not self.waiting or os.getpid() != self.owner:
            return
        with self.lock:
            text, self.waiting, self.size = "".join(self.waiting), [], 0
            if text:
                content = {"name": self.name, "text": text}
                self.kernel.session.send(None, "stream", content, parent=self.kernel.get_parent())

    def set_parent(self, parent: Any) -> None:
        """Each message is told its parent when it is sent."""

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> Any:
        return self.handle


class Twice:
    """What ``work`` makes of a cell, made once where it is asked for twice in a row: ipykernel does."""

    def __init__(self, work: Any) -> None:
        self.work, self.known = work, {}

    def __call__(self, cell: Any) -> Any:
        if cell in self.known:
            return self.known.pop(cell)
        self.known = {cell: self.work(cell)}
        return self.known[cell]


def make() -> None:
    """Make a kernel with its shell ahead, for whoever is forked from this process and starts it as usual.

    It leaves the environment changed, for each kernel gets its own.
    """
    with tempfile.TemporaryDirectory() as nobodys:
        os.environ["IPYTHONDIR"] = nobodys
        kernel = _new(USUAL)
        # what the first cell makes that all have in common
        kernel.shell.run_cell("pass", silent=True)
        kernel.shell.display_formatter.format(None)
    made[USUAL] = kernel


def _new(argv):
    Kernel.clear_instance()
    ZMQInteractiveShell.clear_instance()
    # a shell writes into its settings
    kernel = Kernel.instance(
        config=deepcopy(settings(argv)), profile_dir=ProfileDir(), session=Told(key=b"", username="")
    )
    kernel.log = logging.getLogger(__name__)
    kernel.shell.extension_manager.load_extension("storemagic")
    kernel.twice = kernel.shell.transform_cell = Twice(kernel.shell.transform_cell)
    return kernel


@cache
def settings(argv: Any) -> Any:
    """The settings of a command line, without a parser for every option that ipykernel knows."""
    return KVArgParseConfigLoader(list(argv), aliases={}, flags={}).load_config()


def run(cells: Any, argv: Any, told: Any) -> None:
    """Run ``cells``, pairs of a number and its source, in turn; what they say goes to the pipe ``told``.

    First is told what language this is. There are no settings of this computer's for IPython: what a
    hand-in is worth must not depend on them.
    """
    # each kernel has a place of its own for passing files, whatever the process before it used
    tempfile.tempdir = None
    kernel = made.get(tuple(argv)) or _new(tuple(argv))
    kernel.session.told = told
    sys.stdout, sys.stderr = Stream(kernel, "stdout", 1), Stream(kernel, "stderr", 2)
    kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
    shell = kernel.shell
    shell.ipython_dir = os.environ["IPYTHONDIR"]
    os.makedirs(shell.ipython_dir, exist_ok=True)
    kernel.profile_dir = shell.profile_dir = ProfileDir.create_profile_dir_by_name(shell.ipython_dir)
    shell.init_environment()
    sys.displayhook = shell.displayhook
    # the course's own modules come before a file that was handed in
    sys.path.append("")
    kernel.session.send(None, "language", kernel.language_info)
    asyncio.set_event_loop(loop := asyncio.new_event_loop())
    loop.run_until_complete(_run(kernel, cells))


async def _run(kernel, cells):
    kernel.io_loop = IOLoop.current()
    for number, source in cells:
        content = {"code": source, "silent": False, "store_history": True, "stop_on_error": False}
        header = {"msg_id": str(number), "msg_type": "execute_request", "session": kernel.session.session}
        parent = {"header": header, "msg_id": str(number), "metadata": {}, "content": content}
        kernel.twice.known = {}
        kernel.set_parent([b""], parent, channel="shell")
        kernel._publish_status("busy", "shell", parent)
        try:
            kernel.pre_handler_hook()
            await kernel.execute_request(None, [b""], parent)
        except KeyboardInterrupt:
            # it came when the cell had just ended
            pass
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout.flush()
        sys.stderr.flush()
        _hand_over(kernel, parent)
        kernel._publish_status("idle", "shell", parent)
        kernel.session.flush()


def _hand_over(kernel, parent):
    """Let what was written past Python's streams be read as this cell's, before the next begins."""
    if not any(map(_waiting, (1, 2))):
        return
    kernel.session.send(None, "drain", {}, parent=parent)
    until = time.monotonic() + DRAINING
    while any(map(_waiting, (1, 2))) and time.monotonic() < until:
        time.sleep(0.001)


def _waiting(handle):
    try:
        return any(fcntl.ioctl(handle, termios.FIONREAD, bytes(4)))
    except OSError:
        # a cell has closed it
        return False


def write(handle: Any, data: bytes) -> None:
    # a view, for a large message would be copied with each part that a pipe takes
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
