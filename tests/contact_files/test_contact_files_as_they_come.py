"""Files as people's programs really leave them. Each stands here for a kind; its source in a word."""

# ruff: noqa: E501 (rows of headings and files stay on one line, as they are)

import io
import warnings
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.contact_files.encoding import decode
from exercises.contact_files.reading import read_contacts, read_strictly

FILES = Path(__file__).parents[1] / "fixtures" / "contact_files_as_they_come"


def names(reading):
    return [contact.name for contact in reading.contacts]


def firms(reading):
    return [(contact.name, contact.organisation) for contact in reading.contacts]


def phones(reading):
    return [(contact.name, contact.phones) for contact in reading.contacts]


# (file, its source, what is looked at, what a person reads in it)
CASES = [
    ("vcard_bom__bom_at_start.vcf", "RFC 3629 on marks", names, ["Mette Holm", "Jonas Toft", "Ida Friis"]),
    (
        "vcard_bom__bom_before_each_card.vcf",
        "cards put together from files with marks",
        names,
        ["Mette Holm", "Jonas Toft", "Ida Friis"],
    ),
    (
        "vcard_joined__no_newline_between_cards.vcf",
        "an Android export",
        phones,
        [("Mette Holm", ()), ("Jonas Toft", ("+45 30 11 22 33",)), ("Ida Friis", ("+45 30 11 22 34",))],
    ),
    (
        "cp1252_quotes__british.csv",
        "Excel for Windows",
        firms,
        [("Sean O’Neill", "Joe’s Garage"), ("Anna Baker", "Baker® Tools")],
    ),
    (
        "cp1252_quotes__danish.csv",
        "Excel for Windows",
        firms,
        [
            ("Søren Holm", "Peter’s Bageri"),
            ("Anna Friis", "”Lille” Café"),
            ("Bo Toft", "Joe’s Garage – “Vi kører”"),
        ],
    ),
    (
        "cp1252_quotes__euro_and_caron.csv",
        "Excel for Windows",
        firms,
        [("Milan Dušic", "Dušan Byg"), ("Anna Friis", "Friis Bogføring")],
    ),
    ("csv_long_note__contacts.csv", "RFC 4180; Outlook's notes", names, ["Mette Holm", "Jonas Toft"]),
    (
        "excel_danish_resave__Connections.csv",
        "LinkedIn's file saved again by Danish Excel",
        firms,
        [("Mette Holm", "Holm Keramik"), ("Jonas Toft", "Toft, Snedker & Søn")],
    ),
    (
        "vcard21_folding__outlook21.vcf",
        "vCard 2.1, 2.1.3",
        firms,
        [("Anne Mette Holm", "Foreningen af keramikere i Midtjylland")],
    ),
    ("csv_second_header__Connections.csv", "two exports put together", names, ["Mette Holm"]),
    (
        "google_colons__contacts.csv",
        "Google's way to join values",
        lambda r: [c.city for c in r.contacts],
        ["Ebeltoft"],
    ),
    (
        "unknown_name_headings__danish_for_og_efternavn.csv",
        "a list by hand",
        names,
        ["Mette Holm", "Jonas Toft"],
    ),
    ("unknown_name_headings__british_forename.csv", "a British list", names, ["Anna Baker", "Tom Baker"]),
    ("unknown_name_headings__yahoo.csv", "Yahoo", names, ["Mette Holm", "Jonas Toft"]),
    ("unknown_name_headings__german_outlook.csv", "German Outlook", names, ["Mette Holm", "Jonas Toft"]),
    ("google_fax_label__contacts.csv", "Google's labels", phones, [("Mette Holm", ("20 12 34 56",))]),
    ("excel_merged_heading__kunder.xlsx", "Excel, merged cells", names, ["Mette Holm", "Jonas Toft"]),
    ("excel_second_sheet__kunder.xlsx", "Excel", names, ["Mette Holm"]),
    (
        "vcard_lists_in_names__no_fn.vcf",
        "RFC 2426, 3.1.2 and 3.1.3",
        names,
        ["John Philip Paul Stevenson", "Memse"],
    ),
]


def read(name):
    return read_strictly(name.partition("__")[2], (FILES / name).read_bytes())


def test_every_file_has_its_case():
    assert {case[0] for case in CASES} | {"html_named_xls__kunder.xls"} == {p.name for p in FILES.iterdir()}


@pytest.mark.parametrize("name, source, look, expected", CASES, ids=[case[0] for case in CASES])
def test_a_file_reads_as_a_person_reads_it(name, source, look, expected):
    reading = read(name)
    assert reading.problem is None
    assert look(reading) == expected


