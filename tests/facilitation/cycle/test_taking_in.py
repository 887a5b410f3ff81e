"""Reflections that came by mail: what is taken, and what is refused with a reason, never a traceback."""

import json
import os
import shutil
import stat
import zipfile

import pytest

from exercises.texts import Texts
from facilitation import command, taking_in
from facilitation.taking_in import Fault, take_in

ASSIGNMENT = "01-why-network-da"
FILE = "why-network.ipynb"


@pytest.fixture(scope="module")
def made(tmp_path_factory, made_cohort):
    return made_cohort(tmp_path_factory.mktemp("post"), ASSIGNMENT)


@pytest.fixture
def desk(made, tmp_path):
    """A facilitator's folder into which nothing has come yet."""
    return shutil.copytree(made.desk, tmp_path / "bord på Møn")


@pytest.fixture
def notebook(desk):
    """The bytes of a filled-in reflection; a word makes it another."""

    def of(word="", **course):
        nb = json.loads((desk / "release" / ASSIGNMENT / FILE).read_text(encoding="utf-8"))
        nb["metadata"]["course"] |= course
        box = next(cell for cell in nb["cells"] if cell["id"] == "answer-1")
        box["source"] = f"Jeg ringede til B. {word}"
        return json.dumps(nb).encode()

    return of


@pytest.fixture
def put(desk):
    def write(name, data):
        path = desk / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def zipped(desk):
    """Write a zip with these entries (name to bytes) into the inbox."""

    def write(name, entries, compression=zipfile.ZIP_STORED):
        path = desk / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", compression) as archive:
            for entry, data in entries.items():
                archive.writestr(entry, data)
        return path

    return write


def refused(report):
    return [(file, fault.key) for file, fault in report.refused]


def handed_in(desk):
    """``{learner: names of the files}`` as nbgrader will find them."""
    return {
        path.parent.name: sorted(file.name for file in path.iterdir())
        for path in (desk / "submitted").glob(f"*/{ASSIGNMENT}")
    }


WITH_FIGURES = ["figures.json", "submission_secret.txt", "timestamp.txt", FILE]
WITHOUT = WITH_FIGURES[1:]


def test_a_folder_with_the_learners_name_is_taken_with_its_figures(desk, put, notebook):
    put(f"Bente Sørensen/{FILE}", notebook())
    put("Bente Sørensen/figures.json", b'{"hours": 7}')
    report = take_in(desk)
    assert (report.taken, report.refused) == ([(ASSIGNMENT, "Bente Sørensen", True)], [])
    assert handed_in(desk) == {"Bente Sørensen": WITH_FIGURES}
    assert (desk / "submitted/Bente Sørensen" / ASSIGNMENT / FILE).read_bytes() == notebook()
    assert not any((desk / "downloaded").rglob("*.ipynb"))


@pytest.mark.parametrize("file", ["mit svar.ipynb", "why-network (1).ipynb", "02-a-skill.ipynb"])
def test_the_assignment_is_read_from_the_notebook_and_not_from_its_name(desk, put, notebook, file):
    put(f"Bente/{file}", notebook())
    assert take_in(desk).taken == [(ASSIGNMENT, "Bente", False)]
    assert handed_in(desk) == {"Bente": WITHOUT}


@pytest.mark.parametrize("file", [f"Bente - {FILE}", f"Bente_{FILE}", "Bente why-network (2).ipynb"])
def test_a_name_before_the_notebooks_own_says_who_wrote_it(desk, put, notebook, file):
    put(file, notebook())
    assert take_in(desk).taken == [(ASSIGNMENT, "Bente", False)]


def test_a_zip_of_folders_gives_one_hand_in_for_each_learner(desk, zipped, notebook):
    entries = {f"{name}/{FILE}": notebook(name) for name in ("Bente", "Kaj", "Åse")}
    zipped("afleveringer.zip", entries | {"Kaj/figures.json": b"{}", "__MACOSX/Kaj/._x": b"x"})
    report = take_in(desk)
    assert report.refused == []
    assert handed_in(desk) == {"Bente": WITHOUT, "Kaj": WITH_FIGURES, "Åse": WITHOUT}


def test_a_learners_own_zip_of_the_assignments_folder_needs_only_its_place(desk, zipped, notebook):
    zipped(
        f"Bente/{ASSIGNMENT}.zip",
        {f"{ASSIGNMENT}/{FILE}": notebook(), f"{ASSIGNMENT}/figures.json": b'{"hours": 1}'},
    )
    assert take_in(desk).taken == [(ASSIGNMENT, "Bente", True)]


