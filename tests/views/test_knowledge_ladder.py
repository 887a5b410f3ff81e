"""The knowledge ladder of lesson 8, worked as a learner does."""

import pytest

from driving import whole
from exercises.models import knowledge_ladder as model
from exercises.rules.knowledge_ladder import COST, MOST_THINGS, RARITY, RIVAL, STEPS, Thing
from exercises.views.knowledge_ladder import NAMES, KnowledgeLadder

pytestmark = pytest.mark.usefixtures("lang")


def controls(view, at=0):
    row_id = list(view._rows)[at]
    return dict(zip(NAMES, view._rows[row_id][1], strict=True))


def fill(view, at=0, **values):
    while len(view._rows) <= at:
        view.more.click()
    for name, value in values.items():
        controls(view, at)[name].value = value
    return whole(view)


VISIT = {"what": "Se på en ovn", "cost": "hours", "rarity": "some", "rival": "little"}
GLUE = {"what": "Lime en hank", "cost": "minutes", "rarity": "many", "rival": "little"}


def test_every_answer_offered_has_its_words_and_a_reason(store, lang):
    view = whole(KnowledgeLadder())
    for name, scale in (("cost", COST), ("rarity", RARITY), ("rival", RIVAL), ("step", STEPS)):
        assert [key for _, key in controls(view)[name].options] == ["", *scale]
        assert set(view.t.data[f"{name}_option"]) == set(scale)
    assert set(view.t.data["short"]) == set(STEPS)


def test_there_is_one_thing_to_write_and_no_ladder_yet(store):
    view = whole(KnowledgeLadder())
    assert len(view.list.children) == 1
    assert view.t("found.nothing_yet") in view.ladder.value
    assert "<svg" not in view.ladder.value


def test_one_thing_is_placed_and_the_missing_step_pointed_out(store):
    view = fill(KnowledgeLadder(), **VISIT)
    assert view.t("figure", give=0, show=0, sell=1) in view.ladder.value
    assert view.t("reason.hours") in view.ladder.value
    assert view.t("found.missing.show", what=VISIT["what"]) in view.ladder.value
    assert view.t("missing_mark") in view.ladder.value


def test_a_thing_half_answered_waits(store):
    view = fill(KnowledgeLadder(), what="Lim", cost="minutes")
    assert view.t("found.unplaced", n=1) in view.ladder.value


def test_hours_given_away_by_choice_are_quoted(store):
    view = fill(KnowledgeLadder(), **VISIT, step="give")
    assert view.t("found.hours_given", what=VISIT["what"]) in view.ladder.value
    assert view.t("reason.chosen") in view.ladder.value


def test_another_choice_than_the_rules_is_told_with_its_reason_in_words(store):
    view = fill(KnowledgeLadder(), **VISIT, step="show")
    step = view.t("step_option.sell")
    assert step in view.ladder.value
    assert view.t("reason.hours")[1:] in view.ladder.value


def test_twelve_things_are_the_most_and_one_deleted_makes_room(store):
    view = fill(KnowledgeLadder(), at=MOST_THINGS - 1, **GLUE)
    assert view.more.layout.display == "none"
    assert view.t("full", most=MOST_THINGS) in view.full.value
    view.list.children[0].children[-1].children[0].click()
    assert whole(view).more.layout.display == ""
    assert view.full.value == ""


def test_all_of_it_is_there_when_the_page_is_opened_again(store):
    view = fill(fill(KnowledgeLadder(), **VISIT, step="show"), 1, **GLUE)
    again = whole(KnowledgeLadder())
    assert {name: control.value for name, control in controls(again).items()} == VISIT | {"step": "show"}
    assert again.ladder.value == view.ladder.value


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = KnowledgeLadder(), KnowledgeLadder()
    fill(fill(one, **VISIT), 1, **GLUE)
    other.look()
    assert len(whole(other).list.children) == 2
    assert other.ladder.value == one.ladder.value
    other.list.children[0].children[-1].children[0].click()
    one.look()
    assert [thing.named for thing in model.things(store)] == [GLUE["what"]]
    assert whole(one).ladder.value == other.ladder.value


@pytest.mark.parametrize("text", ["x" * 9000, "Обжиг печи", "窑温", "<b>fed</b> & {what}", "?"])
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = fill(KnowledgeLadder(), **VISIT | {"what": text})
    assert "<b>" not in view.ladder.value
    assert controls(whole(KnowledgeLadder()))["what"].value == text


def test_an_answer_of_another_edition_counts_as_none(store):
    store.add(model.KIND, what="Lim", cost="years", rarity=None, rival="much", step="keep")
    assert model.things(store) == [Thing("Lim", rival="much")]


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(KnowledgeLadder(), **VISIT | {"what": "Kanariefugl"})
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
