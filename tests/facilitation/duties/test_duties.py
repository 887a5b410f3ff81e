"""One learner's data out in a zip, or gone: tried with a canary whose name and words nobody else has."""

import contextlib
import csv
import errno
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash
from sqlalchemy import event
from sqlalchemy.engine import Engine

from exercises import places
from exercises.texts import Texts
from facilitation import command, exchange
from facilitation.cohort import effect
from facilitation.cohort.trial import WAIT_LIST, Trial
from facilitation.command import main
from facilitation.duties import learner as duties
from facilitation.duties.command import NOT_CONFIRMED
from facilitation.duties.learner import Learner
from facilitation.evening import own_answers
from facilitation.evening.evening import Evening
from facilitation.language import TEXTS
from facilitation.problems import Problem
from facilitation.reading.desk import Desk

CANARY = "Kanariefugl Æ"
CALLED = "Rødhals Ø"  # what the canary is called at the evenings, by its own word
WORDS = "Tjirp 8147 fra buret"
OTHER = "Dompap"
SECRETS = {CANARY: "k" * 128, OTHER: "d" * 128}


@pytest.fixture(scope="module")
def whole(generated_desk, hand_ins_in, tmp_path_factory):
    """A course folder and an exchange with the canary in every place that there is, and another beside."""
    top = tmp_path_factory.mktemp("alt")
    folder, shared = shutil.copytree(generated_desk, top / "Mit bord"), top / "exchange"
    hand_ins = hand_ins_in(folder)
    assignment, notebook = hand_ins.assignment, hand_ins.notebook
    for student in SECRETS:
        hand_ins.hand_in(student, answer_1=words(student), answer_2=words(student))
        with hand_ins.gradebook() as book:
            book.update_or_create_student(student, email=f"{student.replace(' ', '.')}@example.org")
    desk = Desk(folder)
    question = desk.questions(assignment)[0]
    for student in SECRETS:
        desk.mark(question, desk.answer(question, student), 2, f"=Til {words(student)}")
    desk.draw(assignment, 2, 1)
    desk.put_aside(assignment)
    desk.draw(assignment, 2, 2)
    for student, secret in SECRETS.items():
        graded = folder / "autograded" / student / assignment
        (graded / "submission_secret.txt").write_text(secret)
        for place in (
            folder / "submitted" / student / assignment,
            folder / "submitted-earlier" / student / assignment / "2026-11-01 10.00.00",
            folder / "downloaded" / assignment / "archive" / student,
            folder / "inbox" / student,
            folder / ".netvaerk" / "grading" / "0" / "submitted" / student,
            shared / "netvaerk" / "inbound" / f"{student}+{assignment}+2026-11-01 10:00:00 UTC",
        ):
            shutil.copytree(graded, place)
        page = folder / "feedback" / student / assignment
        page.mkdir(parents=True)
        (page / f"{notebook}.html").write_text(words(student), encoding="utf-8")
        (page / "submission_secret.txt").write_text(secret)
        released = shared / "netvaerk" / "feedback"
        released.mkdir(exist_ok=True)
        name = notebook_hash(secret=secret, notebook_id=notebook)
        (released / f"{name}.html").write_text(words(student), encoding="utf-8")
        shutil.copy(graded / f"{notebook}.ipynb", folder / "inbox" / f"{student} - {notebook}.ipynb")
    with zipfile.ZipFile(folder / "inbox" / "Overførsler.zip", "w", zipfile.ZIP_DEFLATED) as both:
        for student in (*SECRETS, "Solsort"):
            both.write(folder / "inbox" / f"{OTHER} - {notebook}.ipynb", f"{student}/{notebook}.ipynb")
    layouts = folder / ".netvaerk" / "lab" / "workspaces"
    layouts.mkdir(parents=True)
    for student in SECRETS:
        path = layouts / f"{hashlib.md5(student.encode()).hexdigest()}.jupyterlab-workspace"
        path.write_text(json.dumps({"open": f"autograded/{student}/{notebook}.ipynb"}))
    evening(folder)
    by_telephone(folder)
    measured(folder)
    return folder, shared


