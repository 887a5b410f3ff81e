"""Reflections that came by mail: what is taken, and what is refused with a reason, never a traceback."""

import io
import json
import os
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from exercises.texts import Texts
from facilitation import command, senders, taking_in
from facilitation.taking_in import Fault, take_in

ASSIGNMENT = "01-why-network-da"
FILE = "why-network.ipynb"


@pytest.fixture(scope="module")
def made(tmp_path_factory, made_cohort):
    return made_cohort(tmp_path_factory.mktemp("post"), ASSIGNMENT)


@pytest.fixture
def desk(made, tmp_path):
    """A facilitator's folder into which nothing has come yet."""
    taken = shutil.ignore_patterns("submitted", "autograded", "feedback", "Bente")
    return shutil.copytree(made.desk, tmp_path / "bord på Møn", ignore=taken)


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


# -- What people, programs and attackers make of files -------------------------------------------------------


def raw_zip(entries):
    """A zip whose names are raw bytes without the UTF-8 flag (PKWARE's APPNOTE 4.3.7, 4.3.12 and 4.3.16)."""
    out, central = b"", b""
    for name, data in entries.items():
        crc, at, size = zlib.crc32(data), len(out), len(data)
        out += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0x5A21, crc, size, size, len(name), 0)
        out += name + data
        head = struct.pack("<4s6H3I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0x5A21, crc, size, size)
        central += head + struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, at) + name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(central), len(out), 0)
    return out + central + end


