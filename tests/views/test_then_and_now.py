"""A network then and now: what is chosen is kept, and what changed is told."""

from exercises.models import then_and_now as model
from exercises.rules.then_and_now import FEATURES, TIMES
from exercises.views.then_and_now import ThenAndNow


def test_what_is_chosen_is_kept_and_the_change_is_told(store, lang):
    view = ThenAndNow()
    assert view.t("found.nothing_yet") in view.said.value
    for feature, options in FEATURES.items():
        for time in TIMES:
            view.chosen[feature, time].value = options[0]
    assert view.t("found.same") in view.said.value
    view.chosen["gets_in", "now"].value = "anyone"
    assert view.fault is None
    assert model.answers(store)["gets_in", "now"] == "anyone"
    again = ThenAndNow()
    assert again.t("found.count", n="1", of="4") in again.said.value
    assert again.chosen["gets_in", "now"].value == "anyone"