def words(student):
    return WORDS if student in (CANARY, CALLED) else f"Ord fra {student}, som ingen andre har."


def evening(folder):
    """An evening with both on its lists, at the board and in the vote."""
    host = Evening(folder)
    knows = {CANARY: OTHER, OTHER: f"{CANARY.upper()}, Solsort"}
    here = [*SECRETS, "Solsort", "Mejse", "Spurv", "Gærdesmutte"]
    sheet = ["navn;kender", *(f"{name};{knows.get(name, '')}" for name in here)]
    host.bring("hold.csv", "\n".join(sheet).encode())
    host.form()
    host.schedule(2, 3)
    host.open_vote("Priser\nNye kunder", [CANARY, OTHER])
    host.cast(CANARY, ["Priser"])
    host.cast(OTHER, ["Priser"])
    host.post([(CANARY, WORDS, WORDS), (OTHER, "Bogføring", "Fotos")])
    host.tie([CANARY, WORDS], [OTHER, "Bogføring"])


def by_telephone(folder):
    """An evening before that one, with lists, whom they met and what was told, put away; and the canary's
    word for the next."""
    now = (folder / "evening.json").read_bytes()
    (folder / "evening.json").unlink()
    host = Evening(folder)
    host.set_date("2026-11-05")
    host.note(sender="Mikronet")
    for at, name in enumerate((CALLED, OTHER, "Solsort")):
        account = CANARY if name == CALLED else name
        said = {"name": name, "wants": words(name), "competences": words(name), "knows": CALLED if at else ""}
        own_answers.keep(folder, account, said, True, "2026-11-05", shown="Ja")
    host.take_answers()
    host.use_sign_ups()
    host.open_vote("Priser\nFoto")
    host.look_up()
    host.schedule(1, 3)
    for name in (CALLED, OTHER):
        account = CANARY if name == CALLED else name
        met = [OTHER if name == CALLED else CALLED]
        told = {"votes": ["Foto"], "helps": ["Foto"], "met": met, "can": words(name), "promised": True}
        own_answers.tell(folder, account, "2026-11-05", told | {"what": words(account)})
    host.take_told()
    host.put_away()
    (folder / "evening.json").write_bytes(now)


def measured(folder):
    """A measurement with both in it, who have answered."""
    trial = Trial(folder)
    design = trial.plan(WAIT_LIST, [*SECRETS, *(f"Due {at}" for at in range(10))], seed=1)
    for person in design.people[:4] + design.people[-4:]:
        weeks = {str(week): [1] * 15 for week in (0, 12)}
        trial.take_in(json.dumps({"netvaerk_effect": 1, "code": person.code, "weeks": weeks}).encode())


@pytest.fixture
def place(whole, tmp_path, monkeypatch):
    """A copy of the whole of it, to spoil; where SQLite, as in some builds, leaves what is deleted lying."""

    def leave(connection, _):
        connection.execute("PRAGMA secure_delete=OFF")

    for name in ("NETVAERK_GRADEBOOK", "NETVAERK_EXCHANGE", "NETVAERK_COURSE"):
        monkeypatch.delenv(name, raising=False)
    folder, shared = whole
    event.listen(Engine, "connect", leave)
    yield shutil.copytree(folder, tmp_path / "bord"), shutil.copytree(shared, tmp_path / "exchange")
    event.remove(Engine, "connect", leave)


def files(*places):
    return {path: path.read_bytes() for top in places for path in sorted(top.rglob("*")) if path.is_file()}


def told(data, text):
    """Whether bytes hold a text as UTF-8 or as JSON writes it."""
    plain = data.decode("utf-8", errors="replace").casefold()
    return text.casefold() in plain or json.dumps(text)[1:-1].encode() in data


