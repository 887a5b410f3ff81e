import io
import time
from datetime import date

import pytest

from exercises.contact_files import Contact, read_contacts
from exercises.models import address_book, my_network
from exercises.places import root
from exercises.store import open_store
from exercises.whole_store import book as network_book
from exercises.whole_store import files as my_data_files
from exercises.whole_store import forgetting
from exercises.whole_store import tables as my_data
from exercises.whole_store.declared import keeper

# Exercises that keep nothing, and those that keep it in the name of another.
KEEP_NOTHING = {"welcome", "platform_steps", "my_data", "network_book", "workbook"}
KEPT_AS = {"steps": "progress", "bring_contacts": "contact"}

NASTY = (
    "=1+1",
    "+45 20 12 34 56",
    "-2",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "Ωμέγα",
    "李明",
    "a;b,c\\d",
)


def table(store, lang, kind):
    return next(found for found in my_data.tables(store, lang) if found.kind == kind)


def cells(tables):
    return [cell for found in tables for row in found.rows for cell in row if cell is not None]


def someone(store, name):
    return next(one for one in forgetting.everybody(store) if name in one.names)


# ---- see -------------------------------------------------------------------------------------------------


def test_an_empty_store_has_no_tables(store, lang):
    assert my_data.tables(store, lang) == []


def test_nothing_of_the_store_is_left_out(full, lang):
    found = {one.kind: one for one in my_data.tables(full, lang)}
    for kind in full.kinds():
        assert len(found[kind].rows) == len(full.rows(kind)), kind
    fields = sum(len(full.fields(stem)) for stem in full.exercises())
    assert len(found[my_data.ANSWERS].rows) == fields
    for one in found.values():
        assert all(len(row) == len(one.columns) for row in one.rows)
        assert len(set(one.columns)) == len(one.columns)


def test_every_field_and_heading_of_today_has_a_readable_label(full, lang):
    raw = {stem for stem in full.exercises()}
    raw |= {part for stem in full.exercises() for name in full.fields(stem) for part in name.split(".")}
    raw |= {name for kind in full.kinds() for row in full.rows(kind) for name in row} | set(full.kinds())
    raw |= {"customer", "building", "keeps_out", "baker", "wait", "told", "acquaintance", "unknown", "stays"}
    raw |= {
        "friend",
        "them",
        "praised",
        "prices",
        "near",
        "comment",
        "reply",
        "thinking",
        "phone",
        "saw",
        "table",
    }
    raw |= {
        "now",
        "across",
        "board",
        "for_others",
        "usable",
        "by_lot",
        "1x2",
        "keep_other_out",
        "invitation1",
    }
    raw |= {str(row["id"]) for row in full.rows("signal_talk")}
    # "nobody" is also an English word
    raw = {word for word in raw - {"nobody"} if not word.isdecimal()}
    tables = my_data.tables(full, lang)
    seen = {one.title for one in tables} | {heading for one in tables for heading in one.columns}
    answers = table(full, lang, my_data.ANSWERS)
    seen |= {row[0] for row in answers.rows} | {part for row in answers.rows for part in row[1].split(" · ")}
    seen |= {cell for cell in cells(tables) if isinstance(cell, str)}
    assert seen & raw == set()


def on_pages(lang):
    """The stems of the exercises that the notebooks of a language import."""
    pages = [path for room in ("lessons", "workshops") for path in (root() / room / lang).glob("*.ipynb")]
    return {stem for path in pages for stem in network_book.exercises_of(path)}


def test_no_exercise_of_a_lesson_or_an_evening_is_forgotten(full, lang):
    """One that is new must be added to whole_course.py, and is shown in words from then on."""
    kept = set(full.exercises()) | {keeper(kind) for kind in full.kinds()}
    assert len(on_pages(lang)) > 40
    assert {KEPT_AS.get(stem, stem) for stem in on_pages(lang) - KEEP_NOTHING} - kept == set()


