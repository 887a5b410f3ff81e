from pathlib import Path

import pytest

from exercises.kit.base import escape
from exercises.models import address_book, my_network
from exercises.texts import Texts
from exercises.views.bring_contacts import BringContacts

pytestmark = pytest.mark.usefixtures("lang")

FILES = Path(__file__).parents[1] / "fixtures" / "contact_files"
LINKEDIN = "linkedin_2024_notes_before_headings.csv"


def csv(*rows, heading="First Name,Last Name,Email Address,Company,Position,Connected On"):
    return "\n".join([heading, *rows]).encode()


def pick(view, data, name="Connections.csv", piece=1_000_000):
    """Choose a file, as the browser sends it."""
    parts = [data[start : start + piece] for start in range(0, max(len(data), 1), piece)]
    for at, part in enumerate(parts):
        message = {"what": "file", "name": name, "piece": at, "pieces": len(parts)}
        view.picker._heard(view.picker, message, [memoryview(part)])
    assert view.fault is None
    return view


def bring(view, data, **how):
    pick(view, data, **how).yes.click()
    assert view.fault is None
    return view


def tick(view, *names):
    ids = [str(contact.id) for contact in view.here if contact.name in names]
    view.choose.value = {"choose": ids}
    assert view.fault is None


def words(sentence):
    """What of a text stands before its first name to be filled in."""
    return escape(sentence.split("{")[0])


def people(store):
    return [person.nickname for person in my_network.people(store)]


PEOPLE = csv("Mette,Holm,mette@holm.example,Holm Keramik,Ejer,12 Mar 2024", "Søren,Ål,,Ål & Søn,Tømrer,")


def test_nothing_is_stored_before_yes(store, lang):
    view = pick(BringContacts(), PEOPLE)
    assert store.kinds() == []
    assert "Mette Holm" in view.preview.value
    assert "Ål &amp; Søn" in view.preview.value
    assert view.t("not_kept_yet") in view.preview.value
    assert view.t("preview_new", n="2") in view.preview.value
    view.yes.click()
    assert [contact.name for contact in address_book.contacts(store)] == ["Mette Holm", "Søren Ål"]
    assert view.deciding.layout.display == "none"
    assert view.found is None, "the file is forgotten"


def test_no_keeps_nothing_and_says_so(store):
    view = pick(BringContacts(), PEOPLE)
    view.no.click()
    assert (store.kinds(), view.found, view.preview.value) == ([], None, "")
    assert view.t("thrown_away") in view.said.value


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_every_file_is_shown_or_refused_in_words_and_changes_nothing(path, store, lang):
    view = pick(BringContacts(), path.read_bytes(), name=path.name)
    assert store.kinds() == []
    if view.found:
        assert view.t("preview_heading") in view.preview.value
    else:
        assert escape(view.t("nothing_changed")) in view._message.value
        assert 'role="alert"' in view._message.value


def test_what_was_left_out_and_made_one_is_said_with_its_reason(store, lang):
    data = csv(
        "Mette,Holm,mette@holm.example,,,",
        ",,uden@navn.example,,,",
        "Mette,Holm,mette@holm.example,Holm Keramik,,",
    )
    shown = pick(BringContacts(), data).preview.value
    files = Texts("contact_files", lang)
    assert escape(files("skipped_only_email", email="uden@navn.example")) in shown
    assert escape(files("at_row", row="3")) in shown
    assert escape(files("merged_same_email")) in shown


def test_a_second_file_says_who_is_known_and_what_they_gain(store, lang):
    view = bring(BringContacts(), PEOPLE)
    pick(
        view, csv("Mette,Holm,mette@holm.example,,,", "Søren,Ål,soeren@aal.example,Ål & Søn,,", "Ny,Ven,,,,")
    )
    field = Texts("contact_files", lang)("field_emails")
    assert view.t("preview_new", n="1") in view.preview.value
    assert view.t("preview_same", n="1") in view.preview.value
    assert view.t("changed_item", name="Søren Ål", fields=field) in view.preview.value
    view.yes.click()
    assert view.t("kept", n="1") in view.said.value
    assert view.t("kept_changed", n="1") in view.said.value


