"""The nearest network: what is found out is kept, and the step has a day."""

from datetime import date, timedelta

from exercises.models import nearest_network as model
from exercises.views.nearest_network import NearestNetwork


def test_the_step_is_kept_with_its_day_and_told(store, lang):
    view = NearestNetwork()
    assert view.t("found.nothing_yet") in view.said.value
    for part in view.parts.values():
        part.value = "noget <b>nyt</b>"
    view.step.value = "asked_member"
    soon = date.today() + timedelta(days=3)
    view.day.value = soon
    assert view.fault is None
    assert model.read(store)[1:] == ("asked_member", soon)
    assert view.t("found.planned", day=view.t.date(soon)) in NearestNetwork().said.value