def test_every_exercise_and_every_kind_of_row_has_a_name_of_its_own(full, lang):
    named = {stem: my_data.exercise_name(stem, lang) for stem in full.exercises()}
    assert [stem for stem, name in named.items() if name == stem] == []
    assert len(set(named.values())) == len(named)
    titles = [one.title for one in my_data.tables(full, lang)]
    assert len(set(titles)) == len(titles)
    assert set(titles).isdisjoint(full.kinds())


def test_what_this_edition_does_not_know_is_shown_all_the_same(store, lang):
    store.put("unheard", "strange.thing", {"a": [1, None], "b": None})
    store.put("unheard", "titles", "x")
    store.add("oddity", key="k", colour="blå", people=[99], odd=False)
    store.add("person", nickname="Ida", shoe="42", traits={"star": "fish"})
    found = cells(my_data.tables(store, lang))
    for text in ("blå", "Ida", "42", "fish", "a: 1; b: ", "x"):
        assert text in found
    assert my_data.Texts("my_data", lang)("gone") in found


def test_a_search_finds_words_in_any_order_without_capitals_or_accents(full, lang):
    book = table(full, lang, "contact")
    assert len(my_data.search(book, "KERAMIK métte")) == 1
    assert my_data.search(book, "") == book.rows
    assert my_data.search(book, "nobody.here") == ()


# ---- take ------------------------------------------------------------------------------------------------


def read_back(content):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content))


def test_excel_read_back_holds_every_table_row_and_value(full, lang):
    tables = my_data.filled(my_data.tables(full, lang))
    book = read_back(my_data_files.excel(tables))
    assert len(book.sheetnames) == len(tables)
    for found, sheet in zip(tables, book, strict=True):
        heading, *rows = sheet.iter_rows(values_only=True)
        assert heading == found.columns
        assert [
            tuple(cell.date() if hasattr(cell, "date") else cell for cell in row) for row in rows
        ] == list(found.rows)


def test_what_looks_like_a_formula_stays_text_in_excel(store, lang):
    for at, text in enumerate(NASTY):
        store.put("act", f"x.{at}", text)
    store.add("=cmd", **{"=1+1": "=2+2"})
    book = read_back(my_data_files.excel(my_data.tables(store, lang)))
    written = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {text.strip() for text in NASTY} <= {str(cell.value).strip() for cell in written}
    assert [cell.value for cell in written if cell.data_type == "f"] == []
    assert all(cell.quotePrefix for cell in written if str(cell.value).startswith(my_data_files.FORMULA))


def test_excel_takes_very_long_texts_and_control_characters(store, lang):
    long = "æøå " * 20_000
    store.put("act", "x.if", long)
    store.put("act", "x.then", "a\x00b\x0bc")
    store.add("a/b:c*d?[e]" * 9, what="x")
    store.add("A/B:C*D?[E]" * 9, what="y")
    book = read_back(my_data_files.excel(my_data.tables(store, lang)))
    answers = list(book.worksheets[-1].iter_rows(min_row=2, values_only=True))
    assert "".join(row[2] for row in answers if len(row[2] or "") > 1000) == long
    assert any(row[2] == "abc" for row in answers)
    assert len(book.sheetnames) == 3


def test_each_sheet_is_told_of_before_it_is_made(full, lang):
    told, tables = [], my_data.tables(full, lang)
    my_data_files.excel(tables, lambda at, title: told.append((at, title)))
    assert told == list(enumerate((found.title for found in tables), start=1))


CONTACTS = [
    Contact(
        "Mette Holm",
        "Holm; Keramik, & Søn",
        "Ejer",
        ("mette@holm.example",),
        ("+45 20 12 34 56", "33 44 55 66"),
        "Stege",
        ("Marked", "Kunder øst"),
    ),
    Contact("Søren Ål", "Ål\\Søn"),
    Contact("Ωμέγα Αλφα", phones=("+30 21 0123 4567",)),
    Contact("李明", city="Møn, Stege"),
    Contact("Cher"),
    Contact("Navn " + "meget langt " * 12 + "slut", "Æ" * 150),
]


