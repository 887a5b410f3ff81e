"""The figures of the capstone, and that they can be computed again from what is handed in."""

import json
from datetime import date, timedelta

import pytest

from exercises.figures.my_plan import MATRICES, agree, figures
from exercises.models import before_after, behaviour_grid, insurance, my_network, ninety_days, snapshot
from exercises.rules import behaviour_grid as grid_rules
from exercises.texts import Texts


def two_maps(store):
    ids = [my_network.add_person(store, f"Kanariefugl {n}") for n in range(9)]
    for other in ids[1:4]:
        my_network.set_pair(store, ids[0], other, "yes")
    snapshot.take(store)
    my_network.set_pair(store, ids[1], ids[2], "yes")
    my_network.set_pair(store, ids[4], ids[5], "unknown")
    before_after.set_marked(store, "lost", ids[8:])
    my_network.add_person(store, "Ny")


def everything(store):
    two_maps(store)
    today = date.today()
    store.put("network_account", "end", (today - timedelta(days=70)).isoformat())
    store.add("account", what="Kanariefugl", hours="26", result="idea")
    store.add("account_again", what="Kanariefugl", hours="20", result="customer", day=today.isoformat())
    for turn, each, rating in (("first", 1, 7), ("again", 2, 5)):
        for item in grid_rules.ITEMS:
            store.put(behaviour_grid.STEM, f"{turn}.{item}", str(each))
        store.put(behaviour_grid.STEM, f"{turn}.self", rating)
    for name, value in {
        "start": today.isoformat(),
        "goal1.who": "Kanariefugl",
        "goal1.tie": "across",
        "goal1.day": today.isoformat(),
        "goal1.hours": "9",
        "time.available": "2,5",
    }.items():
        store.put(ninety_days.STEM, name, value)
    store.put(insurance.STEM, "illness.first.who", "Kanariefugl")


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    everything(store)
    own = figures(store)
    assert (own["size_before"], own["size_now"], own["lost"], own["new"]) == (9, 9, 1, 1)
    assert (own["hours_per_week_before"], own["hours_per_week_now"]) == (2.0, 2.0)
    assert (own["acts_before"], own["acts_now"], own["rating_before"], own["rating_now"]) == (18, 36, 7, 5)
    assert (own["goals"], own["goals_across"], own["days_set"]) == (0, 1, 1)
    assert (own["planned_per_week"], own["available_per_week"], own["covered"]) == (0.7, 2.5, 1)
    numbers = {name: value for name, value in own.items() if name not in MATRICES}
    assert all(type(value) in (int, float) for value in numbers.values())
    assert numbers.keys() <= Texts("figures/my_plan", "da").data.keys()
    assert "Kanariefugl" not in json.dumps(own)


def test_the_six_measures_can_be_computed_again_from_the_matrices(store):
    two_maps(store)
    own = json.loads(json.dumps(figures(store)))
    matrices = [own.pop(name) for name in MATRICES]
    assert len([name for name in own if name.endswith(("_before", "_now"))]) == 12
    assert agree(own, *matrices)


def test_the_two_tests_are_counted_only_when_every_situation_is_answered(store):
    banks = {"why-network": (1, "why_network"), "my-plan": (11, "my_plan")}
    for lesson, (number, stem) in banks.items():
        questions = {key: one for key, one in Texts(f"questions/{stem}").data.items() if key != "lesson"}
        assert len(questions) == 8
        for at, (key, one) in enumerate(questions.items()):
            right = next(name for name, option in one["options"].items() if option.get("correct"))
            wrong = next(name for name in one["options"] if name != right)
            assert f"situations_{'before' if number == 1 else 'now'}" not in figures(store)
            chosen = right if number == 11 or at < 3 else wrong
            store.put("retrieval", f"{lesson}.{number}.{key}", chosen)
    assert (figures(store)["situations_before"], figures(store)["situations_now"]) == (3, 8)


@pytest.mark.parametrize("name", ["size_now", "density_before", "constraint_now", "hierarchy_before"])
def test_a_figure_that_was_changed_no_longer_agrees(store, name):
    two_maps(store)
    own = figures(store)
    matrices = [own.pop(each) for each in MATRICES]
    assert not agree(own | {name: own[name] + 0.1}, *matrices)


@pytest.mark.parametrize("matrices", [(None, None), ("x", [[0]]), ([[0, 1]], [[0]]), ([[0]], {})])
def test_measures_without_their_matrices_do_not_agree(store, matrices):
    two_maps(store)
    own = {name: value for name, value in figures(store).items() if name not in MATRICES}
    assert not agree(own, *matrices)


def test_without_maps_there_is_nothing_to_disagree_with():
    assert agree({"acts_now": 3}, None, None)
