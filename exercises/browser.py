"""The course in a browser: what the page asks of Python there. No lesson calls this.

There the learner's folder is in memory. It holds ``da/`` and ``en/`` (the lessons), ``reflections/`` and the
folder of the store, as on a computer of one's own; what must outlive the window is handed to the page.
"""

import base64
import io
import json
import os
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir

from exercises import store
from exercises.reflection import FIGURES
from exercises.whole_store import travel

HOME = Path.home() / "course"
HANDED_IN = "handed-in.json"


def begin() -> None:
    """Let the page keep the store: it lies in memory here, and `netvaerk_page` is the page's own module."""
    import netvaerk_page

    store.keep = lambda path, noticed: netvaerk_page.keeper.keep(noticed)
    store.emptied = _emptied
    travel.written = netvaerk_page.written
    travel.packed = netvaerk_page.packed


def turn_to(folder: Path) -> None:
    """Stand in ``folder``, a path inside the learner's own, as a kernel beside that page would."""
    place = HOME / folder
    place.mkdir(parents=True, exist_ok=True)
    os.chdir(place)


def lay(files: Any) -> None:
    """Put ``files`` ({path inside the learner's own folder: text}) where exercises read them."""
    for name, text in files.items():
        path = HOME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if path.name == HANDED_IN:
            _receipts(path.parent.name, json.loads(text))


def _receipts(assignment, moments):
    """As nbgrader keeps them where there is a server, for `exercises.models.progress`."""
    for moment in moments:
        when = datetime.fromisoformat(moment).astimezone(UTC)
        name = f"me+{assignment}+{when:%Y-%m-%d %H:%M:%S.%f} UTC"
        Path(jupyter_data_dir(), "nbgrader_cache", "netvaerk", name).mkdir(parents=True, exist_ok=True)


def hand_in(path: Path, name: str) -> Any:
    """The zip that a facilitator's desk takes, in base64: the answers in the notebook at ``path``, and its
    figures, in a folder called as the learner is. Nothing that an exercise showed comes along."""
    notebook = json.loads((HOME / path).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"].pop("trusted", None)
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    made = io.BytesIO()
    figures = (HOME / path).with_name(FIGURES)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/{Path(path).name}", json.dumps(notebook, ensure_ascii=False, indent=1))
        if figures.exists():
            archive.writestr(f"{name}/{FIGURES}", figures.read_bytes())
    return base64.b64encode(made.getvalue()).decode()


def _emptied():
    """Delete all means the reflections, too, where nothing but this browser has them."""
    import netvaerk_page

    for path in sorted((HOME / "reflections").glob("*/*")):
        if path.suffix == ".ipynb":
            notebook = json.loads(path.read_text(encoding="utf-8"))
            for cell in notebook["cells"]:
                if travel.is_answer(cell):
                    cell["source"] = ""
            path.write_text(json.dumps(notebook), encoding="utf-8")
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.rmtree(jupyter_data_dir(), ignore_errors=True)
    netvaerk_page.emptied()
