"""The learner's folder as it is before anybody has written in it, the way JupyterLite reads a folder."""

import json
from pathlib import Path

from facilitation.exchange import assignments
from facilitation.laying import of_kind, tree
from facilitation.learner_folder import KIND, REFLECTIONS, ROOMS

LONG_AGO = "2000-01-01T00:00:00.000Z"
HOME = "home/course"


def course_files(root: Path) -> dict:
    """``{path in the learner's folder: bytes}``: lessons, evenings, pictures, reflections to write in.

    Every code cell is the course's own and says so: the page runs a cell only where it is trusted.
    """
    files = tree(root, *((f"lessons/{room}", room) for room in ROOMS))
    files |= of_kind(tree(root, *((f"workshops/{room}", room) for room in ROOMS)), KIND)
    released = tree(root / "release", *assignments(root / "release"))
    files |= {f"{REFLECTIONS}/{name}": path for name, path in released.items()}
    return {name: _trusted(path) for name, path in sorted(files.items())}


def _trusted(path):
    if path.suffix != ".ipynb":
        return path.read_bytes()
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["trusted"] = True
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def first_cells(files: dict) -> list:
    """The code of the pages that a learner meets first: welcome, lesson 1 and its reflection."""
    names = ("da/00-welcome.ipynb", "da/01-why-network.ipynb")
    cells = [cell for name in names for cell in json.loads(files[name])["cells"]]
    return ["".join(cell["source"]) for cell in cells if "exercise" in cell["metadata"].get("tags", ())]


def for_python(files: dict) -> dict:
    """Of the files, what exercises read beside them: the notebooks, which say what the lessons are."""
    return {f"{HOME}/{name}": data for name, data in files.items() if name.endswith(".ipynb")}


def lay(to: Path, files: dict) -> None:
    """Lay ``files/`` and, for each folder, the list ``api/contents/…/all.json`` that JupyterLite asks."""
    folders = {}
    for name, data in files.items():
        target = to / "files" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        parts = name.split("/")
        for depth in range(len(parts)):
            folders.setdefault("/".join(parts[:depth]), {})[parts[depth]] = depth + 1 < len(parts)
    # JupyterLite also asks for folders that learners make; an answer is quieter than a miss
    for folder in [name for name in folders if name.startswith(f"{REFLECTIONS}/")]:
        folders[f"{folder}/feedback"] = {}
    for folder, entries in folders.items():
        listed = [
            _model("/".join(filter(None, [folder, name])), is_folder) for name, is_folder in entries.items()
        ]
        place = to / "api/contents" / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "all.json").write_text(json.dumps(_model(folder, True, listed)), encoding="utf-8")


def _model(path, is_folder, content=None):
    kind = "directory" if is_folder else "notebook" if path.endswith(".ipynb") else "file"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "type": kind,
        "format": "json" if kind != "file" else None,
        "mimetype": None,
        "content": content,
        "created": LONG_AGO,
        "last_modified": LONG_AGO,
        "size": None,
        "writable": True,
    }
