"""The page "My data", worked as a learner does, without a browser."""

import io

import ipywidgets as W
import openpyxl
import pytest

from driving import whole
from exercises import store as store_module
from exercises.contact_files import Contact, read_contacts
from exercises.kit.base import escape
from exercises.models import address_book, my_network, sample
from exercises.store import COPIES
from exercises.texts import Texts
from exercises.views.my_data import A_PAGE, MOST_NAMES, MyData
from exercises.views.network_account import NetworkAccount
from exercises.whole_store import files as my_data_files

pytestmark = pytest.mark.usefixtures("lang")


def press(button):
    """Press a button that takes something along, and return what went to the browser."""
    sent = []
    button.send = lambda content, buffers=None: sent.append((content, buffers))
    button._pressed(button, "press", [])
    (content, buffers) = sent[-1]
    return content, (buffers or [None])[0]


def said(widget):
    """All that stands on the page in words."""
    inside = "".join(map(said, getattr(widget, "children", ())))
    return inside + (widget.value if isinstance(widget, W.HTML) else "")


def keep(store, *contacts):
    address_book.keep(store, address_book.plan(store, contacts))


def files(store):
    return sorted(path.name for path in store.path.parent.iterdir() if path.is_file())


# ---- see -------------------------------------------------------------------------------------------------


def test_nothing_yet_says_so_and_gives_no_file(store):
    view = whole(MyData())
    assert (view.seeing.layout.display, view.nothing.layout.display) == ("none", "")
    assert str(store.path) in view.where.value
    for button in (view.excel, *view.cards):
        assert press(button) == ({"what": "nothing"}, None)
    assert whole(view) and files(store) == ["network.sqlite"]


def test_a_table_a_kind_paged_and_searched(store):
    keep(store, *(Contact(f"Navn {at:02}", f"Firma {at:02}") for at in range(25)))
    store.put("act", "why-network.if", "<b>Torvet</b>")
    view = whole(MyData())
    assert [kind for _, kind in view.which.options] == ["contact", "answers"]
    assert view.rows.value.count("<tr>") == A_PAGE + 1
    assert view.earlier.disabled
    view.later.click()
    view.later.click()
    assert "Firma 24" in whole(view).rows.value
    assert view.later.disabled
    view.wanted.value = "firma 07"
    assert view.t("see.hits", n="1", of="25", page="1", pages="1") in view.hits.value
    assert "Navn 07" in view.rows.value
    view.wanted.value = "Ωμέγα" * 500
    assert whole(view).rows.value == ""
    view.wanted.value = ""
    view.which.value = "answers"
    assert "&lt;b&gt;Torvet" in whole(view).rows.value


def test_what_is_written_in_another_window_is_seen_here(store):
    view, other = MyData(), NetworkAccount()
    typed = other.list.children[0].children[2]
    typed.value = "Kanarie"
    view.look()
    view.which.value = "account"
    typed.value = "Kanariefugl"
    view.look()
    assert "Kanariefugl" in whole(view).rows.value
    assert view.which.value == "account"
    assert "Kanariefugl" not in str(view._repr_mimebundle_())


# ---- take ------------------------------------------------------------------------------------------------


def test_excel_goes_to_the_browser_and_to_the_own_folder_and_holds_all(store, lang):
    sample.fill(store, lang)
    store.put("act", "why-network.if", "=1+1")
    view = whole(MyData())
    message, content = press(view.excel)
    assert message["file"].endswith(".xlsx")
    assert whole(view) and (store.path.parent / message["file"]).read_bytes() == content
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = {sheet.title: sheet.max_row - 1 for sheet in book}
    assert list(rows.values()) == [len(found.rows) for found in view.tables.values()]
    assert any(cell.value == "=1+1" and cell.data_type == "s" for row in book.worksheets[-1] for cell in row)
    folder = store.path.parent.name
    assert escape(view.t("take.kept", file=message["file"], folder=folder)) in view.taken.value
    press(view.excel)
    assert len([name for name in files(store) if name.endswith(".xlsx")]) == 2


def test_where_there_is_no_file_none_is_spoken_of_and_none_is_laid(store, lang, monkeypatch):
    sample.fill(store, lang)
    monkeypatch.setattr(store_module, "keep", lambda path, noticed: True)
    view = whole(MyData())
    _, content = press(view.excel)
    assert content
    assert not [name for name in files(store) if name.endswith(".xlsx")]
    for key in ("see.where", "see.copies", "take.then", "all.how"):
        assert escape(view.t(f"{key}_browser")) in said(view)
    assert str(store.path.parent) not in said(view)
    assert store.path.parent.name not in said(view)


@pytest.mark.parametrize("at", [0, 1])
def test_vcards_read_back_are_the_address_book(store, at):
    mette = Contact(
        "Mette Holm", "Holm, Keramik", "Ejer", ("m@h.example",), ("+45 20123456",), "Stege", ("A", "B")
    )
    keep(store, mette, Contact("李明"))
    message, content = press(whole(MyData()).cards[at])
    assert my_data_files.VCARD_VERSIONS[at] in message["file"]
    found = {contact.name: contact for contact in read_contacts(message["file"], content).contacts}
    assert set(found) == {"Mette Holm", "李明"}
    assert found["Mette Holm"].__dict__ | {"source": ""} == mette.__dict__


def test_a_folder_that_says_no_is_told_and_the_browser_still_gets_the_file(store, monkeypatch):
    keep(store, Contact("Mette Holm"))
    view = MyData()

    def full_disk(*_):
        raise OSError(28, "full")

    monkeypatch.setattr(my_data_files, "keep", full_disk)
    _, content = press(view.cards[0])
    assert content.startswith(b"BEGIN:VCARD")
    assert escape(view.t("take.not_kept")) in whole(view).taken.value


