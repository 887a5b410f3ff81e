"""The learner's own folder: lessons to read, reflections to write in, and their own data.

::

    da/ en/ images/        the lessons and the pages of the working evenings, laid from the course
    reflections/           fetched reflections, with feedback when it comes
    Mit netværk/           the learner's own data (or My network/)
    .netvaerk/             our bookkeeping: what was laid, the Lab's settings, signatures
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from facilitation import exchange, handing_out
from facilitation.language import LAB_LOCALES, LANGUAGES
from facilitation.laying import BOOKS, lay, of_kind, read_json, tree, usable, write_whole
from facilitation.problems import Problem, of_writing

NAMES = {"da": "Netværkskursus", "en": "Networking course"}
STORES = {"da": "Mit netværk", "en": "My network"}
REFLECTIONS = "reflections"
SETTINGS = "settings.json"
CACHE = (
    "data/nbgrader_cache"  # where nbgrader keeps hand-ins under JUPYTER_DATA_DIR (see `serve.environment`)
)
ROOMS = ("da", "en", "images")
KIND = "workshop"  # of the workshops' notebooks, those for whoever takes part
LOCALE_SETTING = "lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"


@dataclass
class Prepared:
    """A folder made ready: its language, what was kept as its owner wrote it, and what went wrong with
    single reflections (pairs of assignment and folder)."""

    folder: Path
    language: str
    store: Path
    kept: list = field(default_factory=list)
    failed: list = field(default_factory=list)


def default(home: Path, language: str, names: Mapping[str, str] = NAMES) -> Path:
    """The folder in ``home`` that is in use, else the one named in ``language``."""
    there = [home / name for name in names.values() if (home / name / BOOKS).is_dir()]
    wanted = home / names[language]
    return there[0] if there and wanted not in there else wanted


def last_language(folder: Path) -> str | None:
    """The language last used in ``folder``, or None."""
    code = read_json(folder / BOOKS / SETTINGS).get("language")
    return code if code in LANGUAGES else None


def store_folder(folder: Path, language: str) -> Any:
    """Where the learner's own data lie: the folder that exists, else the one named in ``language``."""
    there = [folder / name for name in STORES.values() if (folder / name).is_dir()]
    return there[0] if there else folder / STORES[language]


def prepare(folder: Path, root: Path, language: str, exchange_root: Path | None = None) -> Any:
    """Make or refresh the learner's folder and return a `Prepared`.

    ``root`` is the course (`exercises.places.root`); ``exchange_root`` the nbgrader exchange, None where
    there is none (Windows): then reflections are copied instead of fetched, for handing in as a file.
    Nothing the learner wrote is overwritten. Raises Problem.
    """
    usable(folder, root)
    prepared = Prepared(folder, language, store_folder(folder, language))
    files = tree(root, *((f"lessons/{room}", room) for room in ROOMS))
    files |= of_kind(tree(root, *((f"workshops/{room}", room) for room in ROOMS)), KIND)
    prepared.kept = lay(files, folder)
    try:
        prepared.store.mkdir(mode=0o700, exist_ok=True)
        (folder / REFLECTIONS).mkdir(exist_ok=True)
        remember(folder, language)
    except OSError as error:
        raise of_writing(error, folder) from error
    if exchange_root is None:
        handing_out.copy_released(root, folder / REFLECTIONS)
    else:
        exchange.usable(exchange_root)
        handing_out.release(root, exchange_root)
        prepared.failed = handing_out.fetch(exchange_root, folder / REFLECTIONS)
        handing_out.fetch_feedback(exchange_root, folder / REFLECTIONS, folder / BOOKS / CACHE)
    lessons = [path for path in files.values() if path.suffix == ".ipynb"]
    sign([*lessons, *handing_out.released_notebooks(root, exchange_root)], folder)
    return prepared


def remember(folder: Path, language: str) -> None:
    """Keep the language for the next start, and let the Lab's own words follow it."""
    settings = {**read_json(folder / BOOKS / SETTINGS), "language": language}
    write_whole(folder / BOOKS / SETTINGS, json.dumps(settings, indent=1).encode())
    path = folder / BOOKS / LOCALE_SETTING
    lab = {**read_json(path), "locale": LAB_LOCALES[language]}
    write_whole(path, json.dumps(lab, indent=1).encode())


def sign(notebooks: Iterable[Path], folder: Path) -> None:
    """Let the Lab trust these notebooks (paths) in ``folder``.

    A signature is made from a notebook's content, so signing the course's own copy lets the Lab trust
    every copy that is still the same, wherever it lies, and none that somebody has changed. The files that
    were signed are noted beside the signatures: the next start need not read and check them all again.
    """
    from nbformat import reads
    from nbformat.sign import NotebookNotary

    data = folder / BOOKS / "data"
    try:
        data.mkdir(exist_ok=True)
        notary = NotebookNotary(data_dir=str(data))
        with closing(notary.store), notary.store.db as db:
            db.execute("CREATE TABLE IF NOT EXISTS course_files (digest BLOB PRIMARY KEY)")
            known = {digest for (digest,) in db.execute("SELECT digest FROM course_files")}
            for path in notebooks:
                written = path.read_bytes()
                digest = sha256(notary.secret + written).digest()
                if digest in known:
                    continue
                try:
                    notebook = reads(written.decode(), as_version=4)
                except ValueError:
                    continue  # no notebook after all: the Lab will say so to whoever opens it
                if not notary.check_signature(notebook):
                    notary.sign(notebook)
                db.execute("INSERT OR IGNORE INTO course_files VALUES (?)", (digest,))
    except OSError as error:
        raise of_writing(error, folder) from error
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise Problem("disk_full" if full else "folder_not_writable", folder=folder) from error
