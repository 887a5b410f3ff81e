"""The exercises of lesson 4, worked as a learner does, without a browser."""

import json
import random

import pytest

from exercises.kit.base import escape
from exercises.models import alike_or_different as traits
from exercises.models import card_match as cards
from exercises.models import my_network
from exercises.models import network_rules as kinds
from exercises.rules.alike_or_different import CATEGORIES
from exercises.rules.network_rules import EFFECTS
from exercises.texts import Texts
from exercises.views.alike_or_different import PAGE, AlikeOrDifferent
from exercises.views.card_match import CardMatch
from exercises.views.network_rules import NetworkRules

pytestmark = pytest.mark.usefixtures("lang")


def is_whole(view):
    assert view.fault is None
    return view


def begins(view, key):
    """The beginning of a sentence, up to the first name that is filled in."""
    return escape(view.t(key).split("{")[0])


# ---- network rules ---------------------------------------------------------------------------------------


def sort(view, *effects):
    for effect, tick in zip(EFFECTS, view.ticks, strict=True):
        tick.value = effect in effects
    view.show.click()
    return is_whole(view)


def test_both_sides_come_after_a_tick_and_are_there_when_reopened(store):
    view = is_whole(NetworkRules())
    assert not view.sides.value
    sort(view, "keeps_out")
    record = kinds.kinds()["one_per_trade"]
    for effect in EFFECTS:
        assert escape(view.t.pick(record[effect])) in view.sides.value
    assert escape(view.t("stance.agreed")) in view.sides.value
    assert escape(view.t("stance.also")) in view.sides.value
    again = is_whole(NetworkRules())
    assert again.at == 1
    again.back.click()
    assert [tick.value for tick in again.ticks] == [True, False, False]
    assert again.sides.value == view.sides.value


def test_without_a_tick_nothing_is_shown_and_the_page_says_what_to_do(store):
    view = sort(NetworkRules())
    assert view.t("tick_first") in view._message.value
    assert "nv-faulty" in view.ticks[-1]._dom_classes
    assert not view.sides.value
    assert not store.get(kinds.STEM, "one_per_trade.shown")


def test_a_tick_may_be_changed_afterwards_and_what_is_said_follows(store):
    view = sort(NetworkRules(), *EFFECTS)
    assert escape(view.t("stance.also")) not in view.sides.value
    view.ticks[2].value = False
    assert escape(view.t("stance.also")) in is_whole(view).sides.value


def test_the_learners_own_rule_is_asked_for_when_all_eight_are_sorted_and_stays(store):
    view = NetworkRules()
    for _ in view.order:
        assert view.own.layout.display == "none"
        sort(view, "lets_learn")
        view.forward.click()
    assert view.own.layout.display == ""
    assert view.sum.value.count("<tr>") == 1 + len(view.order)
    assert view.sum.value.count(escape(view.t("cell.agreed"))) == 6
    view.own_rule.value = "<b>Kanariefugl</b> " * 200
    assert is_whole(NetworkRules()).own_rule.value == view.own_rule.value
    assert "Kanariefugl" not in json.dumps(view._repr_mimebundle_())


def test_two_windows_on_the_rules_show_the_same(store):
    one, other = NetworkRules(), NetworkRules()
    sort(one, "uses_difference")
    other.look()
    assert [tick.value for tick in is_whole(other).ticks] == [False, False, True]
    assert other.sides.value == one.sides.value


# ---- alike or different ----------------------------------------------------------------------------------


def put(store, *trades):
    return [
        my_network.add_person(store, f"Kanariefugl {at}", traits={"trade": trade} if trade else {})
        for at, trade in enumerate(trades)
    ]


def test_without_a_map_it_says_what_to_do_and_follows_when_somebody_comes(store):
    view = is_whole(AlikeOrDifferent())
    assert escape(view.t("nobody")) in view.body.children[0].value
    put(store, None)
    view._seen = None  # as if another process had written
    view.look()
    assert [row.description for row in is_whole(view).rows] == ["Kanariefugl 0"]


