from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import my_network as model
from exercises.models.my_network import NetworkProblem
from exercises.texts import Texts


def three(store):
    return [model.add_person(store, name) for name in ("A", "B", "C")]


def test_people_in_one_circle_know_each_other_until_the_learner_says_otherwise(store):
    a, b, c = three(store)
    club = model.add_circle(store, "Klubben")
    for person in (a, b):
        model.set_circle(store, person, club, True)
    assert model.pairs(store) == {(a, b): "yes", (a, c): "no", (b, c): "no"}
    model.set_pair(store, b, a, "no")
    model.set_pair(store, a, c, "unknown")
    assert model.pairs(store) == {(a, b): "no", (a, c): "unknown", (b, c): "no"}
    model.set_pair(store, a, b, None)
    assert model.pairs(store)[a, b] == "yes"


def test_a_person_taken_off_takes_every_tie_and_resource_along(store):
    a, b, c = three(store)
    model.set_pair(store, a, b, "yes")
    model.set_pair(store, b, c, "unknown")
    store.add("resource", key="computer_fails", people=[a, b])
    model.remove_person(store, a)
    assert [person.id for person in model.people(store)] == [b, c]
    assert [row["key"] for row in store.rows("tie")] == [f"{b}-{c}"]
    assert store.rows("resource")[0]["people"] == [b]


def test_a_circle_deleted_leaves_its_people(store):
    a, b, _ = three(store)
    club = model.add_circle(store, "Klubben")
    for person in (a, b):
        model.set_circle(store, person, club, True)
    model.remove_circle(store, club)
    assert len(model.people(store)) == 3
    assert set(model.pairs(store).values()) == {"no"}


@pytest.mark.parametrize(
    ("nickname", "key"), [("", "nickname_missing"), ("  ", "nickname_missing"), ("a", "nickname_taken")]
)
def test_a_nickname_is_needed_and_stands_once(store, nickname, key, lang):
    three(store)
    with pytest.raises(NetworkProblem) as problem:
        model.add_person(store, nickname)
    assert problem.value.key == key
    assert Texts("my_network")(problem.value.key, **problem.value.names)
    assert len(model.people(store)) == 3


def test_renaming_keeps_what_was_said_of_the_person(store):
    a, b, _ = three(store)
    store.change(a, closeness=4)
    model.rename_person(store, a, "Æ")
    assert model.people(store)[0].nickname == "Æ"
    assert model.people(store)[0].closeness == 4
    with pytest.raises(NetworkProblem):
        model.rename_person(store, b, "æ")


def test_the_map_is_full_at_its_limit_and_says_so(store, monkeypatch):
    monkeypatch.setattr(model, "MOST_PEOPLE", 3)
    three(store)
    with pytest.raises(NetworkProblem) as problem:
        model.add_person(store, "D")
    assert problem.value.key == "map_full"


def test_the_same_circle_twice_is_one(store):
    assert model.add_circle(store, "Klubben ") == model.add_circle(store, "klubben")
    with pytest.raises(NetworkProblem):
        model.add_circle(store, " ")


def test_roles_are_reached_by_those_whose_relation_is_said(store):
    model.add_person(store, "A", relation="family", roles=["teacher"])
    model.add_person(store, "B", relation="acquaintance", roles=["teacher", "lawyer"])
    model.add_person(store, "C", roles=["politician"])
    assert model.roles_known(store) == {"teacher": {"family", "acquaintance"}, "lawyer": {"acquaintance"}}


def test_resources_are_read_as_the_rules_read_them(store):
    a = model.add_person(store, "A", relation="family")
    store.add("resource", key="computer_fails", people=[a, 999])
    store.add("resource", key="extra_hands", people=None)
    assert model.resources_known(store) == {"computer_fails": {"A": "family"}, "extra_hands": None}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_said_of_pairs_the_network_holds_each_pair_once(store, data):
    for person in model.people(store):
        model.remove_person(store, person.id)
    ids = [model.add_person(store, f"n{n}") for n in range(data.draw(st.integers(0, 7)))]
    for pair in combinations(ids, 2):
        model.set_pair(
            store, *data.draw(st.permutations(pair)), data.draw(st.sampled_from([*model.KNOWS, None]))
        )
    found = model.network(store)
    assert len({*found.ties, *found.unknown}) == len(found.ties) + len(found.unknown)
    assert model.measures(store).size == len(ids)
