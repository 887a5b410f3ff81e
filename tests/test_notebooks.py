"""Every notebook runs from its first cell to its last in a real kernel, in a learner's own folder.

One kernel reads one notebook after the other, each from nothing: to start another for each took two minutes.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
# A reflection is run as at grading: no store may be opened, and source/ must get no figures.json.
RUNS = {"lessons": {}, "source": {"NBGRADER_EXECUTION": "validate"}}
# A kernel that begins: no name, no language chosen, and the notebook's own folder.
ANEW = "%reset -f\nimport os, exercises; exercises._language = None; os.chdir({folder!r}); del os, exercises"


@contextmanager
def reader(**environment):
    """`read(path)` runs a notebook; it raises CellExecutionError at the first cell that does."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env=os.environ | {"NETVAERK_FAULTS": "raise"} | environment)

    def read(path):
        nb = nbformat.read(path, as_version=4)
        nb.cells.insert(0, nbformat.v4.new_code_cell(ANEW.format(folder=str(path.parent))))
        NotebookClient(nb, km=manager, timeout=120).execute()
        return nb

    try:
        yield read
    finally:
        manager.shutdown_kernel(now=True)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", [name for name in (*RUNS, "workshops") if (ROOT / name).is_dir()])
def test_every_notebook_runs(folder, own_folder):
    place = own_folder / folder
    shutil.copytree(ROOT / folder, place)
    notebooks = sorted(place.rglob("*.ipynb"))
    assert notebooks
    failed = {}
    with reader(**RUNS.get(folder, {})) as read:
        for path in notebooks:
            try:
                read(path)
            except CellExecutionError as error:
                failed[path.relative_to(place).as_posix()] = str(error)
    assert failed == {}
    assert list(place.rglob("figures.json")) == []


def test_a_notebook_that_fails_is_seen_and_the_next_begins_from_nothing(own_folder):
    [raises] = (ROOT / "tests/fixtures/notebook_raises").glob("*.ipynb")
    leaves, asks = own_folder / "leaves" / "nb.ipynb", own_folder / "asks" / "nb.ipynb"
    words = {
        leaves: "import exercises; exercises.language('en'); left = 1",
        asks: "import exercises, os; assert exercises._language is None; print(os.getcwd(), 'left' in dir())",
    }
    for path, code in words.items():
        path.parent.mkdir()
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
    with reader() as read:
        with pytest.raises(CellExecutionError):
            read(raises)
        read(leaves)
        assert read(asks).cells[1].outputs[0].text == f"{asks.parent} False\n"
