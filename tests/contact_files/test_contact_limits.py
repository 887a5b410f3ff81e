"""No file takes the learner's time or memory, and none raises."""

import io
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from exercises.contact_files import MAX_BYTES, MAX_CONTACTS, reading, tables
from exercises.contact_files.reading import read_contacts, read_strictly

SAMPLES = Path(__file__).parents[1] / "fixtures" / "contact_files"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="%s"><dimension ref="A1"/><sheetData>' % MAIN
HEADINGS = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c></row>'


def workbook(sheet, **more):
    """The sample workbook with another sheet, and with ``more`` parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / "excel_wrong_size_and_gap.xlsx") as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = sheet if part.filename.endswith("sheet1.xml") else source.read(part)
            content = more.get(part.filename.rpartition("/")[2].partition(".")[0], content)
            target.writestr(part.filename, content)
    return out.getvalue()


def skipped(reading):
    return [one.reason_key for one in reading.skipped]


def test_importing_the_package_costs_little_and_brings_no_library_in():
    code = """if True:
        import re, dataclasses, datetime, unicodedata, contextlib, sys, time, exercises
        started = time.process_time()
        import exercises.contact_files
        print(time.process_time() - started)
        print(sorted({"openpyxl", "pandas", "zipfile", "csv", "quopri", "ipywidgets"} & set(sys.modules)))
    """
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split(
            "\n"
        )
        for _ in range(3)
    ]
    assert runs[0][1] == "[]"
    assert min(float(run[0]) for run in runs) < 0.02


# a guard against hanging, not a timing
@pytest.mark.timeout(120)
def test_ten_thousand_contacts_are_read_and_the_next_is_said_to_be_left_out():
    rows = [f"Person Nr{i},Firma {i},p{i}@x.example\n" for i in range(MAX_CONTACTS)]
    whole = read_strictly("a.csv", ("Navn,Firma,Mail\n" + "".join(rows)).encode())
    assert (len(whole.contacts), whole.skipped) == (MAX_CONTACTS, [])
    more = read_strictly("a.csv", ("Navn,Firma,Mail\n" + "".join(rows) + "En Til,,\n").encode())
    assert len(more.contacts) == MAX_CONTACTS
    assert skipped(more) == ["skipped_too_many_contacts"]
    assert more.skipped[0].params == {"limit": MAX_CONTACTS}


def test_a_file_above_the_limit_says_so_before_it_is_read(monkeypatch):
    monkeypatch.setattr(reading, "_read_text", None)
    assert read_contacts("a.csv", bytes(MAX_BYTES + 1)).problem == (
        "problem_too_big",
        {"limit": 25, "size": 26},
    )


def test_thousands_of_useless_rows_are_counted_and_not_listed():
    result = read_strictly("a.csv", b"Navn,Mail\nMette Holm,\n" + b",x@y.example\n" * 5000)
    assert len(result.contacts) == 1
    assert len(result.skipped) == 201
    assert result.skipped[-1].reason_key == "skipped_more"
    assert result.skipped[-1].params == {"count": 4800}


@pytest.mark.parametrize(
    "name, head, piece, tail",
    [
        ("a.csv", b"Navn,Firma\n", b"\n", b""),
        ("a.csv", b"Navn,Firma\n", b'"\n', b""),
        ("a.csv", b"Navn,Firma\n", b'a,"b\nc,d\n', b""),
        ("a.csv", b"Navn,Firma\n", b"a", b""),
        ("a.csv", b"Navn,Firma\n", b",", b""),
        ("a.csv", b"Navn,Firma\n", b"\xe6,\xf8\n", b""),
        ("a.vcf", b"", b"BEGIN:VCARD\n", b""),
        ("a.vcf", b"BEGIN:VCARD\nFN:A", b"\n b", b"\nEND:VCARD\n"),
        ("a.vcf", b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:A=\n", b"=C3=A6=\n", b"\nEND:VCARD\n"),
        ("a.vcf", b'BEGIN:VCARD\nFN;A="', b',"=;', b"\nEND:VCARD\n"),
    ],
)
# a guard against hanging, not a timing
@pytest.mark.timeout(120)
def test_ten_megabytes_of_the_same_are_done_with_quickly(name, head, piece, tail):
    data = head + piece * (10_000_000 // len(piece)) + tail
    read_strictly(name, data)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    bomb = workbook(SHEET + HEADINGS + b" " * 100_000_000 + b"</sheetData></worksheet>")
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    assert read_strictly("a.xlsx", bomb).problem == ("problem_excel_too_big", {})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize(
    "sheet, more",
    [
        (HEADINGS + b"<row>" + b"<c/>" * 1_300_000 + b"</row>", {}),
        (HEADINGS + b"<row/>" * 1_300_000, {}),
        (HEADINGS, {"sharedStrings": b"<sst>" + b"<si/>" * 900_000 + b"</sst>"}),
        (HEADINGS, {"workbook": b"<workbook>" + b"<x/>" * 200_000 + b"</workbook>"}),
    ],
)
# a guard against hanging, not a timing
@pytest.mark.timeout(120)
def test_a_workbook_of_too_many_parts_is_refused(sheet, more):
    data = workbook(SHEET + sheet + b"</sheetData></worksheet>", **more)
    assert read_strictly("a.xlsx", data).problem == ("problem_excel_too_big", {})


def test_a_row_far_down_a_sheet_is_not_waited_for():
    far = b'<row r="1000000000"><c r="A1000000000" t="inlineStr"><is><t>Mette Holm</t></is></c></row>'
    result = read_strictly("a.xlsx", workbook(SHEET + HEADINGS + far + b"</sheetData></worksheet>"))
    assert skipped(result) == ["skipped_too_many_rows"]


def test_a_column_far_to_the_right_is_not_looked_at():
    headings = ["Navn"] + ["x"] * 400 + ["Firma"]
    assert list(read_strictly("a.csv", f"{','.join(headings)}\nMette Holm\n".encode()).columns) == ["Navn"]
    wide = workbook(SHEET + HEADINGS + b'<row r="2"><c r="ZZZ2"><v>1</v></c></row></sheetData></worksheet>')
    rows = tables._sheet_rows(openpyxl.load_workbook(io.BytesIO(wide), read_only=True).active)
    assert max(len(values) for _, values in rows) == tables.MAX_COLUMNS


def test_a_phone_number_that_excel_took_for_a_number_keeps_its_digits():
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>Mobil</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>Mette Holm</t></is></c>'
        b'<c r="B2"><v>2.0123456E7</v></c></row>'
    )
    result = read_strictly("a.xlsx", workbook(SHEET + rows + b"</sheetData></worksheet>"))
    assert result.contacts[0].phones == ("20123456",)


def test_entities_inside_entities_are_not_unfolded():
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    for letter in range(98, 106):
        entities += b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10)
    cell = b'<row><c t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
    data = workbook(entities + b"]>" + SHEET + HEADINGS + cell)
    assert read_strictly("a.xlsx", data).problem == ("problem_excel_damaged", {})


def test_a_sheet_damaged_half_way_keeps_the_rows_before_and_says_so():
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>Person Nr%d</t></is></c></row>' % (i, i, i)
        for i in range(2, 2000)
    )
    result = read_strictly("a.xlsx", workbook(SHEET + HEADINGS + rows + b"<row><c"))
    assert len(result.contacts) > 1000
    assert skipped(result)[-1] == "skipped_unreadable_row"


def test_a_locked_archive_says_so():
    data = bytearray((SAMPLES / "linkedin_archive.zip").read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        data[start + offset] |= 1
    assert read_strictly("a.zip", bytes(data)).problem == ("problem_zip_locked", {})


def test_reading_is_silent(capfd, recwarn):
    for path in sorted(SAMPLES.glob("*.*")):
        read_contacts(path.name, path.read_bytes())
    list_of_choices = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst>'
    read_contacts("a.xlsx", workbook(SHEET + HEADINGS + b"</sheetData>" + list_of_choices + b"</worksheet>"))
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


def test_even_a_fault_of_ours_becomes_a_sentence(monkeypatch):
    monkeypatch.setattr(reading, "_read_text", lambda name, data: 1 / 0)
    assert read_contacts("a.csv", b"Navn\nMette\n").problem == ("problem_unreadable", {})