def traces(*places):
    """The files that hold the canary's name or words, or are called so; zips are opened."""
    found = []
    for path, data in files(*places).items():
        inner = [data]
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as there:
                inner += [one.filename.encode() for one in there.infolist()]
                inner += [there.read(one) for one in there.infolist()]
        texts = (CANARY, CALLED, WORDS, CANARY.replace(" ", "."), SECRETS[CANARY])
        if any(told(one, text) for one in inner for text in texts) or CANARY in str(path):
            found.append(path)
    return found


def others(folder, shared):
    """What is the other learner's: their files, and every row of the gradebooks that is not the canary's."""
    kept = {path: data for path, data in files(folder, shared).items() if OTHER in str(path)}
    # of what they said for an evening, whom they named goes
    kept = {path: data for path, data in kept.items() if path.parent.name != own_answers.FOLDER}
    kept |= files(shared / "netvaerk" / "feedback")
    name = notebook_hash(secret=SECRETS[CANARY], notebook_id="why-network")
    kept = {path: data for path, data in kept.items() if name not in path.name}
    rows = []
    for book in sorted(folder.glob("*.db")):
        with sqlite3.connect(book) as opened:
            rows += [
                (book.name, *row)
                for row in opened.execute(
                    "select a.student_id, g.auto_score, g.manual_score, g.needs_manual_grade, g.id"
                    " from grade g join submitted_notebook n on g.notebook_id = n.id"
                    " join submitted_assignment a on n.assignment_id = a.id order by g.id"
                )
                if row[0] != CANARY
            ]
            rows += opened.execute("select id, name, source from source_cell order by id").fetchall()
        opened.close()
    return kept, rows


# ---- removal ---------------------------------------------------------------------------------------------


def test_the_canary_is_in_every_place_before(place):
    counts = Learner(place[0], CANARY, place[1]).find().counts
    assert counts.keys() == {
        *(*duties.ROOMS, "inbound", "released", "downloaded", "inbox", "lab", "unfinished", "evening"),
        *(
            "student",
            "submissions",
            "scores",
            "comments",
            "evening_answers",
            "evenings_before",
            "told_of",
            "sign_ups",
        ),
        *("effect", "effect_answers"),
    }
    assert counts["student"] == 3, "the gradebook and two second readers'"
    assert counts["inbox"] == 3, "a folder, a file and a member of a zip"
    assert traces(*place)


def test_after_a_removal_no_file_and_no_gradebook_holds_the_name_or_a_word(place):
    Learner(*reordered(place)).remove()
    assert traces(*place) == []
    assert not list(place[0].glob("gradebook*.db-*"))


def test_a_measurement_goes_on_without_the_one_who_is_removed_and_still_counts_them(place):
    before = effect.of(Trial(place[0]))
    Learner(*reordered(place)).remove()
    after = Trial(place[0])
    assert CANARY not in {person.name for person in after.design.people}
    found = effect.of(after)
    assert found.enrolled == before.enrolled
    gone = sum(before.answered[group][0] - found.answered[group][0] for group in found.answered)
    assert gone == 1 and Trial(place[0]).design.kind == WAIT_LIST
    path = after.place / "design.json"
    kept = json.loads(path.read_text())
    swapped = {"course": "wait", "wait": "course"}
    kept["people"][3]["group"] = swapped[kept["people"][3]["group"]]
    path.write_text(json.dumps(kept))
    with pytest.raises(Problem, match="effect_changed"):
        _ = after.design


def test_an_evening_before_goes_on_without_the_one_who_is_removed(place):
    Learner(*reordered(place)).remove()
    (path,) = place[0].glob("evening-2026-*.json")
    path.replace(place[0] / "evening.json")
    host = Evening(place[0])
    assert host.aside == [] and host.lists and list(host.lists.of) == [OTHER, "Solsort"]
    assert host.kept["met"] == {OTHER: {"names": [], "others": 0}} and OTHER in host.kept["told"]
    assert [row.name for row in host.coming] == [OTHER, "Solsort"]
    said = own_answers.of(place[0], OTHER)
    assert (said["wants"], said["knows"]) == (words(OTHER), "") and said["tonight"]["votes"] == ["Foto"]