def test_five_answers_give_the_figures_and_everything_is_there_when_reopened(store):
    put(store, *[None] * 6)
    view = is_whole(AlikeOrDifferent())
    for row in view.rows[:4]:
        row.value = "advice"
    assert begins(view, "too_few") in view.result.value
    assert not view.overview.value
    view.rows[4].value = "shop"
    assert view.t("own_missing") in is_whole(view).result.value
    view.mine.value = "building"
    compared = traits.compare(store, "trade")
    assert (compared.ei.value, compared.spread.unknown) == (1, 1)
    assert escape(view.t("reading.like_each_other")) in view.result.value
    assert escape(view.t("ei", value="+" + view.t.number(1, 2))) in view.result.value
    assert escape(view.t("unknown_left_out", n=1)) in view.result.value
    assert "<svg" in view.result.value
    assert "<svg" in view.overview.value
    again = is_whole(AlikeOrDifferent())
    assert again.mine.value == "building"
    assert [row.value for row in again.rows] == ["advice"] * 4 + ["shop", ""]
    assert (again.result.value, again.overview.value) == (view.result.value, view.overview.value)


def test_an_answer_taken_back_is_unknown_again(store):
    (person,) = put(store, "shop")
    view = AlikeOrDifferent()
    view.rows[0].value = ""
    assert is_whole(view)
    assert [p.traits for p in my_network.people(store) if p.id == person] == [{}]


def test_turning_to_another_comparison_writes_nothing_and_shows_its_own_answers(store):
    (person,) = put(store, "shop")
    traits.set_trait(store, person, "age", "30_39")
    view = AlikeOrDifferent()
    before = store.version()
    for attribute in (*CATEGORIES, "trade"):
        view.which.value = attribute
        assert view.rows[0].value == {"trade": "shop", "age": "30_39"}.get(attribute, "")
        assert (view.mine.layout.display == "none") == (attribute == "place")
        options = [value for _, value in view.rows[0].options]
        assert options == ["", *CATEGORIES[attribute]]
    assert store.version() == before
    view.onwards.click()
    assert is_whole(view).which.value == "age"


def test_what_chance_would_give_stands_beside_ones_own_figure(store):
    put(store, *["shop"] * 4, "care")
    store.put(traits.STEM, "own.trade", "shop")
    view = AlikeOrDifferent()
    assert begins(view, "base_rate") in view.result.value
    view.around.value = 0
    chance = view.t("chance", of_ten=0, chance="+" + view.t.number(1, 1), ei="−" + view.t.number(0.6, 2))
    assert escape(chance) in is_whole(view).result.value
    assert begins(view, "base_rate") not in view.result.value
    assert AlikeOrDifferent().around.value == 0
    view.around.value = ""
    assert traits.around(store, "trade") is None


def test_more_people_than_a_page_come_a_page_at_a_time_and_each_keeps_its_own_answer(store):
    put(store, *[None] * (PAGE + 2))
    view = AlikeOrDifferent()
    assert len(view.rows) == PAGE
    view.rows[0].value = "shop"
    view.later.click()
    assert [row.layout.display for row in view.rows].count("none") == PAGE - 2
    view.rows[0].value = "care"
    view.earlier.click()
    assert is_whole(view).rows[0].value == "shop"
    people = my_network.people(store)
    assert [people[at].traits.get("trade") for at in (0, PAGE)] == ["shop", "care"]


def test_two_windows_on_the_comparisons_show_the_same(store):
    put(store, *[None] * 5)
    one, other = AlikeOrDifferent(), AlikeOrDifferent()
    for row in one.rows:
        row.value = "farming"
    one.mine.value = "farming"
    other.look()
    assert [row.value for row in is_whole(other).rows] == ["farming"] * 5
    assert other.result.value == one.result.value
    my_network.add_person(store, "Ny")
    one._seen = None
    one.look()
    assert len(is_whole(one).rows) == 6


def test_bentes_network_can_be_tried_and_nothing_of_it_is_kept(store):
    view = is_whole(AlikeOrDifferent())
    view.try_sample.children[0].click()
    assert len(view.rows) == 14
    assert view.mine.value == "arts_crafts"
    assert escape(view.t("reading.mixed")) in view.result.value
    view.rows[0].value = "care"
    view.back_to_own.children[0].click()
    assert store.rows("person") == []
    assert store.fields(traits.STEM) == {}
    assert is_whole(view)


