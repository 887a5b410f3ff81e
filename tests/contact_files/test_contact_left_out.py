"""Whatever of a file cannot be used is said, each with its place; nobody is left out in silence."""

import io
import zipfile

import openpyxl
import pytest

from exercises.contact_files import MAX_BYTES, merge_duplicates, vcards
from exercises.contact_files.collecting import MAX_SKIPPED
from exercises.contact_files.reading import read_strictly


def left(reading):
    return [(one.row, one.reason_key, one.params.get("value")) for one in reading.left_out]


def archive(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def test_a_cards_number_and_address_that_are_none_are_said():
    text = "BEGIN:VCARD\nFN:Mette Holm\nTEL:spørg Ida\nEMAIL:har ingen\nTEL:20 12 34 56\nEND:VCARD\n"
    reading = read_strictly("a.vcf", text.encode())
    assert [one.phones for one in reading.contacts] == [("20 12 34 56",)]
    assert left(reading) == [(1, "left_no_phone", "spørg Ida"), (1, "left_no_email", "har ingen")]


def test_a_day_that_is_none_is_said_and_the_person_is_there():
    text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nMette,Holm,,,,,forleden\n"
    reading = read_strictly("Connections.csv", text.encode())
    assert [(one.name, one.connected_on) for one in reading.contacts] == [("Mette Holm", None)]
    assert left(reading) == [(2, "left_no_day", "forleden")]


def test_of_very_many_values_left_out_the_first_are_listed_and_the_others_counted():
    rows = "".join(f"Person Nr{number},ingen\n" for number in range(MAX_SKIPPED + 7))
    reading = read_strictly("a.csv", f"Navn,E-mail\n{rows}".encode())
    assert len(reading.contacts) == MAX_SKIPPED + 7
    assert len(reading.left_out) == MAX_SKIPPED + 1
    last = reading.left_out[-1]
    assert (last.row, last.reason_key, last.params) == (MAX_SKIPPED + 1, "skipped_more", {"count": 7})


@pytest.mark.parametrize(
    ("name", "parts", "problem"),
    [
        ("Kunder.ods", {"content_xml": "<office/>"}, "problem_other_spreadsheet"),
        ("Kunder.numbers", {"Index__Document_iwa": b"x"}, "problem_other_spreadsheet"),
        ("Kunder.docx", {"word__document_xml": "<w/>"}, "problem_not_contacts"),
        ("Kunder.pptx", {"ppt__presentation_xml": "<p/>"}, "problem_not_contacts"),
        ("Data.zip", {"Connections_csv": bytes(MAX_BYTES + 1)}, "problem_too_big"),
    ],
)
def test_an_archive_of_another_program_is_told_by_what_is_in_it(name, parts, problem):
    assert read_strictly(name, archive(**parts)).problem[0] == problem


def test_sheets_beyond_those_that_are_read_are_named():
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(22):
        sheet = book.create_sheet(f"Ark {number}")
        sheet.append(["Navn"])
        sheet.append([f"Person Nr{number}"])
    made = io.BytesIO()
    book.save(made)
    reading = read_strictly("a.xlsx", made.getvalue())
    assert [one.name for one in reading.contacts] == [f"Person Nr{number}" for number in range(20)]
    assert [(one.reason_key, one.params["sheet"]) for one in reading.skipped] == [
        ("skipped_too_many_sheets", "Ark 20"),
        ("skipped_too_many_sheets", "Ark 21"),
    ]


def test_cards_beyond_the_lines_that_are_read_are_said_to_be_left_out(monkeypatch):
    monkeypatch.setattr(vcards, "_MAX_LINES", 5)
    cards = "".join(f"BEGIN:VCARD\nFN:Person Nr{number}\nEND:VCARD\n" for number in range(4))
    reading = read_strictly("a.vcf", cards.encode())
    assert [one.name for one in reading.contacts] == ["Person Nr0"]
    assert [(one.row, one.reason_key) for one in reading.skipped] == [(2, "skipped_too_many_rows")]


def test_the_many_who_share_an_address_stay_apart():
    rows = "".join(
        f"{name} Holm,info@holm.example\n" for name in ("Mette", "Ida", "Bo", "Kai", "Ea", "Ib", "Per")
    )
    merged, _ = merge_duplicates(read_strictly("a.csv", f"Navn,E-mail\n{rows}".encode()).contacts)
    assert len(merged) == 7
