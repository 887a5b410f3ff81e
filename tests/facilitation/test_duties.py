"""One learner's data out in a zip, or gone: tried with a canary whose name and words nobody else has."""

import csv
import hashlib
import io
import json
import re
import shlex
import shutil
import sqlite3
import zipfile

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash
from sqlalchemy import event
from sqlalchemy.engine import Engine

from exercises import places
from exercises.texts import Texts
from facilitation import command, duties, exchange
from facilitation.command import main
from facilitation.duties import Learner
from facilitation.duties_command import NOT_CONFIRMED
from facilitation.evening import Evening
from facilitation.language import TEXTS
from facilitation.problems import Problem
from facilitation.reading import Desk

CANARY = "Kanariefugl Æ"
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
    return folder, shared


def words(student):
    return WORDS if student == CANARY else f"Ord fra {student}, som ingen andre har."


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
        texts = (CANARY, WORDS, CANARY.replace(" ", "."), SECRETS[CANARY])
        if any(told(one, text) for one in inner for text in texts) or CANARY in str(path):
            found.append(path)
    return found


def others(folder, shared):
    """What is the other learner's: their files, and every row of the gradebooks that is not the canary's."""
    kept = {path: data for path, data in files(folder, shared).items() if OTHER in str(path)}
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
        *("student", "submissions", "scores", "comments"),
    }
    assert counts["student"] == 3, "the gradebook and two second readers'"
    assert counts["inbox"] == 3, "a folder, a file and a member of a zip"
    assert traces(*place)


def test_after_a_removal_no_file_and_no_gradebook_holds_the_name_or_a_word(place):
    Learner(*reordered(place)).remove()
    assert traces(*place) == []
    assert not list(place[0].glob("gradebook*.db-*"))


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
        *("gradebook.csv", "gradebook.json", "evening.json"),
    }
    for name, data in inner.items():
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
    told = re.findall(r"`netvaerk (learner [^`]+)`", path.read_text("utf-8").replace('\\"', '"'))
    steps = [
        command._parser(Texts("command", lang, folder=TEXTS)).parse_args(shlex.split(one)) for one in told
    ]
    assert {one.step for one in steps} == {"export", "remove"}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_kind_has_its_words(place, lang):
    t = Texts("duties", lang, folder=TEXTS)
    kinds = {*Learner(*reordered(place)).find().places, *duties.LISTS}
    assert all(t(f"kind.{kind}") for kind in kinds)