def packed(entries, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


NUMBERS = b'{"hours": 7}'
OWN = "Networking course/reflections/01-why-network-da"
# file in the inbox (a dict: a zip of those) to who wrote it and whether its figures came; N is a notebook
MAIL = {
    "a copy in Google Drive": ({f"Bente/Copy of {FILE}": "N"}, {"Bente": False}),
    "a copy in a Danish Google Drive": ({f"Kaj/Kopi af {FILE}": "N"}, {"Kaj": False}),
    "a copy of a copy": ({f"Kaj/Copy of Kopi af {FILE}": "N"}, {"Kaj": False}),
    "a copy in Windows": ({"Kaj/why-network - Kopi (2).ipynb": "N"}, {"Kaj": False}),
    "a copy in Finder": ({"Kaj/why-network kopi 2.ipynb": "N"}, {"Kaj": False}),
    "a copy with a name before it": ({f"Kopi af Bo Toft - {FILE}": "N"}, {"Bo Toft": False}),
    "a copy with a name in front": ({f"Bo Toft - Copy of {FILE}": "N"}, {"Bo Toft": False}),
    "saved as text": ({f"Bo/{FILE}.txt": "N"}, {"Bo": False}),
    "saved as JSON": ({f"Bo/{FILE}.json": "N", "Bo/figures.json.txt": NUMBERS}, {"Bo": True}),
    "in capital letters": ({"Bo.zip": {"WHY-NETWORK.IPYNB": "N"}}, {"Bo": False}),
    "downloaded twice": ({"Bo/why-network (1).ipynb": "N", "Bo/figures (1).json": NUMBERS}, {"Bo": True}),
    "figures downloaded twice": ({f"Bo/{FILE}": "N", "Bo/figures(2).json": NUMBERS}, {"Bo": True}),
    "figures with a name": ({f"Bo - {FILE}": "N", "Bo - figures.json": NUMBERS}, {"Bo": True}),
    "figures of two": (
        {f"Bo - {FILE}": "N", "Bo - figures.json": NUMBERS, f"Ida - {FILE}": "M"},
        {"Bo": True, "Ida": False},
    ),
    "the course's own folder": (
        {"Bo/x.zip": {f"{OWN}/{FILE}": "N", f"{OWN}/figures.json": NUMBERS}},
        {"Bo": True},
    ),
    "the course's own folder in Danish": ({f"Bo/Netværkskursus/reflections/{FILE}": "N"}, {"Bo": False}),
    "a copy of the course's own folder": ({f"Bo/Networking course (2)/{FILE}": "N"}, {"Bo": False}),
    "the whole course": (
        {"Bo.zip": {f"{OWN}/{FILE}": "N", "Networking course/da/01-why-network.ipynb": "L"}},
        {"Bo": False},
    ),
    "a cloud's folder": ({"Bo.zip": {f"OneDrive - Keramik ApS/Dokumenter/{OWN}/{FILE}": "N"}}, {"Bo": False}),
    "a cloud's zip": ({"Bo/drive-download-20261129T080000Z-001.zip": {FILE: "N"}}, {"Bo": False}),
    "a cloud's zip by itself": ({"OneDrive_1_29-11-2026.zip": {FILE: "N"}}, {}),
    "iCloud": ({"Bo/iCloud Drive/Downloads/" + FILE: "N"}, {"Bo": False}),
    "a week around people": (
        {"Uge 48/Bo/" + FILE: "N", "Uge 48/Ida/" + FILE: "M"},
        {"Bo": False, "Ida": False},
    ),
    "a class in a zip": (
        {"alle.zip": {f"Keramikere/Bo/{FILE}": "N", f"Keramikere/Ida/{FILE}": "M"}},
        {"Bo": False, "Ida": False},
    ),
    "Moodle, folders": (
        {
            "m.zip": {
                f"Ida Friis_93_assignsubmission_file_/{FILE}": "N",
                f"Bo_94_assignsubmission_file/{FILE}": "M",
            }
        },
        {"Ida Friis": False, "Bo": False},
    ),
    "Moodle, one folder": (
        {
            "m.zip": {
                f"Ida Friis_93_assignsubmission_file_{FILE}": "N",
                "Ida Friis_93_assignsubmission_file_figures.json": NUMBERS,
                f"Bo Toft_94_assignsubmission_file_{FILE}": "M",
            }
        },
        {"Ida Friis": True, "Bo Toft": False},
    ),
    "Moodle, unpacked": (
        {f"Kursus 1-Refleksion-77/Ida Friis_93_assignsubmission_file_/{FILE}": "N"},
        {"Ida Friis": False},
    ),
    "Moodle, names hidden": (
        {
            "m.zip": {
                f"Deltager_93_assignsubmission_file_/{FILE}": "N",
                f"Deltager_94_assignsubmission_file_/{FILE}": "M",
            }
        },
        {"Deltager 93": False, "Deltager 94": False},
    ),
    "Canvas": (
        {"s.zip": {"friisida_12_34_why-network.ipynb": "N", "friisida_12_35_figures.json": NUMBERS}},
        {"friisida": True},
    ),
    "Canvas, late and again": ({"s.zip": {"toftbo_LATE_12_34_why-network-2.ipynb": "N"}}, {"toftbo": False}),
    "Canvas, unpacked": ({"submissions/friisida_12_34_why-network-1.ipynb": "N"}, {"friisida": False}),
    "Brightspace": (
        {"b.zip": {f"17-42 - Ida Friis - 29 November 2026 1014 AM/{FILE}": "N"}},
        {"Ida Friis": False},
    ),
    "Blackboard": (
        {"gb.zip": {f"Refleksion 1_ida42_attempt_2026-11-29-10-14-05_{FILE}": "N"}},
        {"ida42": False},
    ),
    "Explorer": ({"af.zip": {"Søren Ågård/why-network.ipynb".encode("cp850"): "N"}}, {"Søren Ågård": False}),
    "Explorer abroad": ({"af.zip": {"Müller, not/Zoë/why-network.ipynb".encode("cp437"): "N"}}, None),
    "Explorer abroad, one name": ({"af.zip": {"Zoë/why-network.ipynb".encode("cp437"): "N"}}, {"Zoë": False}),
    "an old Windows program": (
        {"af.zip": {"Søren/why-network.ipynb".encode("cp1252"): "N"}},
        {"Søren": False},
    ),
    "Finder": (
        {
            "Arkiv.zip": {
                unicodedata.normalize("NFD", "Åse Bækgård/why-network.ipynb").encode(): "N",
                b"__MACOSX/x/._why-network.ipynb": b"x",
            }
        },
        {"Åse Bækgård": False},
    ),
    "Windows' own signs between folders": (
        {"af.zip": {"Ida\\Networking course\\why-network.ipynb": "N"}},
        {"Ida": False},
    ),
    "row 48": ({"Mallory/af.zip": {f"Bente - {FILE}": "N"}}, {"Mallory": False}),
    "row 48, without a zip": ({f"Mallory/Bente - {FILE}": "N"}, {"Mallory": False}),
    "row 49": ({"Mallory/af.zip": {f"Bente/{FILE}": "N"}}, {"Mallory": False}),
    "row 49, as a platform": (
        {"Mallory/af.zip": {f"Bente_1_assignsubmission_file_/{FILE}": "N"}},
        {"Mallory": False},
    ),
    "row 49, without a zip": ({f"Mallory/Bente/{FILE}": "N"}, {"Mallory": False}),
    "row 49, as two others": ({"Mallory/af.zip": {f"Bente/{FILE}": "N", f"Kaj/{FILE}": "M"}}, {}),
}


@pytest.mark.parametrize(("files", "expected"), MAIL.values(), ids=MAIL)
def test_row_048_049_what_came_by_mail_is_its_writers_whatever_it_is_called(
    desk, put, notebook, files, expected
):
    kinds = {
        "N": notebook("et"),
        "M": notebook("to"),
        "L": json.dumps({"cells": [], "metadata": {"course": {"kind": "lesson"}}}).encode(),
    }

    def data(one):
        return kinds.get(one, one) if isinstance(one, str) else one

    for name, content in files.items():
        if isinstance(content, dict):
            entries = {entry: data(one) for entry, one in content.items()}
            pack = raw_zip if all(isinstance(entry, bytes) for entry in entries) else packed
            content = pack(entries)
        put(name, data(content))
    report = take_in(desk)
    if expected is not None:
        assert {learner: figures for _, learner, figures in report.taken} == expected
    for _, learner, figures in report.taken:
        assert handed_in(desk)[learner] == (WITH_FIGURES if figures else WITHOUT)


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_row_050_a_zip_with_damaged_data_is_one_refusal_and_the_others_are_taken(
    desk, put, notebook, compression
):
    data = bytearray(packed({f"Bente/{FILE}": notebook()}, compression))
    data[80:400] = bytes(320)
    put("halv.zip", bytes(data))
    put(f"Kaj/{FILE}", notebook())
    report = take_in(desk)
    assert refused(report) == [("halv.zip", "broken_zip")]
    assert handed_in(desk) == {"Kaj": WITHOUT}


def test_row_050_one_damaged_file_in_a_zip_costs_that_file_alone(desk, put, notebook):
    data = bytearray(packed({f"Bente/{FILE}": notebook("et"), f"Kaj/{FILE}": notebook("to")}))
    data[100:300] = bytes(200)
    put("halv.zip", bytes(data))
    report = take_in(desk)
    assert refused(report) == [(f"halv.zip: {FILE}", "broken_zip")]
    assert handed_in(desk) == {"Kaj": WITHOUT}


@pytest.mark.parametrize("name", [b"", b"/", b"//", b"\0", b".", b"..", b"\xff\xfe"])
def test_row_051_an_entry_without_a_name_is_one_refusal_and_the_others_are_taken(desk, put, notebook, name):
    put("tom.zip", raw_zip({name: notebook(), f"Ida/{FILE}".encode(): notebook("to")}))
    put(f"Kaj/{FILE}", notebook())
    report = take_in(desk)
    assert set(handed_in(desk)) == {"Ida", "Kaj"}
    assert {file.split(":")[0] for file, _ in refused(report)} <= {"tom.zip"}


@pytest.mark.parametrize(
    "signs",
    ["\x1b]0;ejet\x07", "\x9b2J", "\u202egnp.ipynb", "\r\nTaget ind: Bente", "\ud800", "\u2066", "\u2028"],
)
def test_row_055_a_name_that_would_command_the_terminal_is_made_harmless(desk, put, notebook, signs):
    name = f"Kaj/{signs}.jpg".replace("\ud800", "\udcff")
    put(name, b"x")
    put("af.zip", packed({f"Ida/{signs}{FILE}x".encode("utf-8", "replace").decode(): notebook()}))
    said = "\n".join(take_in(desk).lines("en"))
    said.encode("utf-8")
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl") for sign in said.replace("\n", ""))
    assert said.count("\n") == 1


def half_a_sign(data):
    """A word processor has cut an emoji in two."""
    return data.replace(b"\\udf82", b"")


@pytest.mark.parametrize(
    "saved",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: json.dumps(json.loads(data), ensure_ascii=False).encode("utf-16"),
        lambda data: json.dumps(json.loads(data), ensure_ascii=False).encode("utf-16-le"),
        lambda data: json.dumps(json.loads(data), ensure_ascii=False).encode("utf-16-be"),
        lambda data: json.dumps(json.loads(data), ensure_ascii=False).encode("utf-32"),
        lambda data: json.dumps(json.loads(data), ensure_ascii=False).encode("cp1252"),
        half_a_sign,
    ],
    ids=["mark", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "Windows' own code", "half a sign"],
)
def test_a_file_with_a_mark_or_in_another_code_is_read_and_kept_as_nbgrader_reads_it(
    desk, put, notebook, saved
):
    put(f"Bente/{FILE}", saved(notebook("på Ærø \U0001f382" if saved is half_a_sign else "på Ærø")))
    assert take_in(desk).taken == [(ASSIGNMENT, "Bente", False)]
    text = (desk / "submitted/Bente" / ASSIGNMENT / FILE).read_bytes().decode("utf-8")
    assert "på Ærø" in json.dumps(json.loads(text), ensure_ascii=False) and text[0] == "{"


