"""What is wrong with disk or gradebook is said in one true sentence, blames no hand-in and loses nothing."""

import os
import shutil
import sqlite3
import subprocess

import pytest

from exercises.texts import Texts
from facilitation import gradebook
from facilitation.command import main
from facilitation.grading import command, sandbox
from facilitation.grading.batch import Batch

from .conftest import ASSIGNMENT

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")
T = Texts("grade", "en", folder=command.TEXTS)


def run(cohort, capsys, *words):
    code = main([*words, "--language", "en", "--folder", str(cohort.folder)])
    said = capsys.readouterr()
    return code, said.out, said.err.strip()


@pytest.fixture
def cohort(make_cohort, home):
    made = make_cohort()
    for student in ("first", "second"):
        made.hand_in(student, made.notebook(made.answers()))
    return made


@pytest.fixture
def small_disk(cohort, tmp_path):
    """The cohort's folder on a disk of its own, which `fill` fills."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs a disk of its own")
    cohort.folder = shutil.copytree(cohort.folder, place / "bord")
    yield cohort
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(folder, but):
    """Fill the disk, all ``but`` so many bytes; returns the file that does it."""
    there = os.statvfs(folder)
    size = there.f_bavail * there.f_frsize - but
    with (folder / "full").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))
    return folder / "full"


@pytest.mark.parametrize("but", [0, 8192, 40_000, 100_000, 200_000])
def test_row_106_a_full_disk_is_said_and_blames_no_hand_in(small_disk, capsys, but):
    Batch(small_disk.folder, ASSIGNMENT, only=["first"]).grade(1)
    before, rows = small_disk.graded("first"), small_disk.gradebook(["first"])
    full = fill(small_disk.folder, but)
    code, out, err = run(small_disk, capsys, "grade", ASSIGNMENT, "--force")
    sentences = [
        T("problem.no_room", folder=small_disk.folder),
        Texts("command", "en", folder=command.TEXTS)(
            "problem.gradebook_full", gradebook=gradebook.shown(gradebook.address(small_disk.folder))
        ),
    ]
    if code == command.ALL_GRADED:
        assert but >= 100_000
        return
    assert code == command.MEND_FIRST and err in sentences
    assert "first" not in out and "second" not in out
    assert small_disk.graded("first") == before
    full.unlink()
    assert small_disk.gradebook(["first"]) == rows
    assert run(small_disk, capsys, "grade", ASSIGNMENT, "--force")[0] == command.ALL_GRADED


def test_row_110_a_damaged_page_of_the_gradebook_is_said_and_blames_no_hand_in(cohort, capsys):
    Batch(cohort.folder, ASSIGNMENT, only=["first"]).grade(1)
    before = cohort.graded("first")
    book = cohort.folder / "gradebook.db"
    with sqlite3.connect(book) as there:
        page = there.execute("select rootpage from sqlite_master where name = 'grade'").fetchone()[0]
        size = there.execute("pragma page_size").fetchone()[0]
    there.close()
    data = bytearray(book.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    book.write_bytes(data)
    code, out, err = run(cohort, capsys, "grade", ASSIGNMENT, "--force")
    assert (code, err) == (command.MEND_FIRST, T("problem.damaged", folder=cohort.folder))
    assert "first" not in out and "second" not in out
    assert (
        cohort.graded("first") == before and book.read_bytes()[(page - 1) * size :][:size] == b"\xff" * size
    )


@pytest.mark.parametrize(
    "what", [b"Dear diary, this is no database. " * 40, b"\x00" * 4096, b"SQLite format 3\x00" + b"x" * 99]
)
@pytest.mark.parametrize(
    "words",
    [
        ["grade", ASSIGNMENT],
        ["learner", "export", "first", "--to", "/nowhere"],
        ["learner", "remove", "first", "--yes"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_row_111_a_gradebook_that_is_none_is_said(cohort, capsys, words, what):
    book = cohort.folder / "gradebook.db"
    book.write_bytes(what)
    code, _, err = run(cohort, capsys, *words)
    say = Texts("command", "en", folder=command.TEXTS)
    assert (code, err) == (
        2,
        say("problem.gradebook_damaged", gradebook=gradebook.shown(f"sqlite:///{book}")),
    )
    assert book.read_bytes() == what and cohort.place("first").exists()


def test_row_111_the_desk_says_so_too(cohort):
    from facilitation.problems import Problem

    (cohort.folder / "gradebook.db").write_bytes(b"Dear diary. " * 99)
    with pytest.raises(Problem) as raised:
        gradebook.assignments(cohort.folder)
    assert raised.value.key == "gradebook_damaged"