def test_where_nobody_is_named_the_facilitator_is_asked_and_may_say(desk, put, notebook):
    path = put(FILE, notebook())
    assert refused(take_in(desk)) == [(FILE, "no_learner")]
    assert take_in(desk, [path], learner="Bente").taken == [(ASSIGNMENT, "Bente", False)]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("..", "out of the folder"),
        ("../../etc", "out of the folder"),
        ("Bente+Kaj", "parts nbgrader's own names"),
        ("B*", "nbgrader searches with it"),
        (".ssh", "hidden"),
        ("con", "a device on Windows"),
        ("B\x00", "ends a name"),
        ("x" * 200, "too long for a folder"),
        ("-f", "looks like an option"),
    ],
)
def test_a_name_that_is_no_name_is_refused(desk, put, notebook, name, why):
    path = put(FILE, notebook())
    assert refused(take_in(desk, [path], learner=name)) == [(FILE, "bad_name")], why
    assert handed_in(desk) == {}


def test_two_learners_of_one_name_are_both_held_back(desk, put, zipped, notebook):
    put(f"Bente/{FILE}", notebook("og lo"))
    zipped("af.zip", {f"bente/{FILE}": notebook("og græd")})
    put(f"Kaj/{FILE}", notebook())
    report = take_in(desk)
    assert sorted(refused(report)) == sorted([(FILE, "two"), (f"af.zip: {FILE}", "two")])
    assert handed_in(desk) == {"Kaj": WITHOUT}


def test_the_same_again_is_no_trouble_and_another_is_never_put_over_it_unasked(desk, put, notebook):
    put(f"Bente/{FILE}", notebook("første"))
    take_in(desk)
    assert take_in(desk).already == [(ASSIGNMENT, "Bente")]
    put(f"Bente/{FILE}", notebook("anden"))
    assert refused(take_in(desk)) == [(FILE, "again")]
    place = desk / "submitted/Bente" / ASSIGNMENT / FILE
    assert place.read_bytes() == notebook("første")
    assert take_in(desk, again=True).taken == [(ASSIGNMENT, "Bente", False)]
    assert place.read_bytes() == notebook("anden")
    [earlier] = (desk / "submitted-earlier").rglob(FILE)
    assert earlier.read_bytes() == notebook("første")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "no_notebook"),
        (b"{", "no_notebook"),
        (b"[" * 100_000, "no_notebook"),
        (b'{"cells": 1, "metadata": {}}', "no_notebook"),
        (b'{"cells": [1], "metadata": {}}', "no_notebook"),
        (b"\xff\xfe\x00", "no_notebook"),
        (b'{"cells": [], "metadata": {"course": {"assignment": "../../gradebook"}}}', "other_course"),
        (b'{"cells": [], "metadata": {"course": {"assignment": ["x"]}}}', "other_course"),
        (b'{"cells": [], "metadata": 1}', "other_course"),
        (b" " * 20_000_001, "too_large"),
    ],
)
def test_what_is_no_reflection_of_this_course_is_refused(desk, put, zipped, notebook, data, key):
    put("Bente/svar.ipynb", data)
    zipped("af.zip", {"Kaj/svar.ipynb": data})
    put(f"Åse/{FILE}", notebook())
    assert sorted(refused(take_in(desk))) == sorted([("svar.ipynb", key), ("af.zip: svar.ipynb", key)])
    assert handed_in(desk) == {"Åse": WITHOUT}


def test_a_notebook_of_thirty_megabytes_is_refused_by_its_size_alone(desk, put, notebook):
    nb = json.loads(notebook())
    nb["cells"][0]["source"] = "x" * 30_000_000
    put(f"Bente/{FILE}", json.dumps(nb).encode())
    assert refused(take_in(desk)) == [(FILE, "too_large")]


@pytest.mark.parametrize(
    "name",
    [
        "../../gradebook.ipynb",
        "Bente/../../x.ipynb",
        "/etc/x.ipynb",
        "C:/x.ipynb",
        "..\\..\\x.ipynb",
        "C:\\x.ipynb",
    ],
)
def test_a_zip_that_reaches_out_of_itself_gets_nowhere(desk, zipped, notebook, name):
    before = {path for path in desk.parent.rglob("*")}
    path = zipped("ud.zip", {name: notebook()})
    assert [key for _, key in refused(take_in(desk))] == ["outside"]
    assert {path for path in desk.parent.rglob("*")} - before == {path}


