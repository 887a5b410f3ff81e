import pytest

from exercises.kit.base import escape
from exercises.kit.on_network import NOBODY
from exercises.models import my_network
from exercises.models import name_people as model
from exercises.rules.roles import ROLES
from exercises.texts import Texts
from exercises.views.name_people import NamePeople

pytestmark = pytest.mark.usefixtures("lang")


@pytest.fixture
def view(store):
    view = NamePeople()
    yield view
    assert view.fault is None


def pick(view, *labels):
    """Tick those with these labels, and only them."""
    keys = [key for key, label in view.picks.options if label in labels]
    view.picks.value = {"answer": keys}
    assert view.fault is None


def go(view, at):
    while view.at != at:
        (view.later if view.at < at else view.earlier).click()


def prompts(store):
    return {person.nickname: person.prompts for person in my_network.people(store)}


def test_a_nickname_typed_goes_on_the_map_and_answers_the_question(view, store):
    view.nickname.value = "Mette H"
    assert prompts(store) == {"Mette H": ("help",)}
    assert view.picks.picked("answer") == ["1"]
    assert view.nickname.value == ""


def test_several_nicknames_at_once_and_one_that_is_there_already(view, store):
    view.nickname.value = "Mette H"
    view.later.click()
    view.nickname.value = "Per; mette h, , Ωμέγα"
    assert prompts(store) == {"Mette H": ("help", "advice"), "Per": ("advice",), "Ωμέγα": ("advice",)}


def test_a_person_answers_several_questions_by_ticking(view, store):
    view.nickname.value = "Mette, Per"
    view.later.click()
    pick(view, "Per")
    assert prompts(store) == {"Mette": ("help",), "Per": ("help", "advice")}
    pick(view)
    assert prompts(store)["Per"] == ("help",)


def test_nobody_rules_out_people_and_people_rule_out_nobody(view, store):
    nobody = Texts("on_network")("nobody")
    view.nickname.value = "Mette, Per"
    pick(view, "Mette", "Per", nobody)
    assert view.picks.picked("answer") == [NOBODY]
    assert prompts(store) == {"Mette": (), "Per": ()}
    pick(view, "Mette", nobody)
    assert view.picks.picked("answer") == ["1"]
    pick(view, nobody)
    view.nickname.value = "Ny"
    assert model.named(store, "prompts", "help") == [3]


def test_the_add_button_adds_once_and_says_when_there_is_nothing_to_add(view, store, lang):
    view.nickname.value = "Mette"  # leaving the field has added it …
    view.adding.click()  # … before the button is heard
    assert (list(prompts(store)), view._message.value) == (["Mette"], "")
    view.adding.click()
    assert escape(Texts("my_network", lang)("nickname_missing")) in view._message.value
    assert "nv-faulty" in view.named._dom_classes


@pytest.mark.parametrize("nickname", ["m@h.example", "20 12 34 56", "Per, 010170-1234"])
def test_a_nickname_that_tells_more_is_refused_and_stays_to_be_mended(view, store, lang, nickname):
    view.nickname.value = nickname
    assert escape(Texts("on_network", lang)("nickname_tells")) in view._message.value
    assert (store.kinds(), view.nickname.value) == ([], nickname)


def test_a_very_long_nickname_is_cut_and_found_again(view, store):
    view.nickname.value = "æ" * 500
    view.nickname.value = "Æ" * 400
    assert [len(name) for name in prompts(store)] == [my_network.MOST_LETTERS]


def test_the_way_goes_through_five_prompts_and_twenty_roles(view, lang):
    assert (len(view.asked), view.earlier.disabled) == (25, True)
    go(view, 24)
    assert view.later.disabled
    assert escape(view.t("role", role=Texts("roles", lang)(ROLES[-1]))) in view.question.value


def test_where_one_left_off_is_where_one_begins_again(view, store):
    go(view, 7)
    again = NamePeople()
    assert again.at == 7
    assert again.question.value == view.question.value


def test_roles_are_counted_and_the_empty_ones_named_without_blame(view, store, lang):
    go(view, 5)
    view.nickname.value = "Bo"
    view.later.click()
    pick(view, Texts("on_network")("nobody"))
    t = view.t
    assert escape(t("roles_sum", reached=1, of=20)) in view.sum.value
    assert escape(t("roles_empty", roles=Texts("roles", lang)("bank_adviser"))) in view.sum.value
    assert escape(t("roles_note")) not in view.sum.value
    for at in range(7, 25):
        go(view, at)
        pick(view, "Bo")
    assert escape(t("roles_note")) in view.sum.value


def test_more_than_can_well_be_asked_about_is_said_calmly(view, store):
    view.nickname.value = ",".join(f"n{n}" for n in range(26))
    assert escape(view.t("many", n=26, most=25)) in view.sum.value


def test_the_limit_of_the_map_is_said_and_nobody_of_the_line_is_added(view, store, monkeypatch):
    monkeypatch.setattr(my_network, "MOST_PEOPLE", 2)
    view.nickname.value = "a, b, c"
    assert 'role="alert"' in view._message.value
    assert store.kinds() == []


def test_somebody_named_in_another_window_can_be_ticked_here(view, store):
    other = NamePeople()
    other.nickname.value = "Mette"
    view.look()
    assert next(label for _, label in view.picks.options) == "Mette"
    assert view.picks.picked("answer") == ["1"]


def test_a_tick_for_somebody_who_is_gone_changes_nothing(view, store):
    view.nickname.value = "Mette"
    view.picks.value = {"answer": ["1", "77", "<script>"]}
    assert prompts(store) == {"Mette": ("help",)}