def test_of_two_that_came_again_one_alone_may_take_its_place(desk, put, notebook):
    names = ("Bente", "Kaj")
    for words in ("første", "anden"):
        files = [put(f"{name} - {FILE}", notebook(f"{name} {words}")) for name in names]
        report = take_in(desk, files, again={(ASSIGNMENT, "Kaj")})
    assert report.taken == [(ASSIGNMENT, "Kaj", False)]
    assert refused(report) == [(f"Bente - {FILE}", "again")]


def test_a_file_that_somebody_names_and_nothing_comes_of_has_its_sentence(desk, put, notebook):
    hidden = put(f".Bente - {FILE}", notebook())
    figures = put("Kaj - figures.json", NUMBERS)
    assert refused(take_in(desk, [hidden, figures])) == [
        (hidden.name, "other_kind"),
        (figures.name, "figures_alone"),
    ]
    named = [put(f"Kaj - {FILE}", notebook()), figures]
    report = take_in(desk, named)
    assert report.taken == [(ASSIGNMENT, "Kaj", True)]
    assert refused(report) == []


def test_figures_that_came_after_the_words_are_put_beside_them(desk, put, notebook):
    put(f"Bente/{FILE}", notebook())
    take_in(desk)
    put("Bente/figures (1).json", NUMBERS)
    assert take_in(desk).taken == [(ASSIGNMENT, "Bente", True)]
    assert handed_in(desk) == {"Bente": WITH_FIGURES}


