"""Twenty-four hand-ins with every fault that we know: each ends in one state, and has one word everywhere."""

import html
import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

import exercises
from exercises.texts import Texts
from facilitation import command
from facilitation.cohort import everything, files, states
from facilitation.cohort.roll import Register
from facilitation.grading import sandbox
from facilitation.views.base import TEXTS
from facilitation.views.cohort import Cohort
from facilitation.views.desk_front import DeskFront
from facilitation.views.read_answers import ReadAnswers

DA, EN, STEP, FILE = "01-why-network-da", "01-why-network-en", "01-why-network", "why-network.ipynb"

# who, what is the matter with the hand-in, and where it ends
TABLE = (
    ("r1", "half a file", states.REFUSED),
    ("r2", "no notebook in it", states.REFUSED),
    ("r3", "a notebook of another kind", states.REFUSED),
    ("r4", "not JSON but a page", states.REFUSED),
    ("c1", "handed in after the last collecting", states.CHECK),
    ("c2", "handed in after the last collecting, an answer taken out", states.CHECK),
    ("c3", "handed in anew after it was sent", states.CHECK),
    ("h1", "nothing the matter", states.HANDED_IN),
    ("h2", "points to a person", states.HANDED_IN),
    ("h3", "the same words as another", states.HANDED_IN),
    ("h4", "the same words as another", states.HANDED_IN),
    ("h5", "an answer's cell deleted", states.HANDED_IN),
    ("h6", "an answer's cell copied", states.HANDED_IN),
    ("h7", "words outside the boxes", states.HANDED_IN),
    ("h8", "no figures", states.HANDED_IN),
    ("h9", "figures that are none", states.HANDED_IN),
    ("h0", "by mail, not read", states.HANDED_IN),
    ("l1", "read, and not sent", states.READ),
    ("l2", "read, and its level changed since it was sent", states.READ),
    ("s1", "sent", states.FEEDBACK),
    ("s2", "everything left empty: read by nobody, and nothing to read", states.FEEDBACK),
    ("m1", "by mail, its feedback made", states.MAIL),
    ("m2", "by mail, its feedback sent by mail", states.FEEDBACK),
    ("n1", "never handed in", states.NONE),
)
BY_MAIL = ("h0", "m1", "m2")
ENDS = {who: state for who, _, state in TABLE}


def answers(cohort, who):
    notebook, words = cohort.notebook("l1"), cohort.model_answers()
    for cell in notebook["cells"]:
        if cell["id"] in words:
            own = "samme" if who in ("h3", "h4") else who
            cell["source"] = "" if who == "s2" else f"{words[cell['id']]} Det er {own}s egne ord."
            if who == "h2" and cell["id"] == "answer-1":
                cell["source"] += " Skriv til bo@example.dk eller ring 20 30 40 50."
    cells = notebook["cells"]
    if who in ("h5", "c2"):
        notebook["cells"] = [cell for cell in cells if cell["id"] != "answer-2"]
    if who == "h6":
        cells.append({**next(cell for cell in cells if cell["id"] == "answer-1"), "id": "copy"})
    if who == "h7":
        cells.insert(
            1, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Det stod udenfor."}
        )
    return notebook


def hand_in(cohort, who):
    figures = {"h8": None, "h9": "ingen tal"}.get(who, '{"hours": 3}')
    place = cohort.folder(who)
    for old in place.glob("figures.json"):
        old.unlink()
    cohort.write(who, answers(cohort, who), figures)
    if who == "r1":
        (place / FILE).write_text("{en halv fil", encoding="utf-8")
    if who == "r3":
        strange = answers(cohort, who)
        strange["metadata"]["course"]["assignment"] = "et andet kursus"
        cohort.write(who, strange, figures)
    if who == "r4":
        (place / FILE).write_text("<html>Log ind</html>", encoding="utf-8")
    if who in BY_MAIL:
        box = cohort.desk / "inbox" / who
        box.mkdir()
        shutil.copy(place / FILE, box / FILE)
        return
    cohort.learner_does("Submit", who)
    if who == "r2":
        (inbound,) = (cohort.exchange / "netvaerk/inbound").glob(f"{who}+*")
        (inbound / FILE).unlink()


def read(folder, *learners, mark=2):
    with Register(folder)._gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(DA):
            for grade in submission.notebooks[0].grades if submission.student.id in learners else ():
                if grade.needs_manual_grade or grade.manual_score is not None:
                    grade.manual_score, grade.needs_manual_grade = mark, False
        gradebook.db.commit()