def test_a_zip_bomb_is_left_before_it_bursts(desk, zipped, monkeypatch):
    monkeypatch.setattr(taking_in, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(taking_in, "MOST_IN_ZIP", 10_000_000)
    many = {f"L{n}/{FILE}": b"\0" * 2_000_000 for n in range(20)}
    zipped("mange.zip", many, zipfile.ZIP_DEFLATED)
    assert refused(take_in(desk)) == [("mange.zip", "too_much")]


def test_one_swollen_file_in_a_zip_is_read_no_further_than_is_allowed(desk, zipped, monkeypatch):
    monkeypatch.setattr(taking_in, "MOST_BYTES", 1_000_000)
    path = zipped("stor.zip", {f"Bente/{FILE}": b" " * 50_000_000}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 100_000
    assert refused(take_in(desk)) == [(f"stor.zip: {FILE}", "too_large")]


def test_a_zip_with_too_many_files_is_left(desk, zipped, monkeypatch):
    monkeypatch.setattr(taking_in, "MOST_FILES", 10)
    zipped("mange.zip", {f"L{n}/{FILE}": b"" for n in range(11)})
    assert refused(take_in(desk)) == [("mange.zip", "too_much")]


def test_a_zip_in_a_zip_is_not_opened(desk, zipped, put, notebook):
    inner = zipped("inde.zip", {f"Bente/{FILE}": notebook()})
    data = inner.read_bytes()
    inner.unlink()
    zipped("ude.zip", {"Bente/inde.zip": data})
    assert refused(take_in(desk)) == [("ude.zip: inde.zip", "other_kind")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no more", b"not a zip at all"])
def test_a_broken_zip_is_said_to_be_broken(desk, put, data):
    put("halv.zip", data)
    assert refused(take_in(desk)) == [("halv.zip", "broken_zip")]


def test_a_zip_cut_off_in_its_data_is_said_to_be_broken(desk, zipped, notebook):
    path = zipped("halv.zip", {f"Bente/{FILE}": notebook()}, zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    data[200:400] = bytes(200)
    path.write_bytes(data)
    assert refused(take_in(desk)) == [("halv.zip", "broken_zip")]


def test_a_link_in_a_zip_or_a_folder_is_not_followed(desk, put, notebook, tmp_path):
    secret = tmp_path / "hemmelig.ipynb"
    secret.write_bytes(notebook("hemmelig"))
    (desk / "inbox/Kaj").mkdir(parents=True)
    (desk / "inbox/Kaj" / FILE).symlink_to(secret)
    (desk / "inbox/Åse").symlink_to(tmp_path)
    entry = zipfile.ZipInfo(f"Bente/{FILE}")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(desk / "inbox/led.zip", "w") as archive:
        archive.writestr(entry, str(secret))
    links = [(FILE, "link"), (f"led.zip: {FILE}", "link"), ("Åse", "link")]
    assert sorted(refused(take_in(desk))) == sorted(links)
    assert handed_in(desk) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(desk):
    (desk / "inbox/Bente").mkdir(parents=True)
    os.mkfifo(desk / "inbox/Bente" / FILE)
    assert refused(take_in(desk)) == [(FILE, "link")]


def test_what_else_lies_in_the_folder_is_named_and_left(desk, put):
    put("Bente/billede.jpg", b"x")
    assert refused(take_in(desk)) == [("billede.jpg", "other_kind")]
    assert refused(take_in(desk, [desk / "findes ikke.ipynb"])) == [("findes ikke.ipynb", "missing")]


def test_figures_beside_two_notebooks_belong_to_neither(desk, put, notebook):
    put(f"Bente/{FILE}", notebook())
    put("Bente/et andet kursus.ipynb", notebook(assignment="99-elsewhere-da"))
    put("Bente/figures.json", b'{"hours": 7}')
    report = take_in(desk)
    assert report.taken == [(ASSIGNMENT, "Bente", False)]
    assert refused(report) == [("et andet kursus.ipynb", "other_course")]


def test_the_command_says_what_it_took_and_what_not(desk, put, notebook, capsys, home):
    put(f"Bente/{FILE}", notebook())
    put("løs.ipynb", notebook())
    assert command.main(["collect", "--folder", str(desk), "--language", "en"]) == 2
    said = capsys.readouterr().out
    t = Texts("taking_in", "en", folder=taking_in.TEXTS)
    assert t("taken_without_figures", learner="Bente", assignment=ASSIGNMENT) in said
    assert taking_in.sentence(t, "løs.ipynb", Fault("no_learner")) in said
    assert "Traceback" not in said


def test_the_command_in_a_folder_that_is_no_desk_says_so(tmp_path, capsys, home, say):
    assert command.main(["collect", "--folder", str(tmp_path), "--language", "da"]) == 2
    assert capsys.readouterr().err.strip() == say("problem.no_desk", folder=tmp_path)


def test_every_reason_has_its_sentence_in_both_languages():
    reasons = set(Texts("taking_in", "da", folder=taking_in.TEXTS).data["not_taken"]) - {"said"}
    source = taking_in.Path(taking_in.__file__).read_text(encoding="utf-8")
    assert {key for key in reasons if f'"{key}"' not in source} == set()


def test_a_hand_in_by_mail_is_graded_and_its_feedback_stops_nobody_elses(made, notebook):
    (made.desk / "inbox/Bente").mkdir(parents=True, exist_ok=True)
    (made.desk / "inbox/Bente" / FILE).write_bytes(notebook())
    assert take_in(made.desk).taken
    result = made.autograde()
    assert result["success"], result["log"]
    made.read("Bente", 2)
    made.answer()
    assert (made.desk / "feedback/Bente" / ASSIGNMENT / "why-network.html").is_file()