def test_a_reflection_nobody_wrote_in_is_no_hand_in_beside_one_that_somebody_did(desk, put, notebook):
    released = (desk / "release" / ASSIGNMENT / FILE).read_bytes()
    put("Bente/af.zip", packed({f"01/{FILE}": notebook(), f"gammel/{FILE}": released}))
    report = take_in(desk)
    assert report.taken == [(ASSIGNMENT, "Bente", False)] and report.left == [(f"af.zip: {FILE}", 1)]


def test_the_time_is_when_the_file_came_to_this_machine(desk, put, notebook):
    path = put(f"Bente/{FILE}", notebook())
    os.utime(path, (1_600_000_000, 1_600_000_000))
    take_in(desk)
    stamp = (desk / "submitted/Bente" / ASSIGNMENT / "timestamp.txt").read_text()
    assert abs(datetime.fromisoformat(stamp[:26]) - datetime.now(UTC).replace(tzinfo=None)) < timedelta(
        minutes=5
    )


def test_a_refused_file_is_named_with_its_folder(desk, put):
    for learner in ("Bente", "Carl"):
        put(f"{learner}/{FILE}", b"{half")
    told = "\n".join(take_in(desk).lines("en"))
    assert f"Bente/{FILE}" in told and f"Carl/{FILE}" in told


OWN = {"why-network", "figures", "01-why-network-da"}


@pytest.mark.parametrize(
    ("file", "who"),
    [
        ("why-network_Åse Bak.ipynb", "Åse Bak"),
        ("why-network - Åse Bak.ipynb", "Åse Bak"),
        ("figures_Åse Bak.json", "Åse Bak"),
        ("01-why-network-da - Ida Lund-Bo.ipynb", "Ida Lund-Bo"),
        ("why-network - Åse Bak (1).ipynb", "Åse Bak"),
        ("Åse Bak - why-network.ipynb", "Åse Bak"),
        ("why-network - final.ipynb", ""),
        ("why-network - den sidste.ipynb", ""),
        ("why-network - Kopi.ipynb", ""),
        ("why-network_v2.ipynb", ""),
        ("why-network (færdig).ipynb", ""),
        ("why-network 2.ipynb", ""),
        ("why-network.ipynb", ""),
    ],
)
def test_a_form_writes_the_name_behind_the_files(file, who):
    assert senders.before_own_name(file, OWN) == who


@pytest.mark.parametrize(
    "folders",
    [
        ("Indsendte filer", "Åse Bak", "Aflevering 1", "Version 2"),
        ("Submitted files", "Åse Bak", "Assignment 1", "Version 1"),
        ("OneDrive_1_29-11-2026", "Åse Bak"),
        ("drive-download-20261129T201500Z-001", "Åse Bak", "Mine øvelser"),
        ("Aflevering uge 48-20261129T201500Z-1-001", "Åse Bak"),
        ("Åse Bak", "uge 1"),
    ],
)
def test_folders_of_platforms_and_clouds_are_nobody(folders):
    assert senders.folder_names(folders, OWN)[-1 if folders[0].startswith("Aflevering") else 0] == "Åse Bak"
