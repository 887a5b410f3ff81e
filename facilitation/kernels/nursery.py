"""Where kernels come from: a process that has imported what every page of the course needs, and forks them.

A kernel of its own making takes a second and forty megabytes, nearly all of it for what it imports. Forked,
it is there at once, and the memory that it does not change is everybody's.

A nursery is one person's: it runs with the rights of the server it belongs to, which alone holds the other
end of its socket. It has one thread, never runs a word of a notebook's itself, and ends with its server. Each
kernel has a socket of its own to the server, over which nothing goes after its birth: when one of the two
ends, the other knows.
"""

import atexit
import contextlib
import ctypes
import json
import os
import select
import shlex
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

from facilitation.warm_parent import WARM, freeze, without

# what ipykernel, ipywidgets and the exercises import before a page's first exercise can be used
COMMON = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "tornado.platform.asyncio"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "ipywidgets", "anywidget", "babel.dates", "babel.numbers"),
    *("psutil", "exercises.store", "exercises.models.place"),
)
PR_SET_DUMPABLE = 4
ROOMS = ("exercises.kit", "exercises.kit.controls", "exercises.views")


def prepare() -> None:
    """Import what kernels have in common: no library that a page needs only when something is pressed."""
    # a fifth of a kernel's memory, of no use to a page: ipykernel imports it where it is
    with without("debugpy"):
        for name in COMMON:
            # what another release calls otherwise is imported when it is needed
            with contextlib.suppress(ImportError):
                import_module(name)
    for room in ROOMS:
        for found in iter_modules(import_module(room).__path__, f"{room}."):
            import_module(found.name)
    # it looks for its place where a process began, and finds it no more once the environment is another
    with contextlib.suppress(ImportError):
        import_module("setproctitle").getproctitle()


def show(*words: str) -> None:
    """To whoever looks what runs on the machine, be ``python -m`` these words, as if one had been started."""
    from setproctitle import setproctitle

    setproctitle(shlex.join([sys.executable, "-m", *words]))


def read_texts() -> Iterator[None]:
    """Read what all kernels say, one file a step, and how days and numbers are written."""
    from exercises import LANGUAGES
    from exercises.texts import FOLDER, Texts

    for path in sorted(FOLDER.glob("*.toml")):
        Texts(path.stem, "da")
        yield
    for lang in LANGUAGES:
        texts = Texts(path.stem, lang)
        texts.date(date.today())
        texts.number(1)
        yield


def main() -> None:
    live(socket.socket(fileno=int(sys.argv[1])))


def live(channel: socket.socket) -> None:
    """Fork a kernel for each handle that comes down ``channel``, until that ends. No kernel returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # nobody waits for the kernels: the server hears their ends
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    prepare()
    show(__spec__.name)
    freeze()
    try:
        channel.send(WARM)
    except OSError:
        return  # the server has ended already
    ahead: Iterator[None] | None = read_texts()
    while True:
        # whoever wants a kernel comes before what only makes the next ones quicker
        if ahead and not select.select([channel], [], [], 0)[0]:
            try:
                next(ahead)
            except StopIteration:
                ahead = None
                freeze()
            continue
        try:
            word, handles, _, _ = socket.recv_fds(channel, 16, 1)
        except OSError:
            return
        if not word:
            return
        if handles and os.fork() == 0:
            channel.close()
            _become(socket.socket(fileno=handles[0]))
        for handle in handles:
            os.close(handle)


def _become(server: socket.socket) -> NoReturn:
    """Be the kernel that the first message asks for: ``arguments``, ``environment`` and ``folder``."""
    status = 1
    try:
        hold_only(server)
        # so that a signal to its group reaches all that it starts, and nothing else
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with server.makefile("rb") as file:
            request = json.loads(file.readline())
        os.environ.clear()
        os.environ.update(request["environment"])
        time.tzset()
        os.chdir(request["folder"])
        # who has given up rights may look at nothing of itself before it begins a new program: this is one
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1)
        server.sendall(str(os.getpid()).encode())
        threading.Thread(target=_end_with, args=[server], daemon=True).start()
        status = _run(request["arguments"])
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        atexit._run_exitfuncs()
        os._exit(status)


def hold_only(kept: socket.socket) -> None:
    """No other descriptor of the server's or the nursery's but where to complain; nothing is to be read."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stderr = sys.__stderr__
    own = kept.fileno()
    os.closerange(3, own)
    os.closerange(own + 1, os.sysconf("SC_OPEN_MAX"))


def _end_with(server):
    """A kernel whose server has ended has nobody to talk to: it ends as well."""
    with contextlib.suppress(OSError):
        server.recv(1)
    os._exit(1)


def _run(arguments: list[str]) -> int:
    from ipykernel.kernelapp import IPKernelApp
    from ipywidgets import register_comm_target
    from traitlets.config.loader import KVArgParseConfigLoader

    class App(IPKernelApp):
        def parse_command_line(self, argv=None):
            """Without a parser for every option that ipykernel knows: half of a kernel's beginning."""
            aliases = {"f": "IPKernelApp.connection_file"}
            self.update_config(KVArgParseConfigLoader(argv, aliases=aliases, flags={}).load_config())

        def init_shell(self):
            super().init_shell()
            # they say so where they are imported, in a shell; here they were imported before there was one
            register_comm_target()

        def init_poller(self):
            """`_end_with` hears it sooner, and asks nobody once a second."""

    sys.argv = ["ipykernel_launcher", *arguments]
    show(*sys.argv)
    # any parent but none: it is no kernel that somebody has started in a terminal
    App.launch_instance(arguments, parent_handle=1)
    return 0


def ask(channel: socket.socket, arguments: list[str], environment: Any, folder: str, patience: float) -> Any:
    """The process number of a new kernel and the socket that ends with it. Raises OSError, ValueError.

    For one thread at a time.
    """
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            socket.send_fds(channel, [b"kernel"], [theirs.fileno()])
        ours.settimeout(patience)
        request = {"arguments": arguments, "environment": dict(environment), "folder": folder}
        ours.sendall(json.dumps(request).encode() + b"\n")
        return int(ours.recv(16)), ours
    except BaseException:
        ours.close()
        raise


if __name__ == "__main__":
    main()