def reordered(place, name=CANARY):
    return place[0], name, place[1]


def test_nothing_of_anybody_else_is_changed(place):
    before = others(*place)
    assert len(before[0]) > 10 and len(before[1]) > 20
    Learner(*reordered(place)).remove()
    assert others(*place) == before
    with zipfile.ZipFile(place[0] / "inbox" / "Overførsler.zip") as left:
        assert left.namelist() == [f"{name}/why-network.ipynb" for name in (OTHER, "Solsort")]
        assert words(OTHER).encode() in left.read(left.namelist()[0])


def test_an_evening_goes_on_without_the_one_who_is_removed(place):
    Learner(*reordered(place)).remove()
    host = Evening(place[0])
    assert host.aside == []
    assert sorted(host.here) == sorted(["Dompap", "Solsort", "Mejse", "Spurv", "Gærdesmutte"])
    assert host.plan is not None and host.rounds is not None
    assert list(host.poll.ballots) == [OTHER]
    assert host.kept["offers"] == [[OTHER, "Bogføring"]] and host.kept["fits"] == []


def test_the_record_says_what_and_when_and_by_whom_and_not_who(place):
    counts = Learner(*reordered(place)).find().counts
    removed, _ = Learner(*reordered(place)).remove(by="facilitator-1")
    assert removed == counts
    record = (place[0] / duties.RECORD).read_text()
    (entry,) = json.loads(record)["removals"]
    assert (entry["by"], entry["removed"]) == ("facilitator-1", counts)
    assert entry["begun"] <= entry["done"]
    assert entry["learner"] == duties.Record(place[0]).mark(CANARY)
    assert entry["learner"] != duties.Record(place[0]).mark(OTHER)
    plain = (hashlib.sha256(CANARY.encode()).hexdigest(), hashlib.md5(CANARY.encode()).hexdigest())
    assert not any(one.startswith(entry["learner"]) for one in plain)


def test_a_damaged_record_is_not_written_over(place):
    (place[0] / duties.RECORD).write_text("{")
    with pytest.raises(Problem) as raised:
        Learner(*reordered(place)).remove()
    assert raised.value.key == "record_damaged" and traces(*place)
    assert (place[0] / duties.RECORD).read_text() == "{"


def test_another_courses_record_has_another_mark_for_the_same_name(place, tmp_path):
    assert duties.Record(place[0]).mark(CANARY) != duties.Record(tmp_path / "et andet").mark(CANARY)


@pytest.mark.parametrize(
    ("step", "before"),
    [
        *(("_remove", 1), ("_remove", -1), ("_take_out", 0), ("write_whole", 1), ("wipe", 1)),
        *(("remove_student", 1), ("end", 0)),
    ],
)
def test_a_removal_that_is_interrupted_is_whole_when_it_is_done_again(place, monkeypatch, step, before):
    """Interrupted after so many of its steps of a kind; -1 is before the last folder."""
    found = Learner(*reordered(place)).find()
    counts, folders = found.counts, sum(map(len, found.places.values()))
    before = before % folders
    owner = Gradebook if step == "remove_student" else duties.Record if step == "end" else duties
    real, calls = getattr(owner, step), []

    def stops(*words, **more):
        calls.append(words)
        if len(calls) > before:
            raise KeyboardInterrupt
        return real(*words, **more)

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, stops)
        with pytest.raises(KeyboardInterrupt):
            Learner(*reordered(place)).remove()
    assert json.loads((place[0] / duties.RECORD).read_text())["removals"][0]["done"] is None
    removed, _ = Learner(*reordered(place)).remove()
    assert traces(*place) == []
    (entry,) = json.loads((place[0] / duties.RECORD).read_text())["removals"]
    assert entry["done"] and removed == entry["removed"] == counts


