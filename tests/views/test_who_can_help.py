import re

import pytest

from exercises.kit.base import escape
from exercises.models import my_network
from exercises.models import who_can_help as model
from exercises.rules.resources import SCALES
from exercises.texts import Texts
from exercises.views.who_can_help import WhoCanHelp

pytestmark = pytest.mark.usefixtures("lang")


@pytest.fixture
def view(store):
    my_network.add_person(store, "Gry", relation="friend")
    my_network.add_person(store, "Else", relation="family")
    view = WhoCanHelp()
    yield view
    assert view.fault is None


def pick(view, *labels):
    view.picks.value = {"answer": [key for key, label in view.picks.options if label in labels]}
    assert view.fault is None


def item(key):
    return Texts("resources")(f"items.{key}")


def cells(view):
    """What stands in each cell of the drawing, row by row."""
    texts = re.findall(r"<text [^>]*middle[^>]*>([^<]*)</text>", view.sum.value)
    return [texts[start : start + 4] for start in range(0, 20, 4)]


def test_the_four_answers_are_told_apart(view, store):
    t, (computer, hands, lend, *_) = view.t, SCALES["fast_help"]
    pick(view, "Gry", "Else")
    view.later.click()
    pick(view, t("nobody"))
    view.later.click()
    pick(view, t("unknown"))
    assert model.answers(store) == {computer: [1, 2], hands: [], lend: None}
    assert cells(view)[0] == ["2", "0", "?", ""]
    pick(view)
    assert lend not in model.answers(store)


def test_the_last_of_two_answers_that_rule_each_other_out_stands(view, store):
    t, nobody = view.t, view.t("nobody")
    pick(view, nobody)
    pick(view, nobody, t("unknown"))
    assert model.answers(store) == {"computer_fails": None}
    pick(view, t("unknown"), "Gry")
    assert model.answers(store) == {"computer_fails": [1]}
    pick(view, "Gry", nobody)
    assert model.answers(store) == {"computer_fails": []}


def test_the_profile_says_what_hangs_on_one_on_family_and_on_nobody(view, store, lang):
    t = view.t
    for key, people in (("computer_fails", [1]), ("extra_hands", [2]), ("lend_equipment", [])):
        model.set_helpers(store, key, people)
    model.set_helpers(store, "answer_tonight", None)
    view.look()
    view.refresh()
    shown = view.sum.value
    assert escape(t("single", person="Gry", items=item("computer_fails"))) in shown
    assert escape(t("single", person="Else", items=item("extra_hands"))) in shown
    assert escape(t("family_only", items=item("extra_hands"))) in shown
    assert escape(t("nobody_for", items=item("lend_equipment"))) in shown
    assert escape(t("unsure_about", items=item("answer_tonight"))) in shown
    assert f"<td>{t('of', n=2, of=3)}</td><td>2</td>" in shown
    assert escape(t("no_total")) in shown


def test_the_table_says_all_that_the_drawing_shows(view, store):
    model.set_helpers(store, "computer_fails", [1, 2])
    view.refresh()
    rows = re.findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td></tr>", view.sum.value)
    assert len(rows) == 20
    assert rows[0] == (escape(item("computer_fails")), "Gry, Else")
    assert rows[1][1] == view.t("not_answered")


def test_nothing_answered_says_so_and_draws_nothing(view):
    assert view.t("nothing_yet") in view.sum.value
    assert "<svg" not in view.sum.value


def test_somebody_new_can_help_and_goes_on_the_map(view, store):
    view.nickname.value = "Nyt <b>menneske</b>"
    assert model.answers(store) == {"computer_fails": [3]}
    assert "<b>menneske" not in view.sum.value


def test_somebody_taken_off_the_map_can_no_longer_help(view, store):
    pick(view, "Gry")
    my_network.remove_person(store, 1)
    view.look()
    assert cells(view)[0][0] == "0"


def test_where_one_left_off_is_where_one_begins_again(view, store):
    view.later.click()
    view.later.click()
    assert WhoCanHelp().at == 2


def test_bente_s_profile_is_whole(view):
    view._switch()
    assert cells(view)[0] == ["1", "3", "2", "1"]
    assert sum(cell == "?" for row in cells(view) for cell in row) == 2