@pytest.mark.parametrize("version", my_data_files.VCARD_VERSIONS)
def test_vcards_read_back_by_the_importer_are_the_same_contacts(store, lang, version):
    address_book.keep(store, address_book.plan(store, CONTACTS))
    content = my_data_files.vcards(store, version)
    reading = read_contacts("x.vcf", content)
    assert (reading.problem, reading.skipped) == (None, [])

    def told(contact):
        names = ("name", "organisation", "title", "emails", "phones", "city", "labels")
        return tuple(getattr(contact, name) for name in names)

    assert sorted(map(told, reading.contacts)) == sorted(map(told, CONTACTS))
    assert content.count(f"BEGIN:VCARD\r\nVERSION:{version}\r\n".encode()) == len(CONTACTS)
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_vcards_have_those_on_the_map_once_with_their_nickname_and_circles(full):
    kept = address_book.contacts(full)[0]
    address_book.bring(full, kept)
    content = my_data_files.vcards(full)
    found = {contact.name: contact for contact in read_contacts("x.vcf", content).contacts}
    people = my_network.people(full)
    assert len(found) == len(people)
    assert found["Gry"].labels == (my_network.circles(full)[0].name,)
    assert f"NICKNAME:{people[-1].nickname}".encode() in content
    assert b"Holm Keramik" in content


def test_nobody_gives_no_vcards(store):
    assert my_data_files.vcards(store) is None


def test_a_file_is_never_written_over_another(own_folder):
    first = my_data_files.keep(own_folder, "Mine data x.xlsx", b"1")
    second = my_data_files.keep(own_folder, "Mine data x.xlsx", b"2")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert my_data_files.kept(own_folder, "Mine data ") == ["Mine data x (2).xlsx", "Mine data x.xlsx"]


# ---- delete ----------------------------------------------------------------------------------------------


def test_one_person_is_gone_from_the_file_and_its_copies(full, lang):
    my_network.rename_person(full, someone(full, "Gry").person, "Kanariefugl")
    full.put("card_match", "baker.who", "kanariefugl")
    full.put("dialogue_lab", "who", "Kanariefugl")
    full.change(full.rows("conversation")[0]["id"], who="Kanariefugl")
    contact = address_book.contacts(full)[0]
    for row in full.rows("person"):
        if row["nickname"] == "Kanariefugl":
            full.change(row["id"], contact=contact.id)
    full.add("later", person=someone(full, "Kanariefugl").person, note="x")
    full.renew_copies()
    others = [person.nickname for person in my_network.people(full) if person.nickname != "Kanariefugl"]
    forgetting.delete_someone(full, someone(full, "Kanariefugl"))
    assert [person.nickname for person in my_network.people(full)] == others
    assert address_book.contacts(full) == []
    assert full.get("network_map", "places") is None
    assert full.get("describe_people", "person") is None
    assert (full.rows("conversation")[0]["who"], full.rows("later")[0]["person"]) == ("", None)
    gone = my_data.Texts("my_data", lang)("gone")
    assert gone not in cells(my_data.tables(full, lang))
    files = [path for path in full.path.parent.rglob("*") if path.is_file()]
    assert len(files) == 2, "the file and one copy of it"
    for path in files:
        for name in ("kanariefugl", "Kanariefugl", "Mette Holm"):
            assert name.encode() not in path.read_bytes(), path


def test_a_deleted_nickname_is_left_in_no_box_for_names_of_any_exercise(full):
    """Free text is pointed out and left; see the next test."""
    boxes = {(stem, name) for stem in full.exercises() for name in full.fields(stem)}
    held = {at for at in boxes if "Gry" in str(full.get(*at)).split(", ")}
    rows = [(kind, row) for kind in full.kinds() for row in full.rows(kind)]
    kinds = {kind for kind, row in rows if "Gry" in row.values() or "gry " in row.values()}
    assert len(held) > 10 and len(kinds) > 8, "the store has the name in many places"
    forgetting.delete_someone(full, someone(full, "Gry"))
    assert {at for at in boxes if "Gry" in str(full.get(*at) or "").split(", ")} == set()
    left = [row for kind in full.kinds() for row in full.rows(kind)]
    assert [
        row for row in left if any(str(value).strip().casefold() == "gry" for value in row.values())
    ] == []
    assert full.get("charter", "members") == "K., L."
    assert full.get("insurance", "own.first.who") == "Lone"