@pytest.fixture
def impatient(monkeypatch):
    """A gradebook that is in use is waited for a moment alone."""

    def wait(connection, _):
        connection.execute("PRAGMA busy_timeout=100")

    monkeypatch.setattr(duties, "WAIT", 0.1)
    event.listen(Engine, "connect", wait)
    yield
    event.remove(Engine, "connect", wait)


def test_a_gradebook_that_is_in_use_is_said_and_the_removal_can_go_on(place, impatient):
    with sqlite3.connect(place[0] / "gradebook.db", isolation_level=None) as other:
        other.execute("begin immediate")
        with pytest.raises(Problem) as raised:
            Learner(*reordered(place)).remove()
        other.execute("rollback")
    other.close()
    assert raised.value.key == "gradebook_busy"
    Learner(*reordered(place)).remove()
    assert traces(*place) == []


def test_links_of_a_learner_are_removed_and_not_what_they_lead_to(place, tmp_path):
    (tmp_path / "andet").mkdir()
    (tmp_path / "andet" / "fil").write_text("bliver")
    (place[0] / "submitted" / CANARY / "link").symlink_to(tmp_path / "andet", target_is_directory=True)
    shutil.rmtree(place[0] / "feedback" / CANARY)
    (place[0] / "feedback" / CANARY).symlink_to(tmp_path / "andet", target_is_directory=True)
    Learner(*reordered(place)).remove()
    assert (tmp_path / "andet" / "fil").read_text() == "bliver"
    assert not (place[0] / "feedback" / CANARY).is_symlink()


def test_what_still_names_the_learner_is_listed(place):
    (place[0] / "mine noter.txt").write_text(f"Ring til {CANARY.lower()}.", encoding="utf-8")
    (place[0] / "Kanariefugl Ærlig.txt").write_text("et andet navn")
    with Gradebook(f"sqlite:///{place[0]}/gradebook.db", exchange.COURSE) as book:
        cell = ("answer-2", "why-network", "01-why-network-da", OTHER)
        book.find_comment(*cell).manual_comment = f"Tal med {CANARY}."
        book.db.commit()
    _, mentions = Learner(*reordered(place)).remove()
    assert mentions == ["mine noter.txt", "gradebook"]


@pytest.fixture
def unreadable(monkeypatch):
    """Make one file such as a damaged disk leaves it: it is there, and reading it fails."""
    real = Path.read_bytes

    def spoil(path):
        def read(self):
            if self == path:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
            return real(self)

        monkeypatch.setattr(Path, "read_bytes", read)

    return spoil


def test_a_file_that_cannot_be_looked_into_is_one_to_look_at(place, unreadable):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("noter.txt", f"Ring til {CANARY}. " * 300)
    cut, packed = place[0] / "afbrudt.zip", bytearray(whole.getvalue())
    packed[60:70] = b"\xff" * 10
    cut.write_bytes(packed)
    (place[0] / "uden navn.zip").write_bytes(b"PK\x03\x04 kun begyndelsen")
    (place[0] / "på en dårlig disk.txt").write_text("intet navn")
    unreadable(place[0] / "på en dårlig disk.txt")
    _, mentions = Learner(*reordered(place)).remove()
    assert sorted(mentions) == ["afbrudt.zip", "på en dårlig disk.txt", "uden navn.zip"]


def test_no_removal_while_a_batch_is_graded(place):
    batch = pytest.importorskip("facilitation.grading.batch", reason="Linux only")
    with batch.alone(place[0] / ".netvaerk" / batch.LOCK), pytest.raises(Problem) as raised:
        Learner(*reordered(place)).remove()
    assert raised.value.key == "grading_now"
    assert traces(*place)


@pytest.mark.parametrize("name", ["Ingen", "", " ", "*", "../submitted", CANARY[:5], "kanariefugl æ2"])
def test_a_name_that_nobody_has_removes_nothing(place, name):
    before = files(*place)
    with pytest.raises(Problem) as raised:
        Learner(*reordered(place, name)).remove()
    assert raised.value.key == "no_learner"
    assert {path: data for path, data in files(*place).items() if path.name != "grading.lock"} == before