@pytest.fixture(scope="module")
def desk(tmp_path_factory, made_cohort):
    """The whole table, by the two verbs and a reader between them."""
    cohort = made_cohort(tmp_path_factory.mktemp("alle fejl"), DA)
    handing_in = [who for who in ENDS if who != "n1"]
    cohort.fetch(*handing_in)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETVAERK_COURSE", str(cohort.desk))
        patch.setenv("NETVAERK_EXCHANGE", str(cohort.exchange))
        if not sandbox.available():
            patch.delenv("NETVAERK_OWN_ACCOUNTS", raising=False)
        with cohort.gradebook() as gradebook:
            gradebook.update_or_create_student("n1")
        for who in handing_in:
            if who not in ("c1", "c2"):
                hand_in(cohort, who)
        everything.collect_and_check(cohort.desk, "da")
        read(cohort.desk, "c3", "l2", "s1", "m1", "m2")
        everything.send(cohort.desk, "da")
        (mailed,) = [
            one for who, _, one in everything.to_mail(Register(cohort.desk).roll("da")) if who.id == "m2"
        ]
        everything.mailed(mailed)
        read(cohort.desk, "l1")
        page = ReadAnswers()
        learner = next(one for one in page.pile if one.student == "l2")
        question = page._question
        page.desk.mark(question, page.desk.answer(question, learner.student), 3, "Bedre, end jeg så.")
        for who in ("c1", "c2"):
            hand_in(cohort, who)
        cohort.learner_does("Submit", "c3", when="2026-11-24 10:00:00.000000 UTC")
        yield cohort


@pytest.fixture
def here(desk, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(desk.desk))
    monkeypatch.setenv("NETVAERK_EXCHANGE", str(desk.exchange))
    return desk.desk


@pytest.mark.parametrize(("who", "fault", "state"), TABLE, ids=[f"{who}: {why}" for who, why, _ in TABLE])
def test_each_hand_in_ends_where_it_should(here, who, fault, state):
    roll = Register(here).roll("da")
    learner = next(one for one in roll.learners if one.id == who)
    (step,) = roll.steps
    assert roll.state(learner, step) == state, fault


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_same_word_stands_on_every_page_and_in_every_file(here, lang):
    exercises.language(lang)
    words = Texts("cohort", lang, folder=TEXTS)
    page = Cohort()
    page.step.value = STEP
    cells = re.findall(r"<tr><th[^>]*>(\w+)</th><td>(.*?)</td>", page.opened["steps"].list.value)
    said = {who: html.unescape(re.sub("<[^>]+>", "", cell)).strip() for who, cell in cells}
    assert {who: said[who].partition(" ")[2] for who in ENDS} == {
        who: words(f"state.{state}") for who, state in ENDS.items()
    }
    # the files
    roll = page.roll
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(words, roll, roll.learners, roll.steps)))
    overview = {row[0].value: row[4].value for row in book.worksheets[0].iter_rows(min_row=2)}
    assert overview == {who: words(f"state.{state}") for who, state in ENDS.items()}
    table = files.csv_of(words, files.overview(words, roll, roll.learners, roll.steps)).decode()
    assert all(table.count(words(f"state.{state}")) >= 1 for state in ENDS.values())
    # the front page: so many of each, by the same word
    front = DeskFront()
    counted = dict(
        re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]*)(?:</a>)?</th><td>(\d+)</td>', front.waits.value)
    )
    for state in states.WAITING:
        name = html.escape(words(f"state.{state}"))
        assert counted[name[:1].upper() + name[1:]] == str(list(ENDS.values()).count(state)), state
    # the reading page: those who wait for a reader, and nobody who could not be taken in
    reading = ReadAnswers()
    waits = [label for _, label in reading.sheet.places if words("state.handed_in") in label]
    assert sorted(label.partition(":")[0] for label in waits) == sorted(
        who for who, state in ENDS.items() if state == states.HANDED_IN
    )
    assert not [label for _, label in reading.sheet.places if label.startswith("r")]


def test_each_that_could_not_be_taken_in_is_named_with_its_reason(here):
    front = DeskFront()
    told = html.unescape(front.refused.value)
    lines = re.findall(r"<li>(.*?)</li>", told)
    assert len(lines) == 4 and len(set(line.partition("<br>")[2] for line in lines)) >= 2
    for who in ("r1", "r2", "r3", "r4"):
        assert [line for line in lines if who in line], who


def test_the_command_says_what_needs_a_person_and_by_mail_who_is_to_get_it(
    here, tmp_path, capsys, monkeypatch
):
    folder, exchange = shutil.copytree(here, tmp_path / "bord"), tmp_path / "aflevering"
    shutil.copytree(Path(here).parent / "aflevering", exchange)
    monkeypatch.setenv("NETVAERK_EXCHANGE", str(exchange))
    assert (
        command.main(["send", "--folder", str(folder), "--language", "da", "--exchange", str(exchange)]) == 0
    )
    said = capsys.readouterr().out
    assert "m1" in said and "m2" not in said
