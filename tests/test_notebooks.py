"""Every notebook runs from its first cell to its last in a real kernel, in a learner's own folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A reflection is run as at grading: no store may be opened, and source/ must get no figures.json.
RUNS = {"lessons": {}, "source": {"NBGRADER_EXECUTION": "validate"}}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("folder", [name for name in (*RUNS, "workshops") if (ROOT / name).is_dir()])
def test_every_notebook_runs(folder, own_folder):
    place = own_folder / folder
    shutil.copytree(ROOT / folder, place)
    env = os.environ | {"NETVAERK_FAULTS": "raise"} | RUNS.get(folder, {})
    nbval = ["-p", "no:python", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, *nbval, "--nbval-cell-timeout", "120"]
    run = subprocess.run([*command, str(place)], env=env, cwd=place, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:]
    assert list(place.rglob("figures.json")) == []


def test_a_notebook_that_fails_is_seen(own_folder):
    place = own_folder / "broken"
    shutil.copytree(ROOT / "tests" / "fixtures" / "notebook_raises", place)
    nbval = ["-p", "no:python", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, *nbval]
    run = subprocess.run([*command, str(place)], cwd=place, capture_output=True, text=True)
    assert run.returncode == 1
