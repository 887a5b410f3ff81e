"""The facilitator's own course folder, where nbgrader's formgrader works: never the checkout.

::

    workshops/da/ workshops/en/           the facilitator's guide and the run sheets of the evenings
    source/ release/                      the assignments, laid from the course and stripped by nbgrader
    inbox/                                reflections that came by mail, for `netvaerk collect`
    submitted/ autograded/ feedback/      made by nbgrader
    gradebook.db                          the marks, unless they are on a server (`facilitation.gradebook`)
    nbgrader_config.py                    nbgrader's settings, for its own commands in this folder
"""

import os
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation import exchange, gradebook, handing_out, learner_folder
from facilitation.language import TEXTS
from facilitation.laying import Manifest, digest_of, lay, of_kind, tree, usable
from facilitation.learner_folder import Prepared, remember, sign
from facilitation.problems import Problem, of_writing
from facilitation.release import generate

NAMES = {"da": "Netværkskursus - facilitator", "en": "Networking course - facilitator"}
GENERATED = "generated.json"
INBOX = "inbox"
KIND = "desk"  # of the workshops' notebooks, those for whoever runs the course


def prepare(
    folder: Path,
    root: Path,
    language: str,
    exchange_root: Path | None = None,
    source: Path | None = None,
) -> Any:
    """Make or refresh the facilitator's folder and return a `Prepared` (its ``store`` is not used).

    ``source`` is the folder of the assignments with their model answers where ``root`` has none (an installed
    wheel); without either, those that the folder has already stay.

    A source that is new, or that we have brought up to date, is put into the gradebook and made into its
    release by nbgrader, and released into the exchange; one that the facilitator has changed is theirs to
    generate and release. Raises Problem.
    """
    usable(folder, root)
    files = _sources(folder, source or root / "source")
    files["nbgrader_config.py"] = root / "nbgrader_config.py"
    pages = of_kind(tree(root, "workshops"), KIND)
    kept = lay(files | pages, folder)
    try:
        remember(folder, language)
        (folder / INBOX).mkdir(exist_ok=True)
    except OSError as error:
        raise of_writing(error, folder) from error
    sign([path for path in pages.values() if path.suffix == ".ipynb"], folder)
    own = {name.split("/")[1] for name in kept if name.startswith("source/")}
    _generate(folder, exchange_root, own, language)
    if exchange_root is not None:
        exchange.usable(exchange_root)
        exchange.note_desk(exchange_root)
        handing_out.release(folder, exchange_root, without=own)
    return Prepared(folder, language, folder, kept)


def _sources(folder, source):
    """What is to be laid in source/: the course's, or without any those that lie there as we laid them."""
    if source.is_dir():
        return tree(source.parent, (source.name, "source"))
    laid = Manifest(folder)
    return {
        name: folder / name
        for name, mark in laid.items()
        if name.startswith("source/") and digest_of(folder / name) == mark
    }


def _generate(folder, exchange_root, own, language):
    generated = Manifest(folder, GENERATED)
    known = gradebook.assignments(folder)
    marks = {
        name: exchange.fingerprint(folder / "source" / name)
        for name in exchange.assignments(folder / "source")
    }
    waiting = [
        name
        for name, mark in marks.items()
        if name not in own and (name not in known or generated.get(name) != mark)
    ]
    try:
        for name in _with_bar(waiting, language):
            try:
                generate(folder, name, exchange_root)
            except Exception as error:  # nbgrader raises whatever its preprocessors do
                raise Problem("assignment_failed", assignment=name, reason=error) from error
            generated[name] = marks[name]
    finally:
        generated.save()


def _with_bar(names, language):
    """The first time it is a minute's work."""
    from rich.console import Console
    from rich.progress import track

    say = Texts("command", language, folder=TEXTS)
    return track(names, say("note.making"), console=Console(stderr=True), disable=not names)


def made(folder: Path) -> Any:
    """Whether ``folder`` is one that `prepare` has made."""
    return (folder / gradebook.SETTINGS).is_file() and (folder / "source").is_dir()


def default(home: Path, language: str) -> Any:
    """See `learner_folder.default`."""
    return learner_folder.default(home, language, NAMES)


def here() -> Path:
    """The facilitator's folder: NETVAERK_COURSE, else the nearest around here with nbgrader's settings."""
    if course := os.environ.get("NETVAERK_COURSE"):
        return Path(course)
    now = Path.cwd()
    return next((place for place in (now, *now.parents) if (place / "nbgrader_config.py").exists()), now)
