import pytest

from exercises.models import my_network
from exercises.models import name_people as model
from exercises.models.my_network import NetworkProblem
from exercises.rules.roles import ROLES


def test_a_person_may_answer_several_questions_and_be_taken_out_of_one(store):
    mette = model.find_or_add(store, "Mette H")
    for question in (("prompts", "help"), ("prompts", "idea"), ("roles", "teacher")):
        model.name(store, *question, [mette])
    model.name(store, "prompts", "help", [])
    (person,) = my_network.people(store)
    assert (person.prompts, person.roles) == (("idea",), ("teacher",))
    assert model.named(store, "prompts", "help") == []
    assert model.named(store, "prompts", "idea") == [mette]


def test_nobody_is_an_answer_and_gives_way_to_somebody(store):
    assert model.named(store, "roles", "lawyer") == []
    model.name(store, "roles", "lawyer", None)
    assert model.named(store, "roles", "lawyer") is None
    model.name(store, "roles", "lawyer", [model.find_or_add(store, "L")])
    assert model.named(store, "roles", "lawyer") == [1]


def test_the_roles_are_told_apart_as_held_empty_and_not_answered(store):
    model.name(store, "roles", "teacher", [model.find_or_add(store, "T")])
    model.name(store, "roles", "lawyer", None)
    held, empty, unanswered = model.roles_answered(store)
    assert (held, empty) == (["teacher"], ["lawyer"])
    assert {*held, *empty, *unanswered} == set(ROLES)


def test_the_same_nickname_is_the_same_person(store):
    assert model.find_or_add(store, "Mette H") == model.find_or_add(store, "  mette   h ")
    assert len(my_network.people(store)) == 1


@pytest.mark.parametrize("nickname", ["mette@holm.example", "Mette 20 12 34 56", "010170-1234"])
def test_a_nickname_that_tells_more_is_refused(store, nickname):
    with pytest.raises(NetworkProblem) as problem:
        model.find_or_add(store, nickname)
    assert problem.value.key == "nickname_tells"
    assert my_network.people(store) == []
    person = model.find_or_add(store, "Mette")
    with pytest.raises(NetworkProblem):
        model.rename(store, person, nickname)
    assert my_network.people(store)[0].nickname == "Mette"
