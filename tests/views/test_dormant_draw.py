"""The draw of a sleeping contact, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.models import dormant_draw as model
from exercises.models import my_network
from exercises.rules.dormant_draw import ENOUGH, MOST
from exercises.texts import Texts
from exercises.views.dormant_draw import DormantDraw
from exercises.whole_store import forgetting
from exercises.whole_store import tables as my_data

pytestmark = pytest.mark.usefixtures("lang")

TEN = "A, B, C, D, E, F, G, H, I, J"


def listed(view):
    """The names on the page in order, by the key of their radio button."""
    return dict(map(tuple, view.picks.options))


def write(view, text):
    view.who.value = text
    return whole(view)


def choose(view, name):
    key = next(key for key, other in listed(view).items() if other == name)
    view.picks.value = {"favourite": [key]}
    return whole(view)


def press(box):
    box.children[0].click()


def shown(widget):
    return widget.layout.display != "none"


def drawn_on(store, nickname, days):
    return my_network.add_person(
        store, nickname, last_contact=(date.today() - timedelta(days=days)).isoformat()
    )


def test_nothing_on_the_list_asks_for_names_and_offers_no_lot(store):
    view = whole(DormantDraw())
    assert view.t("found.nothing_yet", enough=ENOUGH) in view.said.value
    assert not shown(view.first_draw)
    assert not shown(view.again)
    assert shown(view.nobody_on_map)


def test_ten_names_a_favourite_and_a_lot_that_is_kept(store):
    view = choose(write(DormantDraw(), TEN), "C")
    assert list(listed(view).values()) == TEN.split(", ")
    press(view.first_draw)
    names = model.names(store)
    assert names["own_choice"] == "C"
    assert names["by_lot"] in set(TEN.split(", ")) - {"C"}
    said = view.t("found.drawn", own="C", lot=names["by_lot"])
    assert said in whole(view).said.value
    assert not shown(view.first_draw), "the lot is not drawn again by mistake"
    again = whole(DormantDraw())
    assert said in again.said.value
    assert again.picks.value == view.picks.value


def test_drawing_again_asks_first_and_says_how_often(store):
    view = choose(write(DormantDraw(), TEN), "A")
    press(view.first_draw)
    before = model.drawn(store)
    press(view.again.first)
    assert model.drawn(store) == before
    assert view.t("draw_again_sure") in view.again.asking.value
    view.again.yes.click()
    assert model.drawn(store) not in (None, before)
    assert view.t("found.drawn_again", n=2) in whole(view).said.value


def test_those_asleep_on_the_map_are_offered_and_ticked_onto_the_list(store):
    drawn_on(store, "Aksel", 1500)
    drawn_on(store, "Jesper", 400)
    drawn_on(store, "Gry", 3)
    view = whole(DormantDraw())
    assert [name for _, name in view.from_map.options] == ["Aksel"]
    view.years.value = 1
    assert [name for _, name in view.from_map.options] == ["Aksel", "Jesper"]
    view.from_map.value = {"map": [view.from_map.options[0][0]]}
    assert list(listed(whole(view)).values()) == ["Aksel"]
    assert [name for _, name in view.from_map.options] == ["Jesper"]


def test_a_name_of_the_map_that_is_typed_is_the_same_person(store):
    person = drawn_on(store, "Aksel", 1500)
    write(DormantDraw(), "aksel")
    assert store.rows(model.KIND)[0]["person"] == person
    assert model.from_map(store) == []


def test_a_last_contact_still_to_come_is_no_sleeper_and_no_fault(store):
    drawn_on(store, "Fremtid", -10)
    store.add("person", nickname="Vrøvl", last_contact="i går")
    assert model.from_map(store) == []
    whole(DormantDraw())


def test_the_same_name_twice_is_on_the_list_once(store):
    view = write(write(DormantDraw(), "Dorte, dorte"), "DORTE")
    assert list(listed(view).values()) == ["Dorte"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("mette@holm.example", "nickname_tells"),
        ("A, 20 31 44 52", "nickname_tells"),
        (", ;", "nickname_missing"),
    ],
)
def test_what_is_no_nickname_is_refused_in_words_and_adds_nobody(store, typed, key):
    view = write(DormantDraw(), typed)
    assert view.t(key) in view._message.value
    assert store.rows(model.KIND) == []
    assert view.who.value == typed


def test_the_button_without_a_name_asks_for_one(store):
    view = whole(DormantDraw())
    view.children[2].children[3].children[1].click()
    assert view.t("nickname_missing") in whole(view)._message.value


def test_a_full_list_says_so(store):
    view = write(DormantDraw(), ", ".join(f"N{n}" for n in range(MOST)))
    write(view, "En til")
    assert view.t("list_full", most=MOST) in view._message.value
    assert len(model.listed(store)) == MOST


def test_whoever_is_taken_off_takes_choice_and_lot_along(store):
    view = choose(write(DormantDraw(), "A, B"), "A")
    press(view.first_draw)
    view.leaving.value = model.drawn(store)
    view.removing.children[1].click()
    assert list(listed(whole(view)).values()) == ["A"]
    write(view, "C")
    assert view.t("found.lot_is_gone") in view.said.value
    assert shown(view.first_draw)
    view.leaving.value = model.favourite(store)
    view.removing.children[1].click()
    assert model.favourite(store) is None


def test_choosing_the_one_the_lot_fell_on_is_told_of(store):
    view = choose(write(DormantDraw(), "A, B, C"), "A")
    press(view.first_draw)
    choose(view, model.names(store)["by_lot"])
    assert view.t("found.lot_is_favourite") in view.said.value


def test_both_windows_show_the_same_list_and_lot(store):
    one, other = DormantDraw(), DormantDraw()
    choose(write(one, TEN), "B")
    press(one.first_draw)
    other.look()
    assert whole(other).said.value == one.said.value
    assert listed(other) == listed(one)


def test_bentes_ten_can_be_tried_without_a_name_going_into_the_learners_own(store):
    view = whole(DormantDraw())
    view._switch()
    assert len(listed(whole(view))) == ENOUGH
    choose(view, "Aksel")
    press(view.first_draw)
    assert model.drawn(view.store)
    assert store.rows(model.KIND) == []
    view._switch()
    assert listed(whole(view)) == {}


@pytest.mark.parametrize("name", ["Зоя", "李雷", "<b>fed</b>", "{own}", "x" * 300])
def test_any_name_can_be_drawn_and_none_becomes_markup(store, name):
    view = write(write(DormantDraw(), name), "A")
    choose(view, "A")
    press(view.first_draw)
    assert "<b>" not in whole(view).said.value
    assert model.names(store)["by_lot"] == name[: my_network.MOST_LETTERS]


def test_somebody_who_is_deleted_everywhere_is_gone_from_the_list(store, lang):
    person = drawn_on(store, "Aksel", 1500)
    view = write(DormantDraw(), "Aksel, B")
    who = next(one for one in forgetting.everybody(store) if one.person == person)
    forgetting.delete_someone(store, who)
    view.look()
    assert list(listed(whole(view)).values()) == ["B"]


def test_the_page_of_all_data_names_what_this_exercise_keeps(store, lang):
    press(choose(write(DormantDraw(), "A, B"), "A").first_draw)
    kept = my_data.tables(store, lang)
    words = Texts("dormant_draw", lang)
    assert words("kept.table.dormant_draw") in [table.title for table in kept]
    raw = {"dormant_draw", "favourite", "drawn", "draws", "who", "person"}
    spoken = {cell for table in kept for row in (table.columns, *table.rows) for cell in row}
    assert not raw & spoken


def test_what_was_typed_is_not_in_what_a_notebook_saves(store):
    view = write(DormantDraw(), "Kanariefugl")
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