def test_an_earlier_nickname_goes_with_its_person(full):
    gry = someone(full, "Gry").person
    my_network.rename_person(full, gry, "Kanariefugl")
    forgetting.delete_someone(full, someone(full, "Kanariefugl"))
    assert [row["who"] for row in full.rows("dormant_draw")] == ["", "Aksel"]


@pytest.mark.parametrize(
    ("written", "left"),
    [("Gry", ""), (" GRY ", ""), ("Lone, Gry", "Lone"), ("Gry; Lone / gry", "Lone"), ("Gry og Lone", None)],
)
def test_one_name_of_several_is_taken_out_and_the_others_stay(written, left):
    assert forgetting.without(written, {"gry"}) == (written if left is None else left)


def test_a_text_that_mentions_the_deleted_person_is_named_and_kept(full, lang):
    gry = someone(full, "Gry")
    forgetting.delete_someone(full, gry)
    found = forgetting.mentions(full, lang, gry)
    assert len(found) == 3
    assert full.get("network_rules", "own_rule") == "Gry vil det"
    assert full.rows("conversation")[0]["learned"] == "Gry drejer selv"


def test_a_nickname_that_is_also_a_key_takes_nobody_elses_values_with_it(full):
    my_network.rename_person(full, someone(full, "Gry").person, "friend")
    before = [person.relation for person in my_network.people(full) if person.nickname != "friend"]
    forgetting.delete_someone(full, someone(full, "friend"))
    assert [person.relation for person in my_network.people(full)] == before


def test_a_person_of_the_address_book_alone_is_deleted_alone(full):
    before = my_network.people(full)
    forgetting.delete_someone(full, someone(full, "Mette Holm"))
    assert address_book.contacts(full) == []
    assert my_network.people(full) == before


def test_only_days_that_excel_can_hold_become_days(store, lang):
    store.add("contact", name="A", connected_on="1899-01-01")
    store.add("contact", name="B", connected_on="2026-01-02")
    days = [row[7] for row in table(store, lang, "contact").rows]
    assert days == ["1899-01-01", date(2026, 1, 2)]


def test_three_thousand_contacts_are_shown_and_found_without_waiting(lang):
    store = open_store()
    with store.transaction():
        for at in range(3_000):
            store.add("contact", name=f"Navn {at}", organisation="Firma", emails=[f"a{at}@x.example"])
    start = time.process_time()
    found = table(store, lang, "contact")
    hits = my_data.search(found, "navn 2999")
    assert len(hits) == 1
    assert time.process_time() - start < 5


# ---- round trips: all that was typed is in what is taken along --------------------------------------------


def typed(store):
    """Every text in the store that somebody wrote: longer than a key of an option, or with a capital."""

    def texts(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for one in value:
                yield from texts(one)

    values = [(stem, value) for stem in store.exercises() for value in store.fields(stem).values()]
    values += [
        (kind, value)
        for kind in store.kinds()
        for row in store.rows(kind)
        for name, value in row.items()
        if name != "key"
    ]
    for where, value in values:
        for text in texts(value):
            if (" " in text or text[:1].isupper()) and any(c.isalpha() for c in text):
                yield where, text


def test_everything_typed_in_any_exercise_is_in_the_workbook_that_opens_elsewhere(full, lang):
    book = read_back(my_data_files.excel(my_data.tables(full, lang)))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    written = "\n".join(cells)
    wanted = list(typed(full))
    assert len({where for where, _ in wanted}) > 30
    assert [(where, text) for where, text in wanted if text.strip() not in written] == []


def test_everybody_in_the_book_of_addresses_or_on_the_map_is_in_the_cards(full):
    found = my_data_files.vcards(full).decode()
    people = [person.nickname for person in my_network.people(full) if person.contact is None]
    names = [contact.name for contact in address_book.contacts(full)]
    assert len(people) > 10 and names
    assert [name for name in (*people, *names) if f"FN:{name}\r\n" not in found] == []