# ---- delete one person -----------------------------------------------------------------------------------


def look_for(view, name):
    view.name.value = name
    view.who.value = view.who.options[1][1]
    return whole(view)


def test_one_person_is_deleted_after_a_question_and_named_where_texts_still_do(store, lang):
    sample.fill(store, lang)
    store.put("network_rules", "own_rule", "Gry bestemmer")
    store.put("card_match", "baker.who", "Gry")
    view = look_for(MyData(), "gry")
    view.remove.first.children[0].click()
    assert "Gry" in view.remove.asking.value
    assert len(my_network.people(store)) == 14
    view.remove.yes.click()
    assert "Gry" not in [person.nickname for person in my_network.people(whole(view).store)]
    assert store.get("card_match", "baker.who") is None
    rule = Texts("network_rules", lang)("own_rule")
    assert escape(rule) in view.removed.value
    assert (view.name.value, view.remove.layout.display) == ("", "none")


def test_no_keeps_the_person_and_another_choice_closes_the_question(store, lang):
    sample.fill(store, lang)
    view = look_for(MyData(), "o")
    view.remove.first.children[0].click()
    view.who.value = view.who.options[2][1]
    assert view.remove.asking.value == ""
    view.remove.first.children[0].click()
    view.remove.no.click()
    assert len(my_network.people(store)) == 14
    view.who.value = None
    assert whole(view).remove.layout.display == "none"


@pytest.mark.parametrize("name", ["", "   ", "zzz", "Ω" * 5000, "<b>"])
def test_a_name_that_nobody_has_gives_nobody_to_delete(store, lang, name):
    sample.fill(store, lang)
    view = MyData()
    view.name.value = name
    assert whole(view).who.layout.display == "none"
    assert bool(view.found.value) == bool(name.strip())


def test_more_names_than_the_list_holds_are_counted(store):
    keep(store, *(Contact(f"Navn {at}") for at in range(MOST_NAMES + 5)))
    view = MyData()
    view.name.value = "navn"
    assert len(view.who.options) == MOST_NAMES + 1
    assert view.t("person.more", n="25", shown="20") in view.found.value


def test_somebody_deleted_in_another_window_is_said_to_be_gone(store):
    keep(store, Contact("Mette Holm"))
    one, other = look_for(MyData(), "mette"), look_for(MyData(), "mette")
    one.remove._do()
    other.remove._do()
    assert other.t("person.already") in whole(other).removed.value


# ---- delete all ------------------------------------------------------------------------------------------


@pytest.fixture
def filled(store):
    keep(store, Contact("Kanariefugl Holm"))
    store.put("act", "why-network.if", "Kanariefugl")
    store.renew_copies()
    return store


@pytest.mark.parametrize("typed", ["", "ja", "SLETTE", "DELET", "Ω" * 5000])
def test_another_word_deletes_nothing(filled, typed):
    view = MyData()
    view.begin.children[0].click()
    view.word.value = typed
    view.yes.click()
    assert escape(view.t("all.wrong_word", word=view.t("all.word"))) in whole(view).gone.value
    assert filled.exercises() == ["act"]


def test_no_deletes_nothing(filled):
    view = MyData()
    view.begin.children[0].click()
    view.word.value = view.t("all.word")
    view.no.click()
    assert filled.exercises() == ["act"]
    assert view.t("all.kept") in whole(view).gone.value
    view.begin.children[0].click()
    assert view.word.value == "", "the word must be typed anew"


def test_the_word_deletes_all_with_copies_but_not_the_learners_own_files(filled, lang):
    view = MyData()
    message, _ = press(view.excel)
    (filled.path.parent / "damaged-2026-01-01-000000.sqlite").write_bytes(b"Kanariefugl")
    view.begin.children[0].click()
    view.word.value = f" {view.t('all.word').lower()} "
    view.yes.click()
    assert (filled.kinds(), filled.exercises()) == ([], [])
    assert list((filled.path.parent / COPIES).iterdir()) == []
    assert files(filled) == sorted([message["file"], "network.sqlite"])
    assert b"Kanariefugl" not in filled.path.read_bytes()
    assert view.t("all.done") in whole(view).gone.value
    assert message["file"] in view.gone.value
    assert view.seeing.layout.display == "none"
    assert "Kanariefugl" not in view.rows.value


# ---- nothing empty, and failures where one looks ---------------------------------------------------------


def test_an_exercise_that_was_only_opened_spoils_no_file_and_is_not_in_it(store):
    whole(NetworkAccount())
    store.put("network_account", "end", None)
    view = whole(MyData())
    assert press(view.excel) == ({"what": "nothing"}, None)
    store.put("act", "why-network.if", "Når klokken er ni")
    view.reread()
    book = openpyxl.load_workbook(io.BytesIO(press(view.excel)[1]))
    assert len(book.worksheets) == 1
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2 and all(any(cell for cell in row) for row in rows)


def test_what_fails_is_said_at_the_button_in_the_learners_language(store, lang, monkeypatch):
    store.put("act", "why-network.if", "Når klokken er ni")
    view = whole(MyData())

    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(my_data_files, "excel", fails)
    assert press(view.excel) == ({"what": "failed", "said": Texts("take", lang)("fault")}, None)
    assert view.taken.value == ""
    assert isinstance(view.excel.fault, ZeroDivisionError)
