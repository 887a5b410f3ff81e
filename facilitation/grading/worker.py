"""One worker: ``python -m facilitation.grading.worker JSON``, with ``folder``, ``stage``,
``limits`` (those of `sandbox.Limits` by name), ``sandboxed`` and ``account`` (see `bench.Bench`).

It answers ``{"ready": true}``, then takes ``{"assignment": …, "student": …}``, a line each, from standard
input and writes an Outcome, a line each, to standard output. It ends with its standard input, and with the
process that started it. `forked` is the same in a process that is forked already.
"""

import json
import logging
import os
import sys
import warnings
from dataclasses import asdict
from typing import Any

from facilitation.grading import sandbox
from facilitation.grading.bench import Bench


def main() -> None:
    sandbox.die_with_parent()
    answers = os.dup(1)
    _hush()
    bench = Bench()
    # it imports its part while this process imports its own
    bench.begin()
    work(json.loads(sys.argv[1]), bench, 0, answers)


def forked(asked: Any, bench: Any, reads: Any, answers: Any) -> None:
    """Be a worker in a process that has just been forked; ``reads`` and ``answers`` are file descriptors."""
    sandbox.die_with_parent()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    _hush()
    work(asked, bench, reads, answers)


def _hush():
    # whatever else is printed in here must not be taken for an outcome, and no answer may reach a log
    for handle in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), handle)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def work(asked: Any, bench: Any, reads: Any, answers: Any) -> None:
    """Grade what is asked for until there is no more."""
    from facilitation.grading import lean

    lean.nbgrader()
    from facilitation.grading.unit import Unit

    reads, answers = os.fdopen(reads, encoding="utf-8"), os.fdopen(answers, "w", encoding="utf-8")
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
