"""A gradebook in PostgreSQL, by a server of the test's own."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from facilitation import desk_folder, exchange, gradebook
from facilitation.command import main
from facilitation.grading import sandbox
from facilitation.grading.batch import Batch
from facilitation.grading.unit import settings
from facilitation.reading import SECOND, Desk
from facilitation.release import generate

from .conftest import ASSIGNMENT, ROWS

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
pytestmark = [
    pytest.mark.skipif(BIN is None, reason="needs Debian's postgresql"),
    pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap"),
]
MARKS = "t.auto_score, t.manual_score, t.extra_credit, t.needs_manual_grade"
WORDS = "t.auto_comment, t.manual_comment"


@pytest.fixture(scope="module")
def server():
    """Make a database, by its name, on a server that listens on a socket in a folder of its own alone."""
    # a socket's path may have 107 letters, and the server refuses to be root
    place = tempfile.mkdtemp(prefix="pg-", dir="/tmp")
    as_server = []
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
        as_server = ["runuser", "-u", "postgres", "--"]

    def run(program, *words):
        subprocess.run([*as_server, BIN / program, *words], check=True, capture_output=True, cwd=place)

    run("initdb", "-D", f"{place}/data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
    run(
        *("pg_ctl", "-D", f"{place}/data", "-w", "-l", f"{place}/log", "start"),
        *("-o", f"-k {place} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"),
    )

    def make(name):
        run("createdb", "-h", place, "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={place}"

    yield make
    run("pg_ctl", "-D", f"{place}/data", "-m", "immediate", "stop")
    shutil.rmtree(place)


def rows(url):
    """Every mark, comment and hand-in in a gradebook, in order."""
    engine = create_engine(url)
    with engine.connect() as book:
        found = [
            tuple(row)
            for table, columns in (("grade", MARKS), ("comment", WORDS))
            for row in book.execute(text(ROWS.format(table=table, columns=columns)))
        ]
        found += [
            (row.student_id, str(row.timestamp)[:19])
            for row in book.execute(text("select student_id, timestamp from submitted_assignment"))
        ]
    engine.dispose()
    # SQLite has no truth values
    return sorted((tuple(int(x) if isinstance(x, bool) else x for x in row) for row in found), key=repr)


@pytest.fixture(scope="module")
def graded(make_cohort, server):
    """The same hand-ins graded into PostgreSQL, by two workers, and into a file."""
    there, here = make_cohort("på server"), make_cohort("i en fil")
    url = server("hold")
    with (there.folder / gradebook.SETTINGS).open("a", encoding="utf-8") as settings:
        settings.write(f"\nget_config().CourseDirectory.db_url = {url!r}\n")
    (there.folder / "gradebook.db").unlink()
    generate(there.folder, ASSIGNMENT)
    for cohort, workers in ((there, 2), (here, 1)):
        for n in range(2):
            cohort.hand_in(f"good {n}", cohort.notebook(cohort.answers()))
        cohort.hand_in("tom ë", cohort.notebook())
        cohort.hand_in_code("stumbling", "1 / 0")
        cohort.hand_in("broken", "{")
        Batch(cohort.folder, ASSIGNMENT).grade(workers)
    return there, here, url


def test_a_batch_gives_the_rows_in_postgresql_that_it_gives_in_a_file(graded):
    there, here, url = graded
    assert rows(url) == rows(f"sqlite:///{here.folder}/gradebook.db")
    assert len(rows(url)) > 4 * 10
    assert there.graded("good 0") and there.graded("tom ë")
    assert not (there.folder / "gradebook.db").exists()


def test_a_second_run_passes_over_what_postgresql_has(graded):
    there, _, _ = graded
    assert Batch(there.folder, ASSIGNMENT).students == ["broken"]


def test_answers_are_read_and_marked_in_postgresql(graded):
    there, _, url = graded
    desk = Desk(there.folder)
    (pile,) = desk.piles()
    assert (pile.assignment, pile.total > 0) == (ASSIGNMENT, True)
    question = desk.questions(ASSIGNMENT)[0]
    one = next(one for one in desk.pile(question) if one.waiting and one.student != "broken")
    desk.mark(question, desk.answer(question, one.student), 2, "Godt set.")
    with Gradebook(url, exchange.COURSE) as book:
        cell = (question.name, question.notebook, ASSIGNMENT, one.student)
        assert book.find_grade(*cell).manual_score == 2
        assert book.find_comment(*cell).manual_comment == "Godt set."


def test_a_second_reader_gets_a_sample_from_postgresql(graded):
    there, _, _ = graded
    desk = Desk(there.folder)
    question = desk.questions(ASSIGNMENT)[0]
    assert desk.draw(ASSIGNMENT, 3, 1) == 3
    pile = desk.pile(question, SECOND)
    assert len(pile) == 3
    one = next(one for one in pile if one.student != "broken")
    desk.mark(question, desk.answer(question, one.student, SECOND), 1, "", SECOND)
    assert [one.score for one in desk.pile(question, SECOND)].count(1) == 1


def test_the_desk_knows_what_postgresql_has_and_makes_no_file(graded, monkeypatch, tmp_path):
    there, _, _ = graded
    made = []
    monkeypatch.setattr(desk_folder, "generate", lambda folder, name, exchange: made.append(name))
    # the marks of what was generated are new, and the gradebook is not
    desk_folder._generate(there.folder, None, set(), "da")
    assert made == [ASSIGNMENT]
    desk_folder._generate(there.folder, None, set(), "da")
    assert made == [ASSIGNMENT]
    assert not (there.folder / "gradebook.db").exists()


def test_the_environment_names_the_gradebook_of_a_folder_that_does_not(make_cohort, server, monkeypatch):
    cohort, empty = make_cohort(), server("tom")
    assert gradebook.assignments(cohort.folder) == {ASSIGNMENT}
    monkeypatch.setenv("NETVAERK_GRADEBOOK", empty)
    assert settings(cohort.folder).CourseDirectory.db_url == gradebook.address(cohort.folder) == empty
    assert gradebook.assignments(cohort.folder) == set()


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("postgresql://x:hemmelig@/none?host=/nowhere", "gradebook_unreachable"),
        ("hemmelig", "gradebook_address"),
        ("nosuch://x:hemmelig@h/d", "gradebook_address"),
    ],
)
def test_a_gradebook_that_cannot_be_reached_is_a_sentence_without_the_password(
    make_cohort, monkeypatch, capsys, say, address, key
):
    cohort = make_cohort()
    monkeypatch.setenv("NETVAERK_GRADEBOOK", address)
    assert main(["grade", ASSIGNMENT, "--folder", str(cohort.folder), "--language", "en"]) == 2
    said = capsys.readouterr().err
    assert said.strip() == say(f"problem.{key}", "en", gradebook=gradebook.shown(address))
    assert "hemmelig" not in said
