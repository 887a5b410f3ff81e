"""Python for the browser: the course and what it imports, compiled, in a few zip files.

The packages are those of this environment, which uv has locked; they are plain Python. ``first.zip`` holds
what the first pages import, and a later import of anything else brings its whole shelf (see ``Shelves`` in
``lab/browser/netvaerk_kernel.py``).
"""

import importlib.metadata
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from packaging.requirements import Requirement

from facilitation.problems import Problem

# Where Python in the browser looks for packages (Pyodide 314).
PACKAGES = "lib/python3.14/site-packages"
HERE = Path(__file__).parent
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
ROOTS = (
    *("ipython", "ipywidgets", "anywidget", "babel", "bibtexparser", "icalendar", "markdown-it-py"),
    *("networkx", "openpyxl", "platformdirs", "tzdata", "jupyter-core"),
)
# What they ask for and no page uses: for a terminal, a debugger, an editor or a server.
LEFT_OUT = {
    *("jedi", "parso", "pexpect", "ptyprocess", "psutil", "widgetsnbextension", "jupyterlab-widgets"),
    *("matplotlib-inline", "wcwidth", "ipython-pygments-lexers"),
}
NOT_SHIPPED = re.compile(
    r"^\.\.|(^|/)(tests?|__pycache__|nbextension|labextension)/|\.(so|pyc|pyi|map|h|c|pyx|md|rst)$"
    r"|babel/locale-data/(?!(root|da|da_DK|en|en_GB|en_150|en_001|en_DK)\.dat)"
)


def lay(to: Path, root: Path, cells: list, files: dict) -> None:
    """Lay ``python/`` in ``to``. ``cells`` is code of the first pages, ``files`` what the learner's folder
    holds from the beginning: {path inside it: bytes}. Raises Problem where Node or Pyodide is missing."""
    node = shutil.which("node")
    pyodide = HERE / "node_modules/pyodide"
    if node is None or not pyodide.is_dir():
        raise Problem("site_needs_node")
    python = to / "python"
    python.mkdir()
    for name in PYODIDE:
        shutil.copy(pyodide / name, python / name)
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        shelf_of = _gather(made, root)
        # what cannot be asked for at import stays with its package; text and data go first
        answer = subprocess.run(
            [node, str(HERE / "compile.mjs"), str(made)],
            input=json.dumps(cells),
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise RuntimeError(answer.stderr[-2000:])
        told = json.loads(answer.stdout)
        if told["failed"]:
            raise RuntimeError("\n".join(told["failed"]))
        _shelve(python, made, shelf_of, set(told["used"]), files)


def _gather(made, root):
    """Copy the packages to ``made``; returns {file: name of its distribution}."""
    shelf_of = {}
    for name, distribution in sorted(_distributions().items()):
        for file in distribution.files:
            path = file.as_posix()
            if NOT_SHIPPED.search(path) or (".dist-info/" in path and not path.endswith("/METADATA")):
                continue
            _copy(file.locate(), made / path)
            shelf_of[path] = name
    for path in sorted((root / "exercises").rglob("*")):
        inner = path.relative_to(root).as_posix()
        if path.is_file() and not NOT_SHIPPED.search(inner):
            _copy(path, made / inner)
            shelf_of[inner] = ""
    _copy(root / "lab/browser/netvaerk_kernel.py", made / "netvaerk_kernel.py")
    shelf_of["netvaerk_kernel.py"] = ""
    return shelf_of


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _distributions():
    found = {}

    def walk(name):
        name = re.sub(r"[-_.]+", "-", name).lower()
        if name in found or name in LEFT_OUT:
            return
        found[name] = importlib.metadata.distribution(name)
        for line in found[name].requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": "", "sys_platform": "emscripten"}):
                walk(wanted.name)

    for name in ROOTS:
        walk(name)
    return found


def _shelve(python, made, shelf_of, used, files):
    shelves, where = {"first": []}, {}
    packages = {name for path, name in shelf_of.items() if _made(made, path) in used}
    for path, name in shelf_of.items():
        compiled = _made(made, path)
        if not (made / compiled).exists():
            continue
        code = compiled.endswith((".py", ".pyc"))
        # of a package that the first pages use: the modules they import, and all its data
        early = name == "" or (name in packages and (compiled in used or not code))
        shelf = "first" if early else name
        shelves.setdefault(shelf, []).append(compiled)
        if not early and code:
            module = compiled.rpartition(".")[0].removesuffix("/__init__").replace("/", ".")
            where[module] = f"{shelf}.zip"
    for shelf, paths in shelves.items():
        with zipfile.ZipFile(python / f"{shelf}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(paths):
                _add(archive, f"{PACKAGES}/{path}", (made / path).read_bytes())
            if shelf == "first":
                for path, content in sorted(files.items()):
                    _add(archive, path, content)
    (python / "shelves.json").write_text(
        json.dumps({"first": ["first.zip"], "later": where}), encoding="utf-8"
    )


def _add(archive, name, content):
    # no time of day: the same course gives the same bytes, and browsers fetch nothing anew
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _made(made, path):
    return f"{path}c" if path.endswith(".py") and (made / f"{path}c").exists() else path
