"""`authoring new` lays a lesson that passes, in a copy of the tree, with no other file touched."""

import os
import shutil
import subprocess
import sys

import pytest

from exercises import places
from facilitation.authoring import new

NAME = "beyond-the-card"
LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", ".tools", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "_build")
)
# What the tree's tests say of lessons, exercises, My data, the network book and the cohort page.
CONCERNED = (
    *("tests/test_lessons.py", "tests/test_release.py", "tests/texts", "tests/whole_store"),
    *("tests/figures/test_beyond_the_card.py", "tests/rules/test_beyond_the_card.py"),
    *("tests/views/test_beyond_the_card.py", "tests/views/test_every_view.py"),
    *("tests/views/test_kept_in_words.py", "tests/views/test_progress.py"),
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the checkout, and how Python is run in it."""
    there = tmp_path_factory.mktemp("copy") / "tree"
    shutil.copytree(places.root(), there, ignore=LEFT_OUT)

    def run(*words):
        environ = os.environ | {"PYTHONPATH": str(there), "PYTHONDONTWRITEBYTECODE": "1"}
        environ.pop("PYTEST_XDIST_WORKER", None)
        return subprocess.run(
            [sys.executable, *words], cwd=there, env=environ, capture_output=True, text=True
        )

    return there, run


def files(there):
    return {path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()}


@pytest.mark.timeout(900)
def test_a_new_lesson_passes_all_that_concerns_it_and_touches_no_other_file(tree):
    there, run = tree
    before = files(there)
    made = run("-m", "facilitation.authoring", "new", NAME)
    assert made.returncode == 0, made.stderr
    after = files(there)
    assert {path: content for path, content in after.items() if path in before} == before
    assert len(after.keys() - before.keys()) == 15 + 2, "with release/"
    passed = run(
        "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", "not sees_each_fault", *CONCERNED
    )
    assert passed.returncode == 0, passed.stdout[-3000:]


@pytest.mark.parametrize("name", ["Beyond", "beyond", "a b", "øl-og-vin", "../x-y", "beyond-the-card2"])
def test_a_name_that_cannot_be_a_stem_is_said(tmp_path, name):
    with pytest.raises(ValueError, match="small letters"):
        new.make(name, root=tmp_path)


def test_what_is_taken_is_said():
    with pytest.raises(ValueError, match="taken"):
        new.make("network-map")
    with pytest.raises(ValueError, match="taken"):
        new.make("quite-another", 3)
