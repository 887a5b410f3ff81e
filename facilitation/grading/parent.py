"""The warm parent: imports the course once, and forks a kernel for each hand-in.

It runs in a process of its own, ``python -m facilitation.grading.parent FD``, with one thread, since a fork
of several would be a gamble. Each request on the socket ``FD``, which several workers may share, brings a
pipe and JSON: ``box``, ``account``, ``folder``, ``scratch`` (see `sandbox.Box.request`), ``connection`` (a
Jupyter connection file's content), ``arguments`` for the kernel, ``environment`` and ``limits``
(`sandbox.Limits`). On the pipe a *keeper* answers, in lines of JSON: ``{"pid": n}``, then ``{"ready":
true}`` when the kernel listens, and in the end ``{"ended": reason}``, where the reason is ``exit``,
``died``, ``time``, ``memory`` or ``no_box``.
"""

import json
import os
import resource
import select
import signal
import socket
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from facilitation.grading import sandbox
from facilitation.warm_parent import WARM, freeze

PACE = 0.2  # seconds between two looks at the memory
REQUEST = 65536
# what a kernel imports between its start and its first cell, or at a cell's first error
KERNEL = (
    *("tornado.platform.asyncio", "faulthandler", "pdb", "networkx", "IPython.core.debugger"),
    *("IPython.core.logger", "IPython.extensions.storemagic"),
    *("stack_data", "pygments.formatters.terminal256", "pygments.lexers.python"),
)


def main():
    channel = socket.socket(fileno=int(sys.argv[1]))
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm()
    freeze()
    channel.send(WARM)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        data, handles, _, _ = socket.recv_fds(channel, REQUEST, 1)
        if not data:
            return
        if os.fork() == 0:
            status = 1
            try:
                channel.close()
                keep(json.loads(data), handles[0])
                status = 0
            finally:
                os._exit(status)
        os.close(handles[0])


def warm():
    """Import what the course's checks and their numbers in two languages need, and make a kernel."""
    import exercises.figures
    import exercises.rules
    from exercises import LANGUAGES
    from exercises.texts import Texts
    from facilitation.grading import kernel

    for name in KERNEL:
        import_module(name)
    import_module("exercises.reflection")
    for package in (exercises.figures, exercises.rules):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    for lang in LANGUAGES:
        Texts("reflection", lang).number(1.5, 1)
        Texts("reflection", lang).date(date(2026, 1, 31))
    kernel.make()


def keep(request, pipe):
    """Fork the kernel, watch over it, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    box, limits = request["box"], sandbox.Limits(**request["limits"])
    try:
        if box is not None:
            sandbox.enter(box)
    except OSError:
        return _say(pipe, ended="no_box")
    sandbox.die_with_parent()
    kernel = os.fork()
    if kernel == 0:
        status = 1
        try:
            become(request, pipe, limits)
            status = 0
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 1
        finally:
            os._exit(status)
    _say(pipe, pid=kernel)
    return _say(pipe, ended=watch(kernel, limits, box))


def become(request, pipe, limits):
    """Turn this forked process into the kernel of one hand-in."""
    os.setsid()
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    null = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(null, handle)
    os.dup2(pipe, 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir(request["folder"])
    os.umask(0o077)
    if request["box"] is None:
        sandbox.confine(limits)
    else:
        sandbox.bind(limits, request["account"])
    # taking on another account has undone it
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    file = Path(request["scratch"]) / "kernel.json"
    file.write_text(json.dumps(request["connection"]))
    # as `python -m ipykernel_launcher` leaves it
    sys.argv = ["ipykernel_launcher.py", "-f", str(file), *request["arguments"]]
    sys.path[:] = [place for place in sys.path if place]

    import random

    from facilitation.grading.kernel import KernelApp

    random.seed()
    app = KernelApp.instance(connection_file=str(file))
    app.initialize(request["arguments"])
    _say(3, ready=True)
    os.close(3)
    app.start()


def watch(kernel, limits, box):
    """Wait for the process ``kernel`` to end, or end it and all that it has started; returns why."""
    session = None if box else kernel
    handle = os.pidfd_open(kernel)
    until = time.monotonic() + limits.seconds
    while True:
        if select.select([handle], [], [], PACE)[0]:
            _, status = os.waitpid(kernel, 0)
            return "died" if status else "exit"
        reason = "time" if time.monotonic() > until else "memory" if used(session) > limits.memory else None
        if reason:
            # the first process of a box takes all others with it
            os.kill(box, signal.SIGKILL) if box else os.killpg(kernel, signal.SIGKILL)
            os.waitpid(kernel, 0)
            return reason


def processes(session=None):
    """The processes that /proc shows, in a box numbered as it numbers them; or one session's."""
    found = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return found if session is None else [pid for pid in found if _session(pid) == session]


def used(session=None):
    """Bytes of memory of their own (not of files) that the processes use together."""
    total = 0
    for pid in processes(session):
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return total * 1024


def _session(pid):
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _say(pipe, **words):
    os.write(pipe, f"{json.dumps(words)}\n".encode())


if __name__ == "__main__":
    main()