def test_a_file_with_nobody_new_cannot_be_kept_twice(store):
    view = bring(BringContacts(), PEOPLE)
    pick(view, PEOPLE)
    assert view.yes.layout.display == "none"
    view.no.click()
    pick(view, csv("Ny,Ven,,,,"))
    assert view.yes.layout.display == ""


def test_names_that_are_code_are_shown_as_text(store):
    view = bring(BringContacts(), csv("<img src=x>,<b>Holm</b>,,<script>,,"))
    tick(view, *(contact.name for contact in view.here))
    assert "<img" not in view.preview.value + view.map_sum.value + view.said.value


def test_a_file_that_comes_in_pieces_is_put_together(store):
    assert bring(BringContacts(), PEOPLE, piece=7).kept


def test_a_file_that_is_too_big_is_refused_whatever_the_browser_says_of_it(store):
    view = BringContacts()
    most = view.picker.most_bytes
    view.picker._heard(view.picker, {"what": "too_big", "size": most + 1}, [])
    assert words(Texts("contact_files").data["problem_too_big"][view.t.lang]) in view._message.value
    view._message.value = ""
    view.picker.most_bytes = 20
    pick(view, PEOPLE, piece=15)
    assert words(Texts("contact_files").data["problem_too_big"][view.t.lang]) in view._message.value
    assert (view.found, view.picker._coming, store.kinds()) == (None, None, [])


def test_a_file_the_browser_could_not_read_is_said(store):
    view = BringContacts()
    view.picker._heard(view.picker, {"what": "failed"}, [])
    assert escape(Texts("contact_files")("problem_unreadable")) in view._message.value


def test_the_picked_stand_on_the_map_under_nicknames_and_stay_when_reopened(store, lang):
    view = bring(BringContacts(), PEOPLE)
    tick(view, "Mette Holm", "Søren Ål")
    assert people(store) == ["Mette H", "Søren Å"]
    assert [field.value for field in view.nicknames.children] == ["Mette H", "Søren Å"]
    assert view.t("map_few", n=2, fewest=8, most=25) in view.map_sum.value
    tick(view, "Søren Ål")
    assert people(store) == ["Søren Å"]
    again = BringContacts()
    assert again.choose.picked("choose") == [str(again.kept[1].id)]


def test_a_nickname_is_changed_and_a_bad_one_is_refused_in_words(store):
    view = bring(BringContacts(), PEOPLE)
    tick(view, "Mette Holm", "Søren Ål")
    view.nicknames.children[0].value = "Keramikeren"
    assert people(store) == ["Keramikeren", "Søren Å"]
    for bad, key in (
        ("søren å", "nickname_taken"),
        (" ", "nickname_missing"),
        ("m@h.example", "nickname_tells"),
    ):
        view.nicknames.children[0].value = bad
        stem = "on_network" if key == "nickname_tells" else "my_network"
        assert words(Texts(stem).data[key][view.t.lang])[:12] in view._message.value
        assert people(store) == ["Keramikeren", "Søren Å"]
    assert view.fault is None


def test_unticking_somebody_described_keeps_them_and_says_why(store):
    view = bring(BringContacts(), PEOPLE)
    tick(view, "Mette Holm")
    store.change(my_network.people(store)[0].id, closeness=4)
    tick(view)
    assert people(store) == ["Mette H"]
    assert view.choose.picked("choose")
    assert escape(view.t("stays", names="Mette H")) in view._message.value
    assert "nv-faulty" in view.choose._dom_classes


def test_a_search_and_its_pages_reach_everybody(store, lang):
    view = bring(BringContacts(), csv(*(f"Navn{i},Nr{i % 2},,,," for i in range(25))))
    assert (len(view.here), view.earlier.disabled, view.later.disabled) == (10, True, False)
    view.later.click()
    view.later.click()
    assert (len(view.here), view.earlier.disabled, view.later.disabled) == (5, False, True)
    view.wanted.value = "nr1"
    assert (len(view.here), view.earlier.disabled) == (10, True)
    assert view.t("hits", n="12", of="25", page="1", pages="2") in view.hits.value
    view.wanted.value = "findes ikke"
    assert (view.here, view.later.disabled, view.fault) == ([], True, None)


