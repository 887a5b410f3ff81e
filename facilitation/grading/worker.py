"""One worker: ``python -m facilitation.grading.worker JSON``, with ``folder``, ``stage``,
``limits`` (those of `sandbox.Limits` by name), ``sandboxed`` and ``account`` (see `warm.Bench`).

It answers ``{"ready": true}``, then takes ``{"assignment": …, "student": …}``, a line each, from standard
input and writes an Outcome, a line each, to standard output. It ends with its standard input, and with the
process that started it.

With ``nursery``, a socket, it is a nursery of workers (see `nursery`): for each message there, the same JSON
with two file descriptors to read from and to write to, it forks a worker and answers with its pidfd.
"""

import gc
import json
import logging
import os
import signal
import socket
import sys
import warnings
from dataclasses import asdict

from facilitation.grading import sandbox

MESSAGE = 65536


def main():
    sandbox.die_with_parent()
    # whatever else is printed in here must not be taken for an outcome, and no answer may reach a log
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asked = json.loads(sys.argv[1])

    import facilitation.grading.checking  # first: see there
    from facilitation.grading.warm import Bench

    bench = Bench()
    bench.begin()

    # the longest part of a start, while the warm parent has its own
    import facilitation.grading.unit  # noqa: F401

    if "nursery" in asked:
        nurse(socket.socket(fileno=asked["nursery"]), bench)
    else:
        work(asked, bench, sys.stdin, answers)


def nurse(channel, bench):
    """Fork a worker for each message; in the worker, do its work."""
    bench.open()
    # what was imported will not be garbage; looking at it would only copy shared pages
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        words, handles, _, _ = socket.recv_fds(channel, MESSAGE, 2)
        if not words:
            return
        worker = os.fork()
        if worker == 0:
            sandbox.die_with_parent()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            channel.close()
            reads, answers = (os.fdopen(handle, mode) for handle, mode in zip(handles, "rw", strict=True))
            work(json.loads(words), bench.shared(), reads, answers)
            return
        for handle in handles:
            os.close(handle)
        handle = os.pidfd_open(worker)
        socket.send_fds(channel, [b"."], [handle])
        os.close(handle)


def work(asked, bench, reads, answers):
    """Grade what is asked for until there is no more."""
    from facilitation.grading.unit import Unit

    bench.limits = sandbox.Limits(**asked["limits"])
    bench.sandboxed, bench.account = asked["sandboxed"], asked["account"]
    unit = Unit(asked["folder"], asked["stage"], bench)
    _say(answers, {"ready": True})
    try:
        for line in reads:
            _say(answers, asdict(unit.grade(**json.loads(line))))
    finally:
        unit.close()


def _say(answers, words):
    answers.write(f"{json.dumps(words)}\n")
    answers.flush()


if __name__ == "__main__":
    main()
