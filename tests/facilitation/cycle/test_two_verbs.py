"""Collect and check everything, send all that is read: eight hand-ins in two presses, and each fault said."""

import json
import shutil
from pathlib import Path

import pytest

import exercises
from exercises.texts import Texts
from facilitation import command
from facilitation.cohort import everything, states
from facilitation.cohort.roll import Register
from facilitation.grading import sandbox
from facilitation.views.base import TEXTS
from facilitation.views.desk_front import DeskFront

ASSIGNMENT, STEP, FILE = "01-why-network-da", "01-why-network", "why-network.ipynb"
WHOLE = ("anna", "bodil", "carla", "dora", "emil", "frida")
BROKEN, STRANGE, MAIL = "gerda", "hans", "inga"


@pytest.fixture(scope="module")
def made(tmp_path_factory, made_cohort):
    """Six whole hand-ins, a broken one and one of another kind in the exchange, and one that came by mail."""
    cohort = made_cohort(tmp_path_factory.mktemp("to verber"), ASSIGNMENT)
    cohort.fetch(*WHOLE, BROKEN, STRANGE)
    answers = cohort.model_answers()
    for at, learner in enumerate((*WHOLE, BROKEN, STRANGE)):
        notebook = cohort.notebook(learner)
        for cell in notebook["cells"]:
            if cell["id"] in answers:
                cell["source"] = f"{answers[cell['id']]} {learner} {at}"
        cohort.write(learner, notebook, '{"hours": 3}')
        if learner == STRANGE:
            notebook["metadata"]["course"]["assignment"] = "et andet kursus"
            cohort.write(learner, notebook)
        if learner == BROKEN:
            (cohort.folder(learner) / FILE).write_text("{en halv fil", encoding="utf-8")
        cohort.learner_does("Submit", learner)
    box = cohort.desk / "inbox" / MAIL
    box.mkdir()
    shutil.copy(cohort.folder("anna") / FILE, box / FILE)
    mine = json.loads((box / FILE).read_text(encoding="utf-8"))
    next(cell for cell in mine["cells"] if cell["id"] == "answer-1")["source"] += " mine egne ord"
    (box / FILE).write_text(json.dumps(mine), encoding="utf-8")
    return cohort


@pytest.fixture
def desk(made, tmp_path, monkeypatch):
    """A copy of the desk and its exchange, as whoever starts it has them."""
    folder, exchange = shutil.copytree(made.desk, tmp_path / "bord"), tmp_path / "aflevering"
    shutil.copytree(made.exchange, exchange)
    monkeypatch.setenv("NETVAERK_COURSE", str(folder))
    monkeypatch.setenv("NETVAERK_EXCHANGE", str(exchange))
    if not sandbox.available():
        monkeypatch.delenv("NETVAERK_OWN_ACCOUNTS", raising=False)
    exercises.language("en")
    return folder


def now(folder):
    roll = Register(folder).roll("en")
    return {student: one.state for (student, step), one in roll.hand_ins.items() if step == STEP}


def read_all(folder, mark=2):
    with Register(folder)._gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            for grade in submission.notebooks[0].grades:
                if grade.needs_manual_grade:
                    grade.manual_score, grade.needs_manual_grade = mark, False
        gradebook.db.commit()


def test_two_presses_take_all_hand_ins_from_the_exchange_and_the_inbox_to_their_writers(desk):
    page = DeskFront()
    assert page.fault is None
    assert now(desk) == dict.fromkeys(WHOLE, states.CHECK) | dict.fromkeys((BROKEN, STRANGE), states.REFUSED)

    page.collect_all.click()
    assert page.fault is None
    assert now(desk) == {
        **dict.fromkeys((*WHOLE, MAIL), states.HANDED_IN),
        **dict.fromkeys((BROKEN, STRANGE), states.REFUSED),
    }
    t = Texts("desk_front", "en", folder=TEXTS)
    shown = page.waits.value + page.went.value
    for learner in (BROKEN, STRANGE):
        assert learner in shown

    read_all(desk)
    page.send_read.click()
    assert page.fault is None
    assert now(desk) == {
        **dict.fromkeys(WHOLE, states.FEEDBACK),
        MAIL: states.MAIL,
        **dict.fromkeys((BROKEN, STRANGE), states.REFUSED),
    }
    out = list(Path(desk).parent.glob("aflevering/netvaerk/feedback/*.html"))
    assert len(out) == len(WHOLE)
    line, done = page.mail.children[1].children
    assert MAIL in line.value and "feedback/" in line.value and t("mail.no_address") in line.value
    done.click()
    assert now(desk)[MAIL] == states.FEEDBACK and not page.mail.children


def test_the_two_verbs_as_commands_say_what_needs_a_person(desk, capsys):
    words = ["--folder", str(desk), "--language", "en"]
    assert command.main(["check", *words]) == 2
    said = capsys.readouterr().out
    assert BROKEN in said and STRANGE in said
    t = Texts("desk_front", "en", folder=TEXTS)
    assert t("collected_now", collected="7", checked="7") in said
    read_all(desk)
    assert command.main(["send", *words]) == 0
    said = capsys.readouterr().out
    assert t("sent_now", sent="6", mail="1") in said and MAIL in said
    assert command.main(["send", *words]) == 0
    assert t("sent_now", sent="0", mail="1") in capsys.readouterr().out


def test_a_hand_in_that_nobody_can_send_is_said_and_the_others_go_on(desk, monkeypatch):
    everything.collect_and_check(desk, "en")
    read_all(desk)
    feedback = everything._feedback

    def failing(register, assignment, student, by_mail):
        if student == "anna":
            raise RuntimeError("full disk")
        feedback(register, assignment, student, by_mail)

    monkeypatch.setattr(everything, "_feedback", failing)
    went = everything.send(desk, "en")
    assert went.sent == len(WHOLE) - 1 and [line for line in went.look if "anna" in line]
    assert now(desk)["anna"] == states.READ
