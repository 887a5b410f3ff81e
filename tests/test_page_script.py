"""The page's pure modules, tried in Node without a browser (tests/js/*.test.mjs)."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
PAGE = REPO / "lab" / "extensions" / "netvaerk-calm" / "page"
TESTS = sorted((REPO / "tests" / "js").glob("*.test.mjs"))


@pytest.fixture(scope="module")
def node():
    """The program; without it: a skip, but a failure where CI=true."""
    if found := shutil.which("node"):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("node is missing: apt-get install nodejs")
    pytest.skip("node is missing: apt-get install nodejs")


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_pure_module_of_the_page_keeps_its_promises(node, path, tmp_path):
    # browsers are told by the server that these are modules; Node asks a package.json
    page = shutil.copytree(PAGE, tmp_path / "page")
    (page / "package.json").write_text(json.dumps({"type": "module"}), encoding="utf-8")
    tried = subprocess.run(
        [node, "--test", path], env=os.environ | {"PAGE": str(page)}, capture_output=True, text=True
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
