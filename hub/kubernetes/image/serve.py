"""What runs in each person's pod: ``serve.py start`` for a learner, ``serve.py desk`` for a facilitator.

As on one server (`facilitation.hub.learner`, `facilitation.hub.desk`), but with an exchange folder of one's
own, which `facilitation.exchange_service` carries to and fro: a learner's reflections are copied from the
image, and a facilitator's server gives the exchange those that are new.
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from exercises import places
from exercises.texts import Texts
from facilitation import desk_folder, learner_folder, serve
from facilitation.evening import own_answers
from facilitation.exchange_service import plugins
from facilitation.exchange_service.client import Client
from facilitation.exchange_service.evenings import Carrier
from facilitation.hub import desk, learner
from facilitation.language import TEXTS, choose
from facilitation.laying import BOOKS
from facilitation.problems import Problem

COURSE_FOLDER = Path(os.environ.get("NETVAERK_COURSE_FOLDER", "/srv/netvaerk"))


def start() -> None:
    folder, language = folder_and_language(learner_folder.default)
    prepared = learner_folder.prepare(folder, places.root(), language)
    page = serve.Page(
        folder,
        places.root(),
        settings="learner",
        first=f"/lab/tree/{language}/{learner.WELCOME}",
        extensions=serve.LEARNER_EXTENSIONS,
    )
    own = {"exchange_root": folder / BOOKS / "exchange", "store": prepared.store}
    learner.run(page, own | {"language": language}, cull=600)


def grade() -> None:
    folder, language = folder_and_language(lambda *_: COURSE_FOLDER)
    exchange_root = folder / BOOKS / "exchange"
    # nbgrader reads the gradebook's settings and the exchange's from here
    os.environ["NETVAERK_COURSE"] = str(folder)
    os.environ["NETVAERK_EXCHANGE"] = str(exchange_root)
    os.chdir(folder)
    prepare(folder, language, exchange_root)
    threading.Thread(target=look, args=[exchange_root], daemon=True).start()
    threading.Thread(target=carry, args=[folder], daemon=True).start()
    page = serve.Page(
        folder,
        places.root(),
        settings="desk",
        first=serve.front(language),
        extensions=serve.DESK_EXTENSIONS | {f"{serve.NBGRADER}.course_list": False},
    )
    learner.run(
        page,
        {"exchange_root": exchange_root, "language": language},
        learner=False,
        cull=3600,
        ready=lambda: desk.grade_in_a_box(folder, language),
    )


def prepare(folder: Path, language: str, exchange_root: Path) -> None:
    """Make the course folder ready. Without the exchange the desk opens all the same, and its log says so."""
    try:
        desk_folder.prepare(folder, places.root(), language, exchange_root)
    except Problem as problem:
        if problem.key != "exchange_not_writable":
            raise
        said = Texts("exchange_service", language, folder=TEXTS)("client.unreachable")
        print(said, file=sys.stderr)


def look(exchange_root: Path, every: float = 60) -> None:
    """Bring to this desk what is handed in, so that its pages tell of it before anybody collects."""
    client, last = Client.here(), 0
    while True:
        # what does not answer now is asked again
        with contextlib.suppress(OSError):
            last = plugins.bring_all(client, exchange_root, last)
        time.sleep(every)


def carry(folder: Path, often: float = 2, seldom: float = 60) -> None:
    """Carry between the host's desk and people's telephones; often where there is an evening."""
    carrier = Carrier(Client.here(), folder)
    while True:
        # what does not answer now is asked again
        with contextlib.suppress(OSError):
            carrier.carry()
        time.sleep(often if (folder / own_answers.EVENING).exists() else seldom)


def folder_and_language(default: Callable[[Path, str], Path]) -> tuple[Path, str]:
    asked = os.environ.get("NETVAERK_LANGUAGE")
    folder = default(Path.home(), choose(asked, None, {}))
    return folder, choose(asked, learner_folder.last_language(folder), {})


if __name__ == "__main__":
    # what somebody writes is for nobody else to read
    os.umask(0o077)
    {"start": start, "desk": grade}[sys.argv[1]]()
