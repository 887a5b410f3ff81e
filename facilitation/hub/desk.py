"""The facilitators' desk as a service of the hub: `netvaerk desk` for all, with an account of its own.

::

    python -m facilitation.hub.desk --prepare   make the course folder and the exchange ready (before the hub)
    python -m facilitation.hub.desk             serve it to those whom the hub lets in

Hand-ins are somebody else's code: they are graded in the box of `facilitation.grading` or not at all.
"""

import os
import pwd
import sys
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation import desk_folder, exchange, serve
from facilitation.hub import learner
from facilitation.language import TEXTS
from facilitation.problems import Problem

FOLDER = "NETVAERK_DESK"


def main(words: Any) -> Any:
    os.umask(0o077)
    # a service gets the environment of whoever started the hub
    os.environ["HOME"] = pwd.getpwuid(os.getuid()).pw_dir
    folder, root = Path(os.environ[FOLDER]), Path(os.environ["NETVAERK_ROOT"])
    shared, language = Path(os.environ["NETVAERK_EXCHANGE"]), os.environ["NETVAERK_LANGUAGE"]
    if words == ["--prepare"]:
        return prepare(folder, root, shared, language)
    page = serve.Page(
        folder,
        root,
        settings="desk",
        # not formgrader, which the hub lets nobody show inside another page
        first=serve.front(language),
        extensions=serve.DESK_EXTENSIONS | {f"{serve.NBGRADER}.course_list": False},
    )

    def ready():
        grade_in_a_box(folder, language)

    learner.run(
        page,
        {"exchange_root": shared, "language": language},
        learner=False,
        cull=3600,
        ready=ready,
        listening=os.environ.get("NETVAERK_LISTENING"),
    )
    return 0


def prepare(folder: Path, root: Path, shared: Any, language: str) -> int:
    """Make all ready that learners fetch; returns 0, or 2 with a sentence."""
    # what is released must be read by learners' accounts
    os.umask(0o022)
    try:
        exchange.usable(shared)
        inbound = shared / exchange.COURSE / "inbound"
        inbound.mkdir(parents=True, exist_ok=True)
        # nobody lists it, and nobody moves what another has put there
        inbound.chmod(0o1733)
        desk_folder.prepare(folder, root, language, shared)
    except Problem as problem:
        print(problem.said(Texts("command", language, folder=TEXTS)), file=sys.stderr)
        return 2
    return 0


def grade_in_a_box(folder: Path, language: str) -> None:
    """Put formgrader's button on the sandboxed path; without a box it says so and grades nothing."""
    from facilitation.grading import button

    if button.install(folder, language):
        return
    from nbgrader.apps import NbGraderAPI

    words = Texts("grade", language, folder=TEXTS)("problem.no_sandbox")

    def refuse(self, *_, **__):
        return {"success": False, "log": words, "error": words}

    NbGraderAPI.autograde = refuse


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