# ---- export ----------------------------------------------------------------------------------------------


def test_an_export_holds_all_of_one_learner_and_nothing_of_another(place, tmp_path):
    path, _ = Learner(*reordered(place)).export(tmp_path / "ud", lambda counts: "Læs")
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as made:
        inner = {name: made.read(name) for name in made.namelist()}
    assert {name.split("/")[0] for name in inner} == {
        *(*duties.ROOMS, "inbound", "released", "downloaded", "inbox", "readme.txt"),
        *("gradebook.csv", "gradebook.json", "evening.json", "evening-2026-11-05.json", "sign_ups.json"),
        *("evening_answers", "effect.json", "effect_answers"),
    }
    (own,) = json.loads(inner["effect.json"])
    assert own["name"] == CANARY and inner[f"effect_answers/{own['code']}.json"]
    evening = json.loads(inner["evening-2026-11-05.json"])
    assert {"offers": WORDS} in evening and {"met": {"names": 1, "others": 0}} in evening
    for name, data in inner.items():
        if name.startswith("evening_answers/"):
            continue  # whom they met, by their own word
        assert not told(data, "Solsort") and not told(name.encode(), OTHER)
        # the zip in the inbox is laid with the same words for all
        assert name.startswith("inbox/Overførsler") or not told(data, OTHER)
        assert SECRETS[CANARY].encode() not in data
    texts = [data for name, data in inner.items() if name.endswith(".txt") and name.startswith("handed_in/")]
    assert len(texts) == 1 and WORDS.encode() in texts[0]


def test_the_marks_in_an_export_are_those_of_the_gradebook_and_no_formula(place, tmp_path):
    path, counts = Learner(*reordered(place)).export(tmp_path / "ud", lambda counts: "Læs")
    with zipfile.ZipFile(path) as made:
        rows = list(csv.DictReader(io.StringIO(made.read("gradebook.csv").decode("utf-8-sig"))))
        whole = json.loads(made.read("gradebook.json"))
    assert len(rows) == len(whole["marks"]) >= counts["scores"]
    (mark,) = [row for row in rows if row["manual_score"]]
    assert (mark["gradebook"], mark["cell"], mark["manual_score"]) == ("gradebook", "answer-1", "2.0")
    assert mark["manual_comment"] == f"'=Til {WORDS}"
    assert {about["id"] for about in whole["learner"].values()} == {CANARY}


def test_an_export_changes_nothing(place, tmp_path):
    before = files(*place)
    Learner(*reordered(place)).export(tmp_path / "ud", lambda counts: "Læs")
    assert files(*place) == before


def test_a_notebook_that_is_no_notebook_is_handed_out_as_it_is(place, tmp_path):
    (broken,) = (place[0] / "submitted" / CANARY).rglob("*.ipynb")
    broken.write_bytes(b'{"cells": [{"cell_type": "markdown"')
    (broken.parent / "billeder" / "mappe").mkdir(parents=True)
    (broken.parent / "billeder" / "mappe" / "disk.png").write_bytes(b"\x89PNG")
    path, _ = Learner(*reordered(place)).export(tmp_path / "ud", lambda counts: "Læs")
    inner = broken.relative_to(place[0] / "submitted" / CANARY)
    with zipfile.ZipFile(path) as made:
        assert made.read(f"handed_in/{inner.as_posix()}") == broken.read_bytes()
        assert made.read(f"handed_in/{inner.with_suffix('.txt').as_posix()}") == b""
        assert made.read(f"handed_in/{inner.parent.as_posix()}/billeder/mappe/disk.png") == b"\x89PNG"


