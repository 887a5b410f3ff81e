"""A worker's process: a fresh one, or one forked from this.

Either takes hand-ins on its standard input and says what became of them on its standard output (see
`worker`), ends with this process, and has as much of Popen's interface as a batch uses.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from facilitation.grading import worker
from facilitation.warm_parent import freeze

STARTING = 120  # seconds for all imports, on a machine that is busy


def start(words: Any, jupyter: Any) -> Any:
    """Start a worker that is told ``words``, with its Jupyter files in ``jupyter``."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-m", "facilitation.grading.worker", json.dumps(words)],
        stdin=pipe,
        stdout=pipe,
        text=True,
        encoding="utf-8",
        env=os.environ | _places(jupyter),
        # Ctrl+C is ours to answer
        start_new_session=True,
    )


def fork(words: Any, jupyter: Any, bench: Any) -> Any:
    """The same, forked from this process, which may have no other thread and shares its ``bench``."""
    bench.open()
    freeze()
    (reads, tells), (hears, says) = os.pipe(), os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if number == 0:
        status = 1
        try:
            os.setsid()
            os.environ.update(_places(jupyter))
            worker.forked(words, bench.shared(), reads, says)
            status = 0
        finally:
            os._exit(status)
    os.close(reads)
    os.close(says)
    return Forked(number, tells, hears)


class Forked:
    def __init__(self, number: int, tells: Any, hears: Any) -> None:
        self.number = number
        self.stdin = os.fdopen(tells, "w", encoding="utf-8")
        self.stdout = os.fdopen(hears, encoding="utf-8")

    def kill(self) -> None:
        # until `wait` the number is nobody else's
        os.kill(self.number, signal.SIGKILL)

    def wait(self) -> None:
        os.waitpid(self.number, 0)


def _places(jupyter):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "JUPYTER_RUNTIME_DIR": str(jupyter), "IPYTHONDIR": str(jupyter)}
