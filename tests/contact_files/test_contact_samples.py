"""What each sample of a real program's export reads as, and what each wrong file says."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import exercises.contact_files
from exercises.contact_files import Contact, read_contacts
from exercises.texts import Texts

SAMPLES = Path(__file__).parents[1] / "fixtures" / "contact_files"


@dataclass
class Expected:
    kind: str
    contacts: list
    skipped: list = field(default_factory=list)  # (row, reason)
    merged: list = field(default_factory=list)  # (name, count, *reasons)


# The same two people in each encoding and with each delimiter.
DANISH_OUTLOOK = Expected(
    "outlook",
    [
        dict(
            name="Søren Bækgård",
            organisation="Bækgård Tømrer ApS",
            title="Tømrermester",
            emails=("soren@baekgaard.example", "post@baekgaard.example"),
            phones=("98 12 34 56", "+45 21 22 23 24"),
            city="Hjørring",
            labels=("Leverandør", "Erfa"),
        ),
        dict(name="Åse Ørsted", organisation="Ørsted Have", phones=("62 52 10 10",), city="Ærøskøbing"),
    ],
)

READS = {
    "csv_by_hand_excel_for_mac.csv": Expected(
        "csv",
        [
            dict(
                name="Åse Ørsted",
                organisation="Ørsted Have",
                emails=("aase@orsted-have.example",),
                phones=("62 52 10 10",),
                city="Ærøskøbing",
            ),
            dict(name="Bent Kjær", organisation="Kjær VVS", phones=("98 10 20 30",), city="Hjørring"),
        ],
    ),
    "csv_cut_off_in_the_middle.csv": Expected(
        "csv",
        [
            dict(name="Mette Holm", organisation="Holm Keramik", emails=("mette@holm.example",)),
            dict(name="Jonas Toft", organisation="Toft & Søn", emails=("jonas@toft.example",)),
        ],
        skipped=[(4, "skipped_unreadable_row")],
    ),
    "csv_quote_never_closed.csv": Expected(
        "csv",
        [
            dict(name="Jonas Toft", organisation="Toft & Søn", emails=("jonas@toft.example",)),
            dict(name="Karen Friis", organisation='Friis "Tal" Bogføring', emails=("karen@friis.example",)),
        ],
        skipped=[(2, "skipped_unreadable_row")],
    ),
    "csv_with_sep_line.csv": Expected(
        "csv",
        [
            dict(name="Mette Holm", organisation="Holm, Glas og Keramik", labels=("Kunde",)),
        ],
    ),
    "excel_two_sheets_by_hand.xlsx": Expected(
        "excel",
        [
            dict(
                name="Mette Holm",
                organisation="Holm Keramik",
                emails=("mette@holm.example",),
                phones=("20123456",),
                city="Ebeltoft",
                connected_on=date(2021, 5, 3),
            ),
            dict(
                name="Bent Kjær",
                organisation="Kjær VVS",
                phones=("98 10 20 30",),
                city="Hjørring",
                connected_on=date(2022, 3, 12),
            ),
            dict(name="Jonas Toft", organisation="Toft & Søn", phones=("30 11 22 33",)),
        ],
        skipped=[(7, "skipped_only_email")],
        merged=[("Mette Holm", 2, "merged_same_organisation")],
    ),
    "excel_wrong_size_and_gap.xlsx": Expected(
        "excel",
        [
            dict(name="Karen Friis", organisation="Friis Bogføring"),
            dict(name="Bent Kjær"),
        ],
    ),
    "google_2024_labels.csv": Expected(
        "google",
        [
            dict(
                name="Jonas Toft",
                organisation="Toft & Søn",
                title="Snedker",
                emails=("jonas@toft.example",),
                phones=("+45 30 11 22 33",),
                city="Aarhus",
                labels=("Erfa",),
            ),
            dict(name="Karen B. Friis", emails=("karen@friis.example",)),
        ],
    ),
    "google_before_2024.csv": Expected(
        "google",
        [
            dict(
                name="Mette Marie Holm",
                organisation="Holm Keramik",
                title="Keramiker",
                emails=("mette@holm-keramik.example", "info@holm-keramik.example", "mette@hjemme.example"),
                phones=("+45 20 12 34 56", "86 12 34 56"),
                city="Ebeltoft",
                labels=("Kunder", "Marked"),
            ),
            dict(name="Toft & Søn", organisation="Toft & Søn", phones=("87 65 43 21",)),
        ],
        skipped=[(4, "skipped_only_email")],
    ),
    "google_same_people_twice.csv": Expected(
        "google",
        [
            dict(
                name="Mette Holm",
                organisation="Holm Keramik ApS",
                title="Keramiker",
                emails=("mette@holm.example",),
                phones=("+45 20 12 34 56",),
                labels=("Kunder",),
            ),
            dict(name="Jonas Toft", emails=("kontor@toft.example",)),
            dict(name="Ida Toft", emails=("kontor@toft.example",)),
            dict(name="Peter", organisation="Genbyg"),
            dict(name="Peter", organisation="Genbyg"),
            dict(name="Åse", phones=("+45 86 11 22 33",)),
        ],
        merged=[
            ("Mette Holm", 3, "merged_same_email", "merged_same_organisation"),
            ("Åse", 2, "merged_same_phone"),
        ],
    ),
    "linkedin_2014_for_outlook.csv": Expected(
        "outlook",
        [
            dict(
                name="Inger Dahl",
                organisation="Dahl Begravelser",
                title="Bedemand",
                emails=("inger@dahl.example",),
            ),
        ],
    ),
    "linkedin_2018_without_url.csv": Expected(
        "linkedin",
        [
            dict(
                name="Karen Friis",
                organisation="Friis Bogføring",
                title="Bogholder",
                emails=("karen@friis.example",),
                connected_on=date(2018, 4, 27),
            ),
            dict(
                name="Jonas Toft", organisation="Toft & Søn", title="Snedker", connected_on=date(2017, 3, 5)
            ),
        ],
    ),
    "linkedin_2024_notes_before_headings.csv": Expected(
        "linkedin",
        [
            dict(
                name="Mette Holm",
                organisation="Holm Keramik",
                title="Keramiker",
                connected_on=date(2024, 3, 12),
            ),
            dict(
                name="Søren Bækgård, MBA",
                organisation="Bækgård, Lund & Co.",
                title="Tømrermester",
                emails=("soren@baekgaard.example",),
                connected_on=date(2019, 10, 3),
            ),
            dict(name="Aoife O’Neill 🎨", title="Freelance illustrator", connected_on=date(2022, 2, 28)),
        ],
        skipped=[(7, "skipped_no_name")],
    ),
    "linkedin_archive.zip": Expected(
        "linkedin",
        [
            dict(
                name="Mette Holm",
                organisation="Holm Keramik",
                title="Keramiker",
                connected_on=date(2024, 3, 12),
            ),
        ],
    ),
    "linkedin_danish_headings_and_dates.csv": Expected(
        "linkedin",
        [
            dict(
                name="Åse Ørsted",
                organisation="Ørsted Have",
                title="Havearkitekt",
                emails=("aase@orsted-have.example",),
                connected_on=date(2024, 3, 12),
            ),
            dict(name="Bent Kjær", organisation="Kjær VVS", title="Mester", connected_on=date(2021, 5, 3)),
            dict(
                name="Lise Mørk",
                organisation="Mørk Tekst",
                title="Tekstforfatter",
                connected_on=date(2023, 10, 1),
            ),
        ],
    ),
    "outlook_danish_comma_utf8.csv": DANISH_OUTLOOK,
    "outlook_danish_semicolon_cp1252.csv": DANISH_OUTLOOK,
    "outlook_danish_tab_utf16.csv": DANISH_OUTLOOK,
    "outlook_english_utf8_mark.csv": Expected(
        "outlook",
        [
            dict(
                name="Eleanor Jane Whitby",
                organisation="Whitby Bookkeeping",
                title="Bookkeeper",
                emails=("eleanor@whitby.example",),
                phones=("+44 1904 555 012", "07700 900123"),
                city="York",
                labels=("Clients", "Chamber"),
            ),
            dict(name="Tom Ashe", organisation="Ashe Joinery"),
        ],
    ),
    "vcard_21_android_soft_line_breaks.vcf": Expected(
        "vcard",
        [
            dict(
                name="Åse Ørsted",
                organisation="Ørsted Have; tegnestue",
                emails=("aase@orsted-have.example",),
                phones=("+4562521010",),
            ),
            dict(name="Bent Kjær", phones=("98 10 20 30",)),
        ],
    ),
    "vcard_21_outlook_cp1252_photo.vcf": Expected(
        "vcard",
        [
            dict(
                name="Søren Bækgård",
                organisation="Bækgård Tømrer ApS",
                title="Tømrermester",
                emails=("soren@baekgaard.example",),
                phones=("98 12 34 56", "+45 21 22 23 24"),
                city="Hjørring",
            ),
        ],
    ),
    "vcard_30_iphone_folded_photo.vcf": Expected(
        "vcard",
        [
            dict(
                name="Mette Marie Holm",
                organisation="Holm Keramik, Glas og meget andet godt fra den gamle skole ved havnen",
                title="Keramiker",
                emails=("mette@holm-keramik.example",),
                phones=("+45 20 12 34 56",),
                city="Ebeltoft",
                labels=("Kunder", "Marked"),
            ),
            dict(name="Genbyg", organisation="Genbyg", phones=("86 10 20 30",)),
        ],
        skipped=[(3, "skipped_group_card")],
    ),
    "vcard_30_utf16_old_mac.vcf": Expected(
        "vcard",
        [
            dict(name="Lise Mørk", organisation="Mørk Tekst"),
        ],
    ),
    "vcard_40_uris_and_quotes.vcf": Expected(
        "vcard",
        [
            dict(
                name="Aoife O’Neill",
                organisation="Atelier Blå; tegning",
                title="Illustrator",
                emails=("aoife@atelier.example",),
                phones=("+353-1-555-0123",),
                city="Dublin",
                labels=("Tegnere",),
            ),
        ],
    ),
    "vcard_broken_card_between_good_ones.vcf": Expected(
        "vcard",
        [
            dict(name="Mette Holm", emails=("mette@holm.example",)),
            dict(name="Jonas Toft", phones=("30 11 22 33",)),
        ],
        skipped=[(2, "skipped_half_card"), (4, "skipped_only_email"), (5, "skipped_half_card")],
    ),
}

SAYS = {
    "archive_without_contacts.zip": "problem_zip_without_contacts",
    "csv_without_headings.csv": "problem_no_headings",
    "empty.csv": "problem_empty",
    "excel_97.xls": "problem_excel_old",
    "excel_cut_off.xlsx": "problem_excel_damaged",
    "excel_with_password.xlsx": "problem_excel_locked",
    "excel_without_headings.xlsx": "problem_no_headings",
    "google_headings_only.csv": "problem_no_contacts",
    "outlook_message.msg": "problem_outlook_archive",
    "page_named_contacts.vcf": "problem_not_vcards",
    "picture_named_contacts.csv": "problem_not_contacts",
    "program_named_contacts.vcf": "problem_not_contacts",
}


def read(name):
    return read_contacts(name, (SAMPLES / name).read_bytes())


def test_every_sample_is_expected_to_be_something():
    files = {path.name for path in SAMPLES.iterdir() if not path.name.startswith(".")}
    assert files == set(READS) | set(SAYS)


@pytest.mark.parametrize("name", READS)
def test_a_sample_reads_as_the_contacts_it_holds(name):
    expected, reading = READS[name], read(name)
    assert reading.problem is None
    assert reading.kind == expected.kind
    assert reading.contacts == [Contact(**values, source=expected.kind) for values in expected.contacts]
    assert [(one.row, one.reason_key) for one in reading.skipped] == expected.skipped
    merged = [(one.name, one.count, *one.reason_keys) for one in reading.duplicates]
    assert merged == expected.merged


@pytest.mark.parametrize("name", SAYS)
def test_a_wrong_file_says_what_is_wrong_and_gives_no_contact(name):
    reading = read(name)
    assert reading.problem == (SAYS[name], {})
    assert not reading.contacts


def test_the_reading_tells_which_heading_was_understood_as_what():
    columns = read("linkedin_danish_headings_and_dates.csv").columns
    assert columns["Virksomhed"] == "field_organisation"
    assert columns["Forbundet den"] == "field_connected_on"
    assert "URL" not in columns
    assert read("vcard_40_uris_and_quotes.vcf").understood[0] == "field_name"


def test_everything_that_is_said_has_its_sentence_and_no_sentence_is_left_over(lang):
    room = Path(exercises.contact_files.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(room.glob("*.py")))
    said = set(re.findall(r'"((?:problem|skipped|merged|left)_\w+)"', source))
    said |= {f"kind_{kind}" for kind in ("linkedin", "google", "outlook", "vcard", "excel", "csv")}
    said |= {f"field_{name}" for name in ("name", "organisation", "title", "emails", "phones", "city")}
    said |= {"field_labels", "field_connected_on", "at_row", "at_row_of_sheet", "at_card"}
    assert said == set(Texts("contact_files").data)


@pytest.mark.parametrize("name", [*READS, *SAYS])
def test_what_a_reading_says_can_be_filled_in(name, lang):
    t = Texts("contact_files")
    reading = read(name)
    said = [(one.reason_key, one.params) for one in reading.skipped]
    said += [reading.problem] if reading.problem else []
    said += [(key, {}) for one in reading.duplicates for key in one.reason_keys]
    said += [(key, {}) for key in (*reading.understood, *reading.columns.values())]
    for key, params in said:
        sentence = t(key, **params)
        assert sentence and "{" not in sentence