def test_names_are_shown_as_text_and_nothing_of_a_contact_is_in_the_saved_notebook(store):
    my_network.add_person(store, "<b>Ωμέγα</b> Kanariefugl")
    view = is_whole(AlikeOrDifferent())
    assert view.rows[0].description.startswith("<b>Ωμέγα")
    assert "Kanariefugl" not in json.dumps(view._repr_mimebundle_())


# ---- card match ------------------------------------------------------------------------------------------


def matching(store, trade="arts_crafts"):
    view = is_whole(CardMatch())
    view.chance = random.Random(4)
    if trade:
        view.trade.value = trade
    return view


def test_no_card_is_drawn_before_ones_own_trade_is_known(store):
    view = matching(store, trade=None)
    view.pick.click()
    assert view.t("trade_first") in view._message.value
    assert "nv-faulty" in view.trade._dom_classes
    assert cards.drawn(store) == []
    assert view.card.layout.display == "none"


def test_every_card_is_of_another_trade_none_comes_twice_and_at_last_there_are_no_more(store):
    view = matching(store)
    for _ in range(100):
        if view.pick.layout.display == "none":
            break
        view.pick.click()
    drawn = cards.drawn(is_whole(view).store)
    trades = [cards.cards()[key]["trade"] for key in drawn]
    assert len(drawn) == len(set(drawn)) == len(cards.cards()) - 2
    assert "arts_crafts" not in trades
    assert set(trades) == set(CATEGORIES["trade"]) - {"arts_crafts"}
    assert escape(view.t("no_more")) in view.face.value


def test_trades_the_map_lacks_come_first_and_those_it_has_name_who_is_there(store):
    others = [trade for trade in CATEGORIES["trade"] if trade not in ("arts_crafts", "farming")]
    put(store, *others)
    view = matching(store)
    view.pick.click()
    assert escape(view.t("met_nobody")) in view.face.value
    view.pick.click()
    assert {cards.cards()[key]["trade"] for key in cards.drawn(store)} == {"farming"}
    view.pick.click()
    assert "Kanariefugl" in is_whole(view).face.value


def test_a_card_is_chosen_by_what_one_shares_and_is_there_when_reopened(store):
    view = matching(store)
    view.pick.click()
    view.choice.click()
    assert view.t("ground_first") in view._message.value
    assert "nv-faulty" in view.ground._dom_classes
    assert cards.chosen(store) is None
    view.ground.value = "<b>havnen</b>"
    view.who.value = "Kanariefugl"
    view.choice.click()
    assert cards.chosen(store) == view.shown
    assert "&lt;b&gt;havnen" in view.said.value
    view.pick.click()
    assert (view.ground.value, view.who.value) == ("", "")
    again = is_whole(CardMatch())
    assert (again.shown, again.ground.value) == (cards.chosen(store), "<b>havnen</b>")
    assert again.said.value == view.said.value
    assert "Kanariefugl" not in json.dumps(again._repr_mimebundle_())


def test_what_is_written_belongs_to_its_card(store):
    view = matching(store)
    for words in ("byen", "klubben"):
        view.pick.click()
        view.ground.value = words
    view.back.click()
    assert view.ground.value == "byen"
    view.forward.click()
    assert is_whole(view).ground.value == "klubben"


def test_common_ground_taken_away_again_is_asked_for(store):
    view = matching(store)
    view.pick.click()
    view.ground.value = "byen"
    view.choice.click()
    view.ground.value = ""
    assert escape(view.t("ground_first")) in is_whole(view).said.value


def test_two_windows_on_the_cards_show_the_same(store):
    one, other = matching(store), CardMatch()
    one.pick.click()
    one.ground.value = "vejen"
    other.look()
    assert (other.shown, other.ground.value) == (one.shown, "vejen")
    assert is_whole(other).trade.value == "arts_crafts"


def test_every_card_has_a_trade_that_is_asked_for_and_each_trade_has_two():
    trades = [card["trade"] for card in cards.cards().values()]
    assert sorted(trades) == sorted([*CATEGORIES["trade"]] * 2)
    t = Texts(cards.STEM)
    for card in cards.cards().values():
        assert all(t.pick(card[part]) for part in ("who", "sees", "ask"))
