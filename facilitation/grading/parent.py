"""The warm parent: imports the course once, and forks a kernel for each hand-in.

It runs in a process of its own, ``python -m facilitation.grading.parent FD``, with one thread, since a fork
of several would be a gamble. Each message on the socket ``FD``, which several workers may share, brings five
file descriptors: a file with the request, and pipes to the worker. The request is JSON: ``box``,
``account``, ``group``, ``folder``, ``scratch`` (see `sandbox.Box.request`), ``cells`` and ``arguments`` (see
`kernel.run`),
``environment`` and ``limits`` (`sandbox.Limits`). On the first pipe a *keeper* answers, in lines of JSON:
``{"pid": n}``, and in the end ``{"ended": reason}``, where the reason is ``exit``, ``died``, ``time``,
``memory`` or ``no_box``. On the second the kernel says what the cells do, and the others are its standard
output and error.
"""

import contextlib
import fcntl
import json
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from facilitation.grading import calls, cgroup, sandbox
from facilitation.grading.bench import USUAL
from facilitation.warm_parent import WARM, freeze, without

PACE = 0.2  # seconds between two looks at the memory
FILES = 5
# what a kernel imports between its start and its first cell, or at a cell's first error
KERNEL = (
    *("tornado.platform.asyncio", "asyncio", "faulthandler", "pdb", "networkx", "IPython.core.debugger"),
    *("IPython.core.logger", "IPython.extensions.storemagic"),
    *("stack_data", "pygments.formatters.terminal256", "pygments.lexers.python"),
)
# an answer, in which there is something to find for each check
SAMPLE = "Hvis det er mandag den 7. december 2026 kl. 16, så ringer jeg 3 gange og skriver til a@example.dk."
PARTS = ("answer-1", "plan-if", "plan-then", "plan-when")
CHECKED = ("answers", "plan", "figures", "privacy")


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm()
    freeze()
    channel.send(WARM)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        data, handles, _, _ = socket.recv_fds(channel, 16, FILES)
        if not data:
            return
        if os.fork() == 0:
            status = 1
            try:
                channel.close()
                with os.fdopen(handles[0], "rb") as file:
                    keep(json.load(file), *handles[1:])
                status = 0
            finally:
                os._exit(status)
        for handle in handles:
            os.close(handle)


def warm() -> None:
    """Import what the course's checks and their numbers in two languages need, and make a kernel."""
    import exercises.figures
    import exercises.rules
    from exercises import LANGUAGES
    from exercises.texts import Texts
    from facilitation.grading import kernel

    if calls.available():
        for memory_files in (True, False):
            calls.program(memory_files)
    for name in KERNEL:
        import_module(name)
    import_module("exercises.reflection")
    for package in (exercises.figures, exercises.rules):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    for lang in LANGUAGES:
        Texts("reflection", lang).number(1.5, 1)
        Texts("reflection", lang).date(date(2026, 1, 31))
    # nobody looks into a hand-in while it runs, and the debugger for it is a large package
    with without("debugpy"):
        kernel.make()
    rehearse(kernel.made[USUAL].shell)


def rehearse(shell: Any) -> None:
    """Do once, for nobody, what every hand-in does: what it leaves in memory is shared then."""
    import exercises
    from exercises import reflection

    answer = {"cell_type": "markdown", "source": SAMPLE}
    with tempfile.TemporaryDirectory() as nobodys, contextlib.chdir(nobodys):
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        for lang in exercises.LANGUAGES:
            exercises.language(lang)
            course = {"stem": "why-network", "lang": lang}
            cells = [
                answer | {"metadata": {"nbgrader": {"solution": True, "grade_id": one}}} for one in PARTS
            ]
            nb = {"metadata": {"course": course}, "cells": cells}
            Path("why-network.ipynb").write_text(json.dumps(nb), encoding="utf-8")
            for shown in (reflection.figures(), *map(reflection.check, CHECKED)):
                shell.display_formatter.format(shown)
    exercises._language = None


def keep(request: Any, pipe: Any, *outputs: Any) -> Any:
    """Fork the kernel, watch over it, and say on ``pipe`` how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    box, limits = request["box"], sandbox.Limits(**request["limits"])
    try:
        # they lie outside the box
        door = events = None
        if request["group"]:
            door, events = map(os.open, request["group"], (os.O_WRONLY, os.O_RDONLY))
        if box is not None:
            sandbox.enter(box)
    except OSError:
        return _say(pipe, ended="no_box")
    sandbox.die_with_parent()
    kernel = os.fork()
    if kernel == 0:
        status = 1
        try:
            become(request, limits, door, outputs)
            status = 0
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 1
        finally:
            os._exit(status)
    for handle in outputs:
        os.close(handle)
    _say(pipe, pid=kernel)
    return _say(pipe, ended=watch(kernel, limits, box, events))


def become(request: Any, limits: Any, door: Any, outputs: Any) -> None:
    """Turn this forked process into the kernel of one hand-in, and run its cells."""
    if door is not None:
        os.write(door, b"0")
    os.setsid()
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    told, out, err = (fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in outputs)
    for handle, one in enumerate((out, err, told), 1):
        os.dup2(one, handle, inheritable=handle != 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir(request["folder"])
    os.umask(0o077)
    if request["box"] is None:
        sandbox.confine(limits)
    else:
        sandbox.bind(limits, request["account"], counted=door is not None)
    # taking on another account has undone it
    sandbox.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # as `python -m ipykernel_launcher` leaves it
    sys.argv = ["ipykernel_launcher.py", *request["arguments"]]
    sys.path[:] = [place for place in sys.path if place]

    import random

    from facilitation.grading import kernel

    random.seed()
    kernel.run(request["cells"], request["arguments"], 3)


def watch(kernel: Any, limits: Any, box: Any, events: Any) -> Any:
    """Wait for the process ``kernel`` to end, or end it and all that it has started; returns why.

    ``events`` is an open file, where a control group counts the memory and ends what has grown too large.
    """
    session = None if box else kernel
    handle = os.pidfd_open(kernel)
    until = time.monotonic() + limits.seconds
    while True:
        if select.select([handle], [], [], PACE)[0]:
            _, status = os.waitpid(kernel, 0)
            return "died" if status else "exit"
        reason = None
        if time.monotonic() > until:
            reason = "time"
        elif used(session) + written(box) > limits.memory or _exceeded(events):
            reason = "memory"
        if reason:
            # the first process of a box takes all others with it
            os.kill(box, signal.SIGKILL) if box else os.killpg(kernel, signal.SIGKILL)
            os.waitpid(kernel, 0)
            return reason


def processes(session: Any = None) -> Any:
    """The processes that /proc shows, in a box numbered as it numbers them; or one session's."""
    found = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return found if session is None else [pid for pid in found if _session(pid) == session]


def used(session: Any = None) -> Any:
    """Bytes of memory of their own (not of files) that the processes use together."""
    total = 0
    for pid in processes(session):
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return total * 1024


def written(box: Any) -> Any:
    """Bytes in the folders of a box, which are in memory; 0 where there is no box."""
    total = 0
    for place in (sandbox.FOLDER, sandbox.SCRATCH, "/dev/shm") if box else ():
        about = os.statvfs(place)
        total += (about.f_blocks - about.f_bfree) * about.f_frsize
    return total


def _exceeded(events):
    return events is not None and cgroup.exceeded(os.pread(events, 4096, 0).decode())


def _session(pid):
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _say(pipe, **words):
    os.write(pipe, f"{json.dumps(words)}\n".encode())


if __name__ == "__main__":
    main()
