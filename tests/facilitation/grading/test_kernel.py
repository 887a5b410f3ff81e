"""A kernel from the warm parent says what an ordinary one says."""

import re

import nbformat
import pytest
from nbclient import NotebookClient

from facilitation.grading import execute, sandbox
from facilitation.grading.bench import Bench

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")

CELLS = (
    "import os, sys, time\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "6 * 7",
    "_, Out[2], In[2]",
    "os.system('echo system'); time.sleep(.3)",
    "!echo bang",
    "import subprocess\n"
    "subprocess.run(['sh', '-c', 'echo a child; sleep .1; echo complains >&2'])\n"
    "time.sleep(.3)",
    "from IPython.display import HTML, clear_output, display\ndisplay(HTML('<b>x</b>'))\nprint('y')\n'z'",
    "print('gone')\nclear_output()\nprint('here')",
    "print('no new line', end='')\nsys.stdout.flush()\nprint(', and then one')",
    "def f(x):\n    return 1 / x\n\nf(0)",
    "%%capture kept\nprint('caught')",
    "kept.stdout",
    "import threading\none = threading.Thread(target=print, args=['from a thread'])\none.start(); one.join()",
    "import asyncio\nawait asyncio.sleep(.01)\n'awaited'",
    "try:\n    input('who? ')\nexcept Exception as error:\n    print(type(error).__name__, error)",
    "import warnings\nwarnings.warn('careful')",
    "import logging\nlogging.warning('careful')",
    "class A:\n    pass\n\nimport pickle\ntype(pickle.loads(pickle.dumps(A()))) is A",
    "__name__, '__file__' in globals(), sys.modules['__main__'].__dict__ is globals()",
    "x = 1\n%store x",
    "import ipywidgets\ndisplay(ipywidgets.IntSlider(description='s'))",
    "get_ipython().history_manager.hist_file, get_ipython().execution_count",
    "%history -n 1-3",
    "{name: os.environ[name] for name in ('TERM', 'PAGER', 'CLICOLOR')}",
    "import tempfile\nfrom IPython.paths import get_ipython_dir\n"
    "shell = get_ipython()\n"
    "(tempfile.gettempdir() == os.environ['TMPDIR'],\n"
    " shell.ipython_dir == get_ipython_dir() == os.environ['IPYTHONDIR'],\n"
    " shell.profile_dir.location.startswith(shell.ipython_dir))",
    "sys.exit(3)",
    "'still here'",
)


def notebook(cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])


def run(folder, cells=CELLS, **words):
    """Run the cells in a kernel of ours; returns the notebook with their outputs."""
    nb = notebook(cells)
    execute.BoxedExecute(**words).preprocess(nb, {"metadata": {"path": str(folder)}})
    return nb


def said(cell):
    """A cell's outputs without what differs from kernel to kernel."""
    streams, found = {}, []
    for one in cell.outputs:
        one = dict(one)
        if one["output_type"] == "stream":
            # into how many messages it is cut, and which of two streams comes first, is anybody's guess
            streams[one["name"]] = streams.get(one["name"], "") + one["text"]
            continue
        if "application/vnd.jupyter.widget-view+json" in one.get("data", {}):
            one["data"]["application/vnd.jupyter.widget-view+json"]["model_id"] = ""
        found.append(one)
    return [_plain(one) for one in [streams, *found]]


def _plain(one):
    """As text, without the number of a process and the folder of a file."""
    text = re.sub(r"ipykernel_\d+", "ipykernel", str(sorted(one.items()))).replace("/tmp/", "")
    return re.sub(r"[\w/.-]*/ipykernel", "ipykernel", text)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    nobodys = tmp_path_factory.mktemp("nobodys")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("TMPDIR", "IPYTHONDIR"):
            patch.setenv(name, str(nobodys))
        # with it a kernel does not listen to what its children print
        patch.delenv("PYTEST_CURRENT_TEST")
        nb = notebook(CELLS)
        folder = str(tmp_path_factory.mktemp("plain"))
        NotebookClient(
            nb,
            allow_errors=True,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            shutdown_kernel="immediate",
        ).execute()
        return nb


@pytest.fixture(scope="module", params=[True, False], ids=["box", "no box"])
def bench(request):
    with pytest.MonkeyPatch.context() as patch:
        bench = Bench()
        bench.sandboxed = request.param
        bench.open()
        patch.setattr(execute, "bench", bench)
        yield bench
        bench.close()


@pytest.fixture(scope="module")
def ours(bench, tmp_path_factory):
    return run(tmp_path_factory.mktemp("ours"))


@pytest.mark.parametrize("at", range(len(CELLS)), ids=[code.splitlines()[-1] for code in CELLS])
def test_a_cell_says_what_it_says_anywhere(ours, plain, at):
    assert said(ours.cells[at]) == said(plain.cells[at])


def test_the_cells_were_run(ours):
    at = CELLS.index("6 * 7")
    assert [ours.cells[n].outputs[0]["data"]["text/plain"] for n in (at, -1)] == ["42", "'still here'"]
    assert ours.cells[-3].outputs[0]["data"]["text/plain"] == "(True, True, True)"


def test_a_kernel_heeds_other_settings_than_the_usual(bench, tmp_path):
    cells = ["1\n2", "import asyncio\nawait asyncio.sleep(0, 3)"]
    all_of_them = ["--InteractiveShell.ast_node_interactivity=all"]
    one = run(tmp_path, cells, extra_arguments=all_of_them)
    assert [[out["data"]["text/plain"] for out in cell.outputs] for cell in one.cells] == [["1", "2"], ["3"]]


def test_the_kernel_is_the_one_that_was_made_ahead(bench, tmp_path):
    asked = "from facilitation.grading import kernel\nkernel.made[kernel.USUAL].shell is get_ipython()"
    one = run(tmp_path, [asked])
    assert one.cells[0].outputs[0]["data"]["text/plain"] == "True"
