"""The exercises' own tests under the Python that browsers run: Pyodide in Node, without a browser.

Left out, each with its reason: tests by Hypothesis (its core is compiled for this machine alone), and those
that start a process or ask what only a facilitator's machine has.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
HERE = Path(__file__).parent
ROOMS = ("rules", "models", "figures", "kit", "contact_files", "views", "whole_store")
ELSEWHERE = re.compile(
    r"^\s*(?:from|import) (?:hypothesis|subprocess|facilitation|nbformat|jupyter_client|pandas|numpy)\b",
    re.MULTILINE,
)
FEWEST = 2000


@pytest.mark.timeout(1800)  # two minutes or three on two quiet cores
def test_no_test_of_the_exercises_fails_in_the_browsers_python():
    node = shutil.which("node")
    if node is None or not (REPO / "facilitation/site/node_modules/pyodide").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("node or pyodide is missing: make site")
        pytest.skip("node or pyodide is missing: make site")
    files = [path for room in ROOMS for path in sorted((REPO / "tests" / room).glob("test_*.py"))]
    inside = [path for path in files if not ELSEWHERE.search(path.read_text(encoding="utf-8"))]
    done = subprocess.run(
        [
            *(node, str(HERE / "run.mjs"), str(REPO), sysconfig.get_path("purelib")),
            *(path.relative_to(REPO).as_posix() for path in inside),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout[-6000:] + done.stderr[-2000:]
    assert done.returncode == 0, said
    assert int(re.search(r"(\d+) passed", said)[1]) >= FEWEST
