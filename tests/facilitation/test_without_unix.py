"""What runs where Windows lacks modules: start, desk, collect and grade.

A stand-in for Windows: a process in which the house's own code cannot import what Windows has not. Libraries
may: theirs is another matter, and they have their own tests on Windows.
"""

import subprocess
import sys

import pytest

from exercises.texts import Texts
from facilitation.language import TEXTS

STAND_IN = """
import builtins, os, sys
from pathlib import Path

real = builtins.__import__
LACKING = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog"}

def without(name, globals=None, locals=None, fromlist=(), level=0):
    room = str((globals or {}).get("__name__")).partition(".")[0]
    if name in LACKING and room in ("exercises", "facilitation"):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return real(name, globals, locals, fromlist, level)

# libraries are those of the machine that the tests run on
import asyncio, multiprocessing, subprocess, nbclient, nbgrader.apps, nbgrader.server_extensions.formgrader
import jupyterlab.labapp
builtins.__import__ = without
from facilitation import command, serve

def opened(page, environment, *, announce, **rest):
    announce("http://localhost:8888")

serve.run = opened
sys.platform = "win32"  # only now: libraries have been imported as they are here
sys.exit(command.main(sys.argv[2:], root=Path(sys.argv[1])))
"""


@pytest.fixture
def netvaerk(course, home, tmp_path):
    """Run ``netvaerk`` with some words in a process without Unix's modules; gives it, ended."""

    def run(*words):
        command = [sys.executable, "-c", STAND_IN, course, *words, "--language", "en"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=200)

    return run


def test_the_course_and_the_desk_open_and_hand_ins_by_mail_are_taken_in(netvaerk, tmp_path):
    started = netvaerk("start", "--folder", tmp_path / "kursus", "--no-browser")
    assert (started.returncode, started.stderr) == (0, ""), started.stderr
    desk = tmp_path / "desk"
    opened = netvaerk("desk", "--folder", desk, "--no-browser")
    assert (opened.returncode, "Traceback" in opened.stderr) == (0, False), opened.stderr
    assert (desk / "release" / "01-trial-en").is_dir()
    hand_in = desk / "inbox" / "Bente"
    hand_in.mkdir(parents=True)
    released = next((desk / "release" / "01-trial-en").glob("*.ipynb"))
    (hand_in / released.name).write_bytes(released.read_bytes())
    taken = netvaerk("collect", "--folder", desk)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert (desk / "submitted" / "Bente" / "01-trial-en" / released.name).is_file()
    graded = netvaerk("grade", "01-trial-en", "--folder", desk)
    said = Texts("grade", "en", folder=TEXTS)("problem.linux_only")
    assert (graded.returncode, graded.stderr) == (2, said + "\n")
