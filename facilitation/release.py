"""Makes release/ from source/: what learners get, with no solution in it. `make release` runs this."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from exercises.places import root
from facilitation import gradebook
from facilitation.exchange import assignments
from facilitation.nbgrader_settings import configure

# "own figures" travel with a hand-in; in source/ they would overwrite every learner's at grading
NEVER_IN_SOURCE = ("figures.json",)

# the last line of a Python traceback: what was wrong, in a log of how it came about
ERROR = re.compile(r"^ *[\w.]+(?:Error|Exception): (.+)$", re.MULTILINE)


def generate(course: Path, assignment: str, exchange_root: Path | None = None) -> None:
    """Make ``course/release/<assignment>`` with nbgrader's generate_assignment, and note it in the gradebook.

    Raises RuntimeError with the first error that nbgrader logged.
    """
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    # nbgrader calls alembic by its bare name
    commands = str(Path(sys.executable).parent)
    if commands not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([commands, os.environ.get("PATH", "")])
    config = configure(Config(), course, exchange_root)
    config.CourseDirectory.db_url = gradebook.address(course)
    api = NbGraderAPI(config=config)
    result = api.generate_assignment(assignment)
    if not result["success"]:
        reason = ERROR.search(result.get("log", "")) or ERROR.search(result.get("error", ""))
        raise RuntimeError(reason[1] if reason else assignment)


def make(course: Path) -> list[str]:
    """Make ``course/release`` anew from ``course/source``; returns the assignments' names.

    It is made in a scratch copy, so that the checkout gets no gradebook. A release without a source goes.
    Raises ValueError for a file that must never lie in source/.
    """
    for name in NEVER_IN_SOURCE:
        if found := sorted((course / "source").rglob(name)):
            raise ValueError(f"{found[0]} must not lie in source/: it would overwrite the learners' own")
    with tempfile.TemporaryDirectory() as made_for_this:
        scratch = Path(made_for_this)
        shutil.copytree(course / "source", scratch / "source")
        names = assignments(scratch / "source")
        for name in names:
            generate(scratch, name)
        shutil.rmtree(course / "release", ignore_errors=True)
        if names:
            shutil.copytree(scratch / "release", course / "release")
    return names


if __name__ == "__main__":
    for made in make(root()):
        print(f"release/{made}")