def test_a_file_that_cannot_be_read_is_named_and_no_half_export_is_left(place, tmp_path, unreadable):
    (broken,) = (place[0] / "submitted" / CANARY).rglob("*.ipynb")
    unreadable(broken)
    with pytest.raises(Problem) as raised:
        Learner(*reordered(place)).export(tmp_path / "ud", lambda counts: "Læs")
    assert (raised.value.key, raised.value.names) == ("export_unreadable", {"file": broken})
    assert list((tmp_path / "ud").iterdir()) == []


def test_a_full_disk_is_said_and_no_half_export_is_left(place, tmp_path):
    """With a disk of 20 kB: files may not grow beyond it."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from facilitation.command import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    words = ["learner", "export", CANARY, "--to", tmp_path / "ud", "--folder", place[0]]
    options = ["--exchange", place[1], "--language", "en"]
    said = subprocess.run([sys.executable, "-c", code, *words, *options], capture_output=True, text=True)
    sentence = Texts("command", "en", folder=TEXTS)("problem.export_not_written", folder=tmp_path / "ud")
    assert (said.returncode, sentence in said.stderr) == (2, True), said.stderr
    assert list((tmp_path / "ud").iterdir()) == []


def test_an_export_does_not_stay_in_the_course_folder(place):
    with pytest.raises(Problem) as raised:
        Learner(*reordered(place)).export(place[0] / "ud", lambda counts: "Læs")
    assert raised.value.key == "export_inside" and not (place[0] / "ud").exists()


# ---- the command -----------------------------------------------------------------------------------------


@pytest.fixture
def learner(place, capsys, monkeypatch, home):
    """Run `netvaerk learner` in the place, with an answer to its question; returns the code and the words."""

    def run(*words, answer=None, lang="en"):
        def asked(question):
            if answer is None:
                raise EOFError
            return answer

        monkeypatch.setattr("builtins.input", asked)
        more = ["--folder", str(place[0]), "--exchange", str(place[1]), "--language", lang]
        code = main(["learner", *words, *more])
        said = capsys.readouterr()
        return code, said.out, said.err.strip()

    return run


@pytest.mark.parametrize("answer", [None, "", "ja", CANARY.lower()])
def test_nothing_is_removed_until_the_name_is_typed(learner, place, answer):
    before = files(*place)
    code, out, _ = learner("remove", CANARY, answer=answer)
    assert code == NOT_CONFIRMED and Texts("duties", "en", folder=TEXTS)("not_removed") in out
    assert files(*place) == before


@pytest.mark.parametrize(("words", "answer"), [(["--yes"], None), ([], CANARY)])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_removal_says_how_much_and_what_it_cannot_reach(learner, place, lang, words, answer):
    t = Texts("duties", lang, folder=TEXTS)
    code, out, _ = learner("remove", CANARY, *words, answer=answer, lang=lang)
    assert code == 0 and traces(*place) == []
    for sentence in (t("line", what=t("kind.student"), n=3), t("removed"), t("beyond.heading")):
        assert sentence in out
    assert t("beyond.line", what=t("beyond.own_folder")) in out


def test_an_export_by_the_command_tells_the_learner_what_it_is(learner, tmp_path):
    code, out, _ = learner("export", CANARY, "--to", str(tmp_path / "ud"))
    t = Texts("duties", "en", folder=TEXTS)
    (path,) = (tmp_path / "ud").glob("*.zip")
    assert code == 0 and t("exported", file=path) in out
    with zipfile.ZipFile(path) as made:
        assert t("readme.about", name=CANARY) in made.read("readme.txt").decode()


def test_a_name_that_nobody_has_is_said(learner, say):
    assert learner("remove", "Ingen", "--yes")[::2] == (2, say("problem.no_learner", "en", name="Ingen"))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_what_the_guide_says_to_type_is_understood(lang):
    path = places.root() / "workshops" / lang / "facilitator-guide.ipynb"
    told = re.findall(r"`\./netvaerk (learner [^`]+)`", path.read_text("utf-8").replace('\\"', '"'))
    steps = [
        command._parser(Texts("command", lang, folder=TEXTS)).parse_args(shlex.split(one)) for one in told
    ]
    assert {one.step for one in steps} == {"export", "remove"}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_kind_has_its_words(place, lang):
    t = Texts("duties", lang, folder=TEXTS)
    kinds = {*Learner(*reordered(place)).find().places, *duties.LISTS}
    assert all(t(f"kind.{kind}") for kind in kinds)


@pytest.mark.skipif(sys.platform == "win32", reason="no hub there")
@pytest.mark.parametrize("kind", ["files", "folders", "links"])
def test_row_098_nothing_above_is_changed_while_a_process_writes_in_what_is_removed(tmp_path, kind):
    """A learner's own process goes on in their hand-in: the folder of everybody's keeps its mode."""
    inbound, elsewhere = tmp_path / "inbound", tmp_path / "elsewhere"
    place = inbound / "anna+01-why-network-da+x"
    (place / "in").mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "theirs").touch()
    inbound.chmod(0o1733)
    elsewhere.chmod(0o755)
    write = {
        "files": "open(f'{place}/in/{n}', 'w').close()",
        "folders": "os.makedirs(f'{place}/in/{n}/a', exist_ok=True)",
        "links": "os.symlink(elsewhere, f'{place}/in/{n}')",
    }[kind]
    code = (
        f"import os, time\nplace, elsewhere, n = {str(place)!r}, {str(elsewhere)!r}, 0\n"
        "print('on', flush=True)\nwhile True:\n    n += 1\n    time.sleep(0.001)\n"
        f"    try:\n        {write}\n    except OSError:\n        pass\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout.readline() == b"on\n"
            for _ in range(2):
                with contextlib.suppress(Problem):
                    duties._remove(place)
        finally:
            writer.kill()
    if place.exists():
        duties._remove(place)
    assert not place.exists()
    assert stat.S_IMODE(inbound.stat().st_mode) == 0o1733
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755 and (elsewhere / "theirs").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no hub there")
def test_row_098_a_folder_that_becomes_a_link_while_it_is_removed_is_not_followed(tmp_path, monkeypatch):
    place, elsewhere = tmp_path / "anna", tmp_path / "elsewhere"
    (place / "in").mkdir(parents=True)
    elsewhere.mkdir(mode=0o755)
    (elsewhere / "theirs").touch()
    listed = os.listdir

    def swapped(folder):
        names = listed(folder)
        if "in" in names and not (place / "in").is_symlink():
            (place / "in").rmdir()
            (place / "in").symlink_to(elsewhere)
        return names

    monkeypatch.setattr(duties.os, "listdir", swapped)
    duties._remove(place)
    assert not place.exists() and (elsewhere / "theirs").exists()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


@pytest.mark.skipif(sys.platform == "win32", reason="no hub there")
@pytest.mark.parametrize("before", ["nothing", "link"])
def test_row_098_what_becomes_a_folder_when_one_has_looked_is_removed(tmp_path, monkeypatch, before):
    place = tmp_path / "anna"
    if before == "link":
        place.symlink_to(tmp_path)
    unlink, made = Path.unlink, []

    def late(path, **said):
        if path == place and not made:
            if place.is_symlink():
                unlink(place)
            (place / "in").mkdir(parents=True)
            made.append(place)
        unlink(path, **said)

    monkeypatch.setattr(Path, "unlink", late)
    duties._remove(place)
    assert made and not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no hub there")
def test_row_098_a_folder_that_nobody_may_write_in_is_removed_all_the_same(tmp_path):
    place = tmp_path / "anna"
    (place / "in" / "deep").mkdir(parents=True)
    (place / "in" / "deep" / "file").touch()
    for folder in (place / "in" / "deep", place / "in", place):
        folder.chmod(0o500)
    mode = stat.S_IMODE(tmp_path.stat().st_mode)
    duties._remove(place)
    assert not place.exists() and stat.S_IMODE(tmp_path.stat().st_mode) == mode