def test_a_web_page_with_the_name_of_a_spreadsheet_is_said_to_be_one():
    assert read("html_named_xls__kunder.xls").problem == ("problem_web_page", {})


def test_a_sheet_with_people_that_is_left_out_is_said():
    (skipped,) = read("excel_second_sheet__kunder.xlsx").skipped
    assert (skipped.reason_key, skipped.params) == ("skipped_sheet_no_headings", {"sheet": "Gamle kunder"})


# ---- further ones of each kind ---------------------------------------------------------------------------

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nTEL:{}\r\nEND:VCARD\r\n"
TWO = CARD.format("Mette Holm", "20123456") + CARD.format("Ida Friis", "20123457")
BOTH = [("Mette Holm", ("20123456",)), ("Ida Friis", ("20123457",))]


@pytest.mark.parametrize(
    "data",
    [
        TWO.encode("utf-16"),
        TWO.encode("utf-16-le"),
        ("\ufeff\ufeff" + TWO).encode(),
        TWO.replace("BEGIN", "\r\n\ufeffBEGIN").encode(),
        TWO.replace("\r\n", "\n").encode(),
        TWO.replace("\r\n", "\r").encode(),
        ("\n\n" + TWO.replace("\r\n", "\r")).encode(),
        TWO.replace("\r\n", "\r\r\n").encode(),
        TWO.replace("END:VCARD\r\n", "END:VCARD").encode(),
        TWO.replace("END:VCARD\r\n", "END:VCARD ").encode(),
        TWO.replace("\r\nEND:VCARD", "END:VCARD").encode(),
        TWO.replace("BEGIN:VCARD\r\n", "BEGIN:VCARD").encode(),
        TWO.replace("BEGIN:VCARD\r\n", "BEGIN:VCARD ").encode(),
        TWO.replace(":VCARD", ": VCARD ").lower().replace("mette holm", "Mette Holm").replace(
            "ida friis", "Ida Friis"
        ).encode(),
        TWO.replace("TEL:", "NOTE:END:VCARD står sidst i et kort\r\nTEL:").encode(),
    ],
)  # fmt: skip
def test_cards_are_told_apart_however_they_are_put_together(data):
    reading = read_strictly("a.vcf", data)
    assert phones(reading) == BOTH
    assert reading.skipped == []


def card(*lines, version="2.1"):
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    return read_strictly("a.vcf", text.encode()).contacts[0]


def test_folding_keeps_the_blank_in_the_old_version_and_puts_it_in_in_the_new_ones():
    folded = ("FN:Mette", " Marie", "\tHolm", "EMAIL:mette@", " holm.example")
    assert (card(*folded).name, card(*folded).emails) == ("Mette Marie Holm", ("mette@holm.example",))
    for version in ("3.0", "4.0"):
        contact = card("FN:Met", " te Ho", "\tlm", "EMAIL:mette@", " holm.example", version=version)
        assert (contact.name, contact.emails) == ("Mette Holm", ("mette@holm.example",))


@pytest.mark.parametrize(
    "lines, name",
    [
        (("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:S=C3=B8ren =", "=C3=85l"), "Søren Ål"),
        (("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:S=C3=", "=B8ren =C3=85l="), "Søren Ål"),
        (("FN;ENCODING=QUOTED-PRINTABLE:S=F8ren =C5l= ", ""), "Søren Ål"),
        (("FN;QUOTED-PRINTABLE:S=C3=B8=\r\nren", "N:Ål;Søren"), "Søren"),
    ],
)
def test_a_soft_break_goes_on_with_the_line_and_never_swallows_the_end_of_the_card(lines, name):
    assert card(*lines).name == name


@pytest.mark.parametrize(
    "lines, name",
    [
        (("N:Holm;Mette,Marie;;;",), "Mette Marie Holm"),
        (("N:Holm,Friis;Mette;Anna,Lis;Dr.,Prof.;",), "Mette Anna Lis Holm Friis"),
        ((r"N:Holm\, ældre;Mette;;;",), "Mette Holm, ældre"),
        (("N:;;;;", "NICKNAME:Memse,Mette K"), "Memse"),
        (("N:;;;;", r"NICKNAME:Memse\, den yngre,Mette"), "Memse, den yngre"),
    ],
)
def test_a_list_in_a_name_is_read_as_its_words(lines, name):
    assert card(*lines, version="3.0").name == name


