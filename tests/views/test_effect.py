"""The questionnaire: one week at a time, kept as it is chosen, and handed in as numbers alone."""

import json

from exercises.models import effect as model
from exercises.rules import effect as rules
from exercises.views.effect import Effect

CODE = 1234 * 10 + rules.check_digit(1234)


def test_nothing_is_asked_before_the_week_is_chosen_and_each_week_has_its_own(store, lang):
    view = Effect()
    assert view.fault is None and view.questions.children == ()
    assert view.t("found.no_code") in view.said.value and model.numbers(view.store) is None
    view.week.value = "0"
    view.asked["0", "tell"].value = "7"
    view.week.value = "6"
    assert view.asked["6", "tell"].value == ""
    view.asked["6", "meet_far"].value = "weekly"
    assert view.fault is None
    assert {week: said for week, said in model.answers(view.store).items() if said} == {
        0: {"tell": 7}, 6: {"meet_far": 2}
    }  # fmt: skip
    again = Effect()
    assert again.week.value == "6" and again.asked["6", "meet_far"].value == "weekly"


def test_what_is_handed_in_is_numbers_alone(store, lang):
    view = Effect()
    view.code.value, view.week.value = str(CODE), "12"
    for item in rules.ITEMS:
        view.asked["12", item].value = rules.options(item)[-1]
    assert view.t("found.ready") in view.said.value
    handed = json.loads(view.take.make())
    assert handed == {
        "netvaerk_effect": 1, "code": CODE, "weeks": {"12": [rules.HIGHEST[item] for item in rules.ITEMS]}
    }  # fmt: skip
    view.code.value = str(CODE + 1)
    assert view.take.make() is None and view.t("found.wrong_code") in view.said.value


def test_one_left_out_is_minus_one(store, lang):
    view = Effect()
    view.code.value, view.week.value = str(CODE), "0"
    view.asked["0", "helped"].value = "0"
    (row,) = json.loads(model.numbers(view.store))["weeks"].values()
    assert row[rules.ITEMS.index("helped")] == 0 and row.count(-1) == len(rules.ITEMS) - 1
