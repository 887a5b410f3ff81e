"""One worker: ``python -m facilitation.grading.worker JSON``, with ``folder``, ``stage``,
``limits`` (those of `sandbox.Limits` by name), ``sandboxed`` and ``account`` (see `warm.Bench`).

It answers ``{"ready": true}``, then takes ``{"assignment": …, "student": …}``, a line each, from standard
input and writes an Outcome, a line each, to standard output. It ends with its standard input, and with the
process that started it.
"""

import json
import logging
import os
import sys
from dataclasses import asdict

from facilitation.grading import sandbox


def main():
    sandbox.die_with_parent()
    # whatever else is printed in here must not be taken for an outcome, and no answer may reach a log
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    asked = json.loads(sys.argv[1])

    import facilitation.grading.checking  # noqa: F401 (see there: first)
    from facilitation.grading.warm import Bench

    bench = Bench(sandbox.Limits(**asked["limits"]), asked["sandboxed"], asked["account"])
    bench.begin()

    # the longest part of a start, while the warm parent has its own
    from facilitation.grading.unit import Unit

    unit = Unit(asked["folder"], asked["stage"], bench)
    _say(answers, {"ready": True})
    try:
        for line in sys.stdin:
            _say(answers, asdict(unit.grade(**json.loads(line))))
    finally:
        unit.close()


def _say(answers, words):
    answers.write(f"{json.dumps(words)}\n")
    answers.flush()


if __name__ == "__main__":
    main()
