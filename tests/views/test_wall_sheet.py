"""The sheet for the wall, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.models import my_network
from exercises.models import wall_sheet as model
from exercises.views.wall_sheet import WallSheet

pytestmark = pytest.mark.usefixtures("lang")


@pytest.fixture
def people(store):
    club = my_network.add_circle(store, "Klubben")
    my_network.add_circle(store, "Tom kreds")
    ids = [
        my_network.add_person(store, f"P{at}", circles=[club] * (at < 3), closeness=5 - at) for at in range(5)
    ]
    return ids


def test_with_nobody_on_the_map_it_says_where_to_begin(store):
    view = whole(WallSheet())
    assert (view.whole.layout.display, view.empty.layout.display) == ("none", "")


def test_until_one_writes_the_sheet_says_what_the_map_comes_to(store, people):
    view = whole(WallSheet())
    assert model.counts(store) == {"people": 5, "circles": 1, "ties": 3, "close": 2, "alone": 2}
    sheet = view.picture.sheet
    assert sheet["sentences"][0] == view.t("suggested.1", people="5", circles="1")
    assert sheet["names"] is False
    assert sheet["next"] == ""


def test_ones_own_sentences_stand_there_as_written_and_are_there_again(store, people):
    view = WallSheet()
    view.sentences[0].value = " Gaden holder sammen "
    view.sentences[2].value = "Jeg ringer mere"
    view.next.value = "Ringe til V."
    assert view.picture.sheet["sentences"] == ["Gaden holder sammen", "Jeg ringer mere"]
    again = whole(WallSheet())
    assert again.picture.sheet["next"] == "Ringe til V."
    assert again.sentences[2].value == "Jeg ringer mere"


def test_the_plan_that_comes_first_is_the_next_step_until_another_is_written(store, people):
    today = date.today()
    for lesson, days, then in (
        ("a-skill", 9, "skriver jeg"),
        ("why-network", 2, "ringer jeg"),
        ("x", -3, "nej"),
    ):
        store.put("act", f"{lesson}.then", then)
        store.put("act", f"{lesson}.day", (today + timedelta(days=days)).isoformat())
    view = whole(WallSheet())
    assert view.picture.sheet["next"].startswith("ringer jeg, ")
    view.next.value = "noget andet"
    assert view.picture.sheet["next"] == "noget andet"


def test_nicknames_are_shown_only_where_one_chose_it_and_then_with_a_word_on_whose_they_are(store, people):
    view = WallSheet()
    assert view.whose.value == ""
    view.names.value = True
    assert view.picture.sheet["names"] is True
    assert view.t("whose_names") in view.whose.value
    assert whole(WallSheet()).names.value is True


def test_bentes_sheet_is_hers(store, people):
    view = WallSheet()
    view.try_sample.children[0].click()
    assert view.picture.sheet["title"] == view.t("title_sample")
    view.sentences[0].value = "Prøve"
    view.back_to_own.children[0].click()
    assert whole(view).sentences[0].value == ""