def test_a_number_that_its_own_label_calls_a_fax_is_no_phone():
    assert card("FN:A B", "item1.TEL:98102030", "item1.X-ABLabel:Telefax", "item2.TEL:20123456").phones == (
        "20123456",
    )
    assert card("FN:A B", "TEL;TYPE=HOMEFAX:98102030", "TEL;TYPE=work,fax:98102031").phones == ()


@pytest.mark.parametrize(
    "encoding, words",
    [
        ("cp1252", "Joe’s|O’Neill|D’Arcy|JOE’S GARAGE|500 €|2019–2020|og så…|“Hej”|”Lille” Café|Zoë|Noël|José|João"),
        ("cp1252", "Dušan|Škoda|Žarko Žižek|Tomáš|Müller|Größe|Hélène|François|Muñoz|Åse Ørsted|Jönsson|Firma™|½ kg"),
        ("mac_roman", "Søren|Åse Ørsted|Kjær|Jönsson|Müller|Café|Håkan|Märta|Østergård|KJÆR|Peter’s Køkken|Öster"),
        ("cp865", "Søren|Åse Ørsted|Kjær|Ærøskøbing|Müller|Café|KJÆR|Næstved|Håkan|Göran|René|Jönsson"),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_that_does_the_least_damage_in_a_list_of_one(encoding, words):
    for word in words.split("|"):
        text = f"Navn;Firma\n{word};x\n"
        assert decode(text.encode(encoding)) == text


PEOPLE = st.lists(
    st.sampled_from(
        [
            "Søren Kjær",
            "Åse Ørsted",
            "Bjørn Håkansson",
            "Mette Holm",
            "Peter’s Bageri",
            "Café ”Ærø”",
            "Jørgen Ågård",
            "Märta Öberg",
            "René Müller",
            "Ida – Friis",
            "O’Neill & Søn",
            "Æbeltoft Øl",
        ]
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(PEOPLE, st.sampled_from(["cp1252", "mac_roman", "utf-8", "utf-8-sig", "utf-16"]))
def test_a_list_of_any_size_survives_the_encodings_of_today(people, encoding):
    text = "Navn;By\n" + "".join(f"{one};Ry\n" for one in people)
    assert decode(text.encode(encoding)) == text


def test_a_mark_before_a_file_in_another_encoding_spoils_nothing():
    assert decode(b"\xef\xbb\xbf" + "Søren".encode("cp1252")) == "Søren"
    assert decode("Navn\n\ufeffSøren\n".encode()) == "Navn\nSøren\n"
    assert decode("ï»¿Navn;Sø".encode()) == "Navn;Sø"


def csv(text, name="a.csv", names_in=None):
    return read_strictly(name, text.encode(), names_in)


@settings(deadline=None, max_examples=30)
@given(st.integers(101, 1500), st.sampled_from(["x", 'en "to" tre', "a, b", "a;b;c", ""]))
def test_a_long_note_in_quotation_marks_stays_in_its_cell(lines, line):
    note = "\n".join([line] * lines).replace('"', '""')
    reading = csv(f'Navn,Firma,Noter,By\nMette Holm,K,"{note}",Ry\nJonas Toft,T,,Ebeltoft\n')
    assert [(c.name, c.city) for c in reading.contacts] == [("Mette Holm", "Ry"), ("Jonas Toft", "Ebeltoft")]
    assert reading.skipped == []


def test_a_photo_in_a_cell_is_no_broken_row():
    reading = csv(f'Navn,Foto,By\nMette Holm,"{"A" * 300_000}",Ry\nJonas Toft,,Ebeltoft\n')
    assert names(reading) == ["Mette Holm", "Jonas Toft"]


@pytest.mark.parametrize(
    "text, expected",
    [
        # every row in one cell
        (
            '"Navn,Firma,Mail"\n"Mette Holm,""Holm, Keramik"",m@h.example"\n',
            [("Mette Holm", "Holm, Keramik")],
        ),
        (
            'Navn,Firma,Mail;;\n"Mette Holm,""Holm, Keramik"",m@h.example";;\n',
            [("Mette Holm", "Holm, Keramik")],
        ),
        ("sep=;\nNavn;Firma\nMette Holm;Holm\n", [("Mette Holm", "Holm")]),
        ('\ufeff"SEP=;"\r\nNavn;Firma\r\nMette Holm;Holm\r\n', [("Mette Holm", "Holm")]),
        ('Navn;Firma\n="Mette Holm";="Holm"\n', [("Mette Holm", "Holm")]),
        ("Navn;Firma\nMette Holm;#NAVN?\n", [("Mette Holm", "")]),
        ("Navn;Firma\nMette Holm;#N/A\n", [("Mette Holm", "")]),
        ("Navn;Firma\nMette Holm;########\n", [("Mette Holm", "")]),
    ],
)
def test_a_file_saved_again_by_a_spreadsheet_in_another_language_is_read(text, expected):
    assert firms(csv(text)) == expected


@pytest.mark.parametrize(
    "cell, phone",
    [
        ("20123456,00", "20123456"),
        ("20123456.0", "20123456"),
        ('="0045 20123456"', "0045 20123456"),
        ('"=""0045 20123456"""', "0045 20123456"),
        ("'+45 20123456", "+45 20123456"),
        ("=+4520123456", "+4520123456"),
    ],
)
def test_a_number_is_what_stood_there_before_the_spreadsheet(cell, phone):
    assert csv(f"Navn;Mobil\nMette Holm;{cell}\n").contacts[0].phones == (phone,)


def test_a_number_whose_digits_are_gone_is_said():
    reading = csv("Navn;Mobil\nMette Holm;4,52E+09\nIda Friis;ring!\n")
    assert [(one.row, one.reason_key) for one in reading.left_out] == [
        (2, "left_spoiled_number"),
        (3, "left_no_phone"),
    ]


@pytest.mark.parametrize(
    "day",
    ["12 Mar 2024", "12-mar-24", "12-03-2024", "12.03.2024 00:00", "12. marts 2024", "12. März 2024", "45363",
     "12 mars 2024", "2024-03-12T00:00:00", "12/03/2024", "12 de marzo de 2024", "12 maart 2024"],
)  # fmt: skip
def test_a_day_is_the_same_in_the_ways_spreadsheets_of_other_languages_show_it(day):
    reading = csv(f"Navn;Firma;Connected On\nMette Holm;K;{day}\n")
    assert reading.contacts[0].connected_on.isoformat() == "2024-03-12"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Navn;Firma\nMette Holm;K\nNavn;Firma\nIda Friis;L\n", [("Mette Holm", "K"), ("Ida Friis", "L")]),
        ("Navn;Firma\nMette Holm;K\nCompany;Name\nL;Ida Friis\n", [("Mette Holm", "K"), ("Ida Friis", "L")]),
        ("Navn;Firma\nName;Company\nMette Holm;K\n", [("Mette Holm", "K")]),
        ("Navn\nMette Holm\nNavn\nIda Friis\n", [("Mette Holm", ""), ("Ida Friis", "")]),
    ],
)
def test_headings_further_down_are_no_person_and_are_said(text, expected):
    reading = csv(text)
    assert firms(reading) == expected
    assert [one.reason_key for one in reading.skipped] == ["skipped_headings_again"]


def test_somebody_whose_name_is_a_heading_is_still_somebody():
    assert names(csv("Navn;Firma;By\nBy Person;K;Ry\nMette Holm;Kontakt;By\n")) == ["By Person", "Mette Holm"]


def workbook(*sheets, merged=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(out)
    return read_strictly("kunder.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "rows, merged",
    [
        ([["Navn", None, "Firma"], ["Mette", "Holm", "K"]], ["A1:B1"]),
        (
            [["Navn", None, "Firma"], ["Fornavn", "Efternavn", None], ["Mette", "Holm", "K"]],
            ["A1:B1", "C1:C2"],
        ),
        ([["Fornavn", None, "Firma"], ["Mette", "Holm", "K"]], ["A1:B1"]),
        ([["Firma", "Kontaktperson", None], ["K", "Mette", "Holm"]], ["B1:C1"]),
        ([["Mine kunder", None, None], ["Navn", None, "Firma"], ["Mette", "Holm", "K"]], ["A1:C1", "A2:B2"]),
    ],
)
def test_a_merged_heading_stands_over_all_its_columns(rows, merged):
    assert firms(workbook(("Ark1", rows), merged=merged)) == [("Mette Holm", "K")]


def test_two_numbers_under_a_merged_heading_are_both_read():
    rows = [["Navn", "Telefon", None], [None, "Arbejde", "Mobil"], ["Mette Holm", "98102030", "20123456"]]
    assert phones(workbook(("Ark1", rows), merged=["B1:C1"])) == [("Mette Holm", ("98102030", "20123456"))]


def test_a_list_opened_in_a_spreadsheet_of_another_language_and_saved_as_one_is_read():
    rows = [["First Name,Last Name,Company"], ['Mette,Holm,"Holm, Keramik"'], ["Ida,Friis,Friis"]]
    assert firms(workbook(("Connections", rows))) == [("Mette Holm", "Holm, Keramik"), ("Ida Friis", "Friis")]


def test_every_sheet_that_is_left_out_is_said_and_empty_ones_are_not():
    reading = workbook(
        ("Kunder", [["Navn", "By"], ["Mette Holm", "Ry"]]),
        ("Ark2", []),
        ("Regnskab", [["Januar", 1200]]),
        ("Venner", [["ida@friis.example", "Ida"]]),
    )
    assert [(one.reason_key, one.params["sheet"]) for one in reading.skipped] == [
        ("skipped_sheet_no_headings", "Venner")
    ]
    assert [(one.reason_key, one.params["sheet"]) for one in reading.left_out] == [("left_sheet", "Regnskab")]


@pytest.mark.parametrize(
    "start, problem",
    [
        ("<!DOCTYPE html><html>", "problem_web_page"),
        ("\ufeff\r\n<table border=1>", "problem_web_page"),
        ("<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", "problem_web_page"),
        ("<!-- lavet af kassen -->\n<TABLE>", "problem_web_page"),
        ("<style>td{}</style><table>", "problem_web_page"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "problem_web_page"),
        (
            "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n",
            "problem_web_page",
        ),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "problem_excel_xml",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_saved_page_is_told_from_a_spreadsheet(start, problem, encoding):
    data = (start + "<tr><td>Navn</td><td>Mette Holm</td></tr>").encode(encoding)
    assert read_strictly("kunder.xls", data).problem == (problem, {})


def test_a_web_archive_of_safari_is_told_from_a_spreadsheet():
    assert read_strictly("kunder.xls", b"bplist00\xd1\x01\x02").problem == ("problem_web_page", {})


def test_the_first_of_the_values_that_google_joins_counts_where_one_is_kept():
    reading = csv(
        "Name,Organization 1 - Name,Organization 1 - Title,Address 1 - City,Phone 1 - Type,Phone 1 - Value,"
        "E-mail 1 - Value\nMette Holm,K ::: L,Ejer ::: Svend,8400 Ebeltoft ::: Ry,Work Fax ::: Mobile,"
        "98102030 ::: 20123456,a@b.example ::: c@d.example\n"
    )
    contact = reading.contacts[0]
    assert (contact.organisation, contact.title, contact.city) == ("K", "Ejer", "Ebeltoft")
    assert (contact.phones, contact.emails) == (("20123456",), ("a@b.example", "c@d.example"))
    assert [one.params["value"] for one in reading.left_out] == ["98102030"]


# ---- where no heading says "name" ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings, rows, choices",
    [
        ("Hvem;Firma;E-mail", "Mette Holm;K;m@k.example", ["Hvem"]),
        ("Hvem;Slægt;Mail", "Mette;Holm;m@k.example", ["Hvem", "Slægt"]),
        ("Telefon;;Firma", "20123456;Mette Holm;K", ["B"]),
        ("Efternavn;Døbt;Mail", "Holm;Mette;m@k.example", ["Døbt"]),
        ("Kursist;Virksomhed;Postnr;Mobil", "Mette Holm;K;8400;20123456", ["Kursist"]),
    ],
)
def test_the_person_is_asked_which_column_is_the_name(headings, rows, choices):
    reading = read_contacts("a.csv", f"{headings}\n{rows}\n".encode())
    assert reading.problem == ("problem_which_name", {})
    assert [heading for _, heading, _ in reading.choices] == choices
    assert reading.contacts == []


def test_the_answer_names_everybody_and_no_answer_names_the_firms():
    text = "Hvem;Slægt;Firma\nMette;Holm;Holm Keramik\nJonas;Toft;Holm Keramik\n"
    assert names(csv(text, names_in=(0, 1))) == ["Mette Holm", "Jonas Toft"]
    assert names(csv(text, names_in=(1, 0))) == ["Holm Mette", "Toft Jonas"]
    assert names(csv(text, names_in=())) == ["Holm Keramik", "Holm Keramik"]


def test_a_list_of_firms_alone_is_not_asked_about():
    reading = csv("Firma;CVR;Adresse;Mail\nHolm Keramik;12345678;Vej;a@h.example\nToft;1;Gade;b@t.example\n")
    assert names(reading) == ["Holm Keramik", "Toft"]
    assert reading.unused == ["CVR", "Adresse"]


def test_colleagues_without_names_are_never_one_by_their_firm_alone():
    text = "Firma;E-mail;Telefon\nHolm Keramik;anna@h.example;98102030\nHolm Keramik;tom@h.example;98102030\n"
    assert len(csv(text).contacts) == 2
    assert len(csv(text.replace("tom@", "anna@")).contacts) == 1
