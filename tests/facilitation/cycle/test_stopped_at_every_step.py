"""Handing in, collecting and marking, held at each step that changes the disk (see `stops`): from what a kill
or a power cut leaves there the course goes on, and what was confirmed is there. More: `make faults`."""

import copy
import json
import os
import random
from types import SimpleNamespace

import pytest
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from facilitation import laying, taking_in
from facilitation.exchange_service.packing import pack
from facilitation.exchange_service.plugins import bring
from facilitation.nbgrader_settings import configure
from facilitation.reading.desk import Desk
from stops import possible, stops

ASSIGNMENT = "01-why-network-da"
NOTEBOOK = "why-network.ipynb"
FIRST, SECOND, THIRD, FOURTH = (f"2026-11-{day} 10:00:00.000000 UTC" for day in (22, 23, 24, 25))
# Of all steps every so manyth is gone on from, since each takes a whole collecting; by hand all are, and with
# other power cuts.
FEW = 1 if "NETVAERK_SEED" in os.environ else 5
SEED = int(os.environ.get("NETVAERK_SEED", 1))

pytestmark = pytest.mark.skipif(not possible(), reason="programs are stopped at their steps on Linux alone")


def moved(made, top):
    """The same cohort where its folders have come to lie under ``top``."""
    new = copy.copy(made)
    new.top, new.root, new.desk, new.exchange = (
        top / place.relative_to(made.top) for place in (made.top, made.root, made.desk, made.exchange)
    )
    new.config = configure(Config(), new.desk, new.exchange)
    new.api = NbGraderAPI(config=new.config)
    return new


def write(made, word):
    nb = made.notebook("bo")
    box = next(cell for cell in nb["cells"] if cell["id"] == "answer-1")
    box["source"] = f"Jeg ringede til B. {'Vi talte om ler. ' * 20}{word}"
    made.write("bo", nb, json.dumps({"word": word}))


def handed_in(made, word, when):
    write(made, word)
    made.learner_does("Submit", "bo", when)


def collected(made):
    """The last word of the answer that lies at the desk, and that of its figures; None for no hand-in."""
    place = made.desk / "submitted/bo" / ASSIGNMENT
    if not place.exists():
        return None
    nb = json.loads((place / NOTEBOOK).read_text("utf-8"))
    box = next(cell for cell in nb["cells"] if cell["id"] == "answer-1")
    word = "".join(box["source"]).split()[-1]
    assert json.loads((place / "figures.json").read_text("utf-8")) == {"word": word}, "of one hand-in"
    return word


@pytest.fixture
def left(tmp_path_factory):
    return tmp_path_factory.mktemp("left") / "x"


def held_at_each_step(work, live, left, sound, every=FEW, cuts=2):
    """`sound(told)` at every so manyth step of the work, however it may end there; returns how often."""
    chance, tried = random.Random(SEED), 0
    for number, stop in enumerate(stops(work, live)):
        if number % every and not stop.ended:
            continue
        for cut in range(-1, cuts):
            stop.killed(left) if cut < 0 else stop.cut(left, chance)
            try:
                sound(stop.told)
            except BaseException as fault:
                how = "kill" if cut < 0 else f"power cut {cut}"
                fault.add_note(f"{how} at step {number}, confirmed by then: {stop.told}")
                raise
            tried += 1
    print(f"{tried} states of the disk gone on from")
    return tried


@pytest.fixture(scope="module")
def made(hold, made_cohort):
    made = made_cohort(hold, ASSIGNMENT)
    made.fetch("bo")
    return made


def test_a_confirmed_hand_in_is_collected_and_half_a_one_stands_in_nobodys_way(made, left):
    write(made, "ny")

    def work(tell):
        made.learner_does("Submit", "bo", FIRST)
        tell(1)

    def sound(told):
        there = moved(made, left)
        there.collect()
        if told:
            assert collected(there) == "ny"
            return
        handed_in(there, "igen", SECOND)
        there.collect()
        assert collected(there) == "igen"

    assert held_at_each_step(work, made.top, left, sound) > 9


def test_a_collecting_leaves_the_old_or_the_new_and_after_it_the_new(made, left):
    handed_in(made, "første", THIRD)
    made.collect()
    handed_in(made, "ny", FOURTH)

    def work(tell):
        made.collect()
        tell(1)

    def sound(told):
        there = moved(made, left)
        assert collected(there) in (("ny",) if told else ("første", "ny"))
        there.collect()
        assert collected(there) == "ny"

    assert held_at_each_step(work, made.top, left, sound) > 9


def test_a_folder_that_was_being_laid_is_laid_whole_the_next_time(tmp_path, left):
    course, folder = tmp_path / "course", tmp_path / "own"
    course.mkdir()
    files = {f"{number}.ipynb": course / f"{number}.ipynb" for number in range(3)}
    for name, path in files.items():
        path.write_text(name * 300)
    folder.mkdir()

    def sound(told):
        # what is not as it was laid would be its owner's own, and stay so for good
        assert laying.lay(files, left) == []
        assert {name: (left / name).read_text() for name in files} == {name: name * 300 for name in files}

    assert held_at_each_step(lambda tell: laying.lay(files, folder), folder, left, sound, 1, 6) > 60


def test_a_note_that_is_written_whole_is_there_when_it_is_said_to_be(tmp_path, left):
    (tmp_path / "note").write_bytes(b"old" * 400)

    def work(tell):
        laying.write_whole(tmp_path / "note", b"new" * 400)
        tell(1)

    def sound(told):
        assert (left / "note").read_bytes() in ([b"new" * 400] if told else [b"old" * 400, b"new" * 400])

    assert held_at_each_step(work, tmp_path, left, sound, 1, 6) > 20


def test_what_is_brought_from_the_service_is_there_whole_or_is_fetched_again(tmp_path, left):
    files = {NOTEBOOK: b"words" * 200, "figures.json": b"{}", taking_in.SECRET: b"secret"}
    line = {"id": 7, "person": "bo", "assignment": ASSIGNMENT, "at": "2026-11-23T10:00:00+00:00"}
    service = SimpleNamespace(files=lambda line: pack(files))
    (tmp_path / "inbound").mkdir()

    def work(tell):
        bring(service, line, tmp_path)
        tell(1)

    def sound(told):
        bring(service, line, left)
        [laid] = (left / "inbound").iterdir()
        assert {one.name: one.read_bytes() for one in laid.iterdir() if one.name in files} == files

    assert held_at_each_step(work, tmp_path, left, sound, every=1, cuts=6) > 40


def test_a_mark_that_was_said_to_be_kept_is_in_the_gradebook(hand_ins, left, monkeypatch):
    for student in ("bo", "ida"):
        hand_ins.hand_in(student, answer_1="Jeg ringede til B. og hørte om ler.")
    desk = Desk(hand_ins.folder)
    question = desk.questions(ASSIGNMENT)[0]
    answers = [desk.answer(question, one.student) for one in desk.pile(question)]
    marks = (2, "Godt set"), (1, "Fortæl mere")

    def work(tell):
        for number, (answer, mark) in enumerate(zip(answers, marks, strict=True)):
            desk.mark(question, answer, *mark)
            tell(number)

    def sound(told):
        monkeypatch.setenv("NETVAERK_COURSE", str(left))
        for number, (answer, mark) in enumerate(zip(answers, marks, strict=True)):
            now = Desk(left).answer(question, answer.student)
            before = [] if number in told else [(answer.score, answer.comment)]
            assert (now.score, now.comment) in [mark, *before]

    assert held_at_each_step(work, hand_ins.folder, left, sound, every=1) > 20
