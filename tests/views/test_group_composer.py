"""The group composer, worked as a learner does."""

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import group_composer as model
from exercises.rules.group_composer import MOST_CANDIDATES
from exercises.views.group_composer import GroupComposer

pytestmark = pytest.mark.usefixtures("lang")

NAMES = ("who", "trade", "market", "ground", "skills", "chosen")


def fill(view, at=0, **values):
    controls = dict(zip(NAMES, view._rows[list(view._rows)[at]][1], strict=True))
    for name, value in values.items():
        controls[name].value = {"skills": value} if name == "skills" else value
    return whole(view)


BOOKKEEPER = {
    "who": "L.",
    "trade": "bogholder",
    "market": "near",
    "ground": "begge fra Møn",
    "skills": ["accounts", "prices"],
    "chosen": True,
}


def test_nothing_entered_asks_for_people_and_gaps(store):
    view = whole(GroupComposer())
    assert len(view.list.children) == 1
    for key in ("size_alone", "no_gaps", "you_give_nothing"):
        assert escape(view.t(f"found.{key}")) in view.sum.value


def test_a_candidate_counts_only_when_ticked_into_the_group(store):
    view = GroupComposer()
    view.own.value = {"gaps": ["accounts", "online"], "skills": ["making"]}
    fill(view, **(BOOKKEEPER | {"chosen": False}))
    assert escape(view.t("found.size_alone")) in view.sum.value
    fill(view, chosen=True)
    assert view.t("found.size_too_few", people=2) in view.sum.value
    assert view.t("found.gap_one", who="L.", skills=view.t("skill.accounts")) in view.sum.value
    assert view.t("found.gap_nobody", skills=view.t("skill.online")) in view.sum.value
    assert view.t("found.only_you", skills=view.t("skill.making")) in view.sum.value
    assert view.t("nobody") in view.sum.value


def test_a_competitor_and_a_missing_line_are_told_of(store):
    view = GroupComposer()
    view.trade.value, view.market.value = "Keramiker", "near"
    fill(view, who="", trade="keramik", market="both", chosen=True)
    name = view.t("candidate", at=1)
    assert view.t("found.competitors", one=view.t("you"), other=name) in view.sum.value
    assert escape(view.t("found.ground_missing", who=name)) in view.sum.value
    fill(view, ground="ler")
    assert escape(view.t("found.ground_missing", who=name)) not in view.sum.value


def test_all_of_it_is_there_when_the_page_is_opened_again(store):
    view = GroupComposer()
    view.trade.value, view.market.value = "keramiker", "both"
    view.own.value = {"gaps": ["prices"], "skills": ["making"]}
    fill(view, **BOOKKEEPER)
    again = whole(GroupComposer())
    assert (again.trade.value, again.market.value) == ("keramiker", "both")
    assert again.own.value == {"gaps": ["prices"], "skills": ["making"]}
    controls = dict(zip(NAMES, again._rows[next(iter(again._rows))][1], strict=True))
    kept = {name: control.value for name, control in controls.items()}
    assert kept == BOOKKEEPER | {"skills": {"skills": ["accounts", "prices"]}}
    assert again.sum.value == view.sum.value


@pytest.mark.parametrize("who", ["<b>x</b>", "陶艺家", "Ж" * 3000])
def test_odd_names_are_shown_as_they_are_written(store, who):
    view = GroupComposer()
    fill(view, who=who, chosen=True)
    assert escape(who) in view.sum.value
    assert "<b>x" not in view.sum.value


def test_more_candidates_than_can_be_weighed_are_refused_in_words(store):
    view = GroupComposer()
    for _ in range(MOST_CANDIDATES + 2):
        view.more.click()
    assert len(whole(view).list.children) == MOST_CANDIDATES
    assert view.t("enough", most=MOST_CANDIDATES) in view._message.value


def test_a_candidate_written_or_deleted_in_one_window_is_so_in_the_other(store):
    one, other = GroupComposer(), GroupComposer()
    fill(one, **BOOKKEEPER)
    one.own.value = {"gaps": ["accounts"]}
    one.more.click()
    fill(one, 1, who="B")
    other.look()
    assert len(whole(other).list.children) == 2
    assert other.own.value["gaps"] == ["accounts"]
    assert other.sum.value == one.sum.value
    other.list.children[0].children[-1].children[0].click()
    one.look()
    assert len(whole(one).list.children) == 1
    assert model.chosen(store, str) == []


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(GroupComposer(), who="Kanariefugl", trade="Kanariefugl", ground="Kanariefugl", chosen=True)
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