def test_picks_on_one_page_stay_when_another_is_shown(store):
    view = bring(BringContacts(), csv(*(f"Navn{i:02},N,,,," for i in range(12))))
    tick(view, "Navn00 N")
    view.later.click()
    tick(view, "Navn11 N")
    assert people(store) == ["Navn00 N", "Navn11 N"]
    view.earlier.click()
    assert len(view.choose.picked("choose")) == 1
    assert [f.value for f in view.nicknames.children if f.layout.display != "none"] == ["Navn00 N"]


def test_the_book_is_deleted_only_when_said_twice(store):
    view = bring(BringContacts(), PEOPLE)
    tick(view, "Mette Holm")
    view.empty.first.children[0].click()
    assert words(view.t.data["delete_all_sure"][view.t.lang]) in view.empty.asking.value
    view.empty.no.click()
    assert len(view.kept) == 2
    view.empty.first.children[0].click()
    view.empty.yes.click()
    assert (address_book.contacts(store), people(store)) == ([], ["Mette H"])
    assert (view.book.layout.display, view.fault) == ("none", None)


def test_bente_s_own_file_can_be_tried_and_only_on_her_network(store):
    view = BringContacts()
    assert view.bentes.layout.display == "none"
    view._switch()
    assert view.bentes.layout.display == ""
    view.bentes.children[0].click()
    view.yes.click()
    assert (len(view.kept), view.fault, store.kinds()) == (22, None, [])


def test_a_book_filled_in_another_window_appears_here(store):
    one, other = BringContacts(), BringContacts()
    bring(one, PEOPLE)
    other.look()
    assert (len(other.here), other.fault) == (2, None)


def test_the_map_s_limit_is_said_and_the_box_does_not_stay_ticked(store, monkeypatch):
    view = bring(BringContacts(), PEOPLE)
    monkeypatch.setattr(my_network, "MOST_PEOPLE", 1)
    tick(view, "Mette Holm", "Søren Ål")
    assert words(Texts("my_network").data["map_full"][view.t.lang])[:8] in view._message.value
    assert (people(store), view.choose.picked("choose")) == ([], [])


UNNAMED = "Hvem;Slægt;Firma;Mail\nMette;Holm;Holm Keramik;m@holm.example\nJonas;Toft;Holm Keramik;\n".encode()


def test_where_no_heading_says_name_the_person_is_asked_and_the_answer_is_shown(store):
    view = pick(BringContacts(), UNNAMED, name="kunder.csv")
    assert view.asking.layout.display == ""
    assert view.deciding.layout.display == "none"
    assert [value for _, value in view.name_in.options] == [0, 1, None]
    view.surname_in.value = 1
    view.answered.click()
    assert view.fault is None
    assert view.asking.layout.display == "none"
    assert "Mette Holm" in view.preview.value and "Jonas Toft" in view.preview.value
    view.yes.click()
    assert [contact.name for contact in address_book.contacts(store)] == ["Jonas Toft", "Mette Holm"]


def test_a_list_that_names_nobody_keeps_its_firms_when_the_person_says_so(store):
    view = pick(BringContacts(), UNNAMED, name="kunder.csv")
    view.name_in.value = None
    view.answered.click()
    assert [contact.name for contact in view.found.contacts] == ["Holm Keramik", "Holm Keramik"]


def test_another_file_or_no_takes_the_question_away(store):
    view = pick(BringContacts(), UNNAMED, name="kunder.csv")
    view.forget.click()
    assert (view.asking.layout.display, view.asked) == ("none", None)
    pick(view, UNNAMED, name="kunder.csv")
    pick(view, PEOPLE)
    assert (view.asking.layout.display, view.deciding.layout.display) == ("none", "")


def test_what_is_not_read_of_those_who_are_is_said(store, lang):
    data = b"Navn;Mobil;Noter\nMette Holm;4,52E+09;kaffe\n"
    shown = pick(BringContacts(), data, name="kunder.csv").preview.value
    files = Texts("contact_files", lang)
    assert escape(files("left_spoiled_number", value="4,52E+09")) in shown
    assert escape(Texts("bring_contacts", lang)("preview_unused", columns="Noter")) in shown
