"""What a customer cost: numbers are kept as typed, slips are said, and two ways are compared."""

from exercises.models import channel_costs as model
from exercises.rules.channel_costs import Way
from exercises.views.channel_costs import ChannelCosts


def test_two_ways_are_compared_on_ones_own_numbers(store, lang):
    view = ChannelCosts()
    view.hour_value.value = "250 kr."
    for column, typed in {"hours": "24", "kroner": "900", "customers": "2"}.items():
        view.cells["network", column].value = typed
    view.cells["adverts", "kroner"].value = "1.800"
    view.cells["adverts", "customers"].value = "2"
    assert view.fault is None
    ways, hour_value, faults = model.read(store)
    assert (ways["adverts"], hour_value, faults) == (Way(None, 1800, 2), 250, [])
    assert view.t("found.each.network", each=view.t.number(3450)) in view.said.value
    assert view.t("found.other_cheapest") in ChannelCosts().said.value


def test_a_slip_names_the_way_and_the_column(store, lang):
    view = ChannelCosts()
    view.cells["network", "hours"].value = "mange"
    assert 'role="alert"' in view.said.value
    assert view.t("way.network") in view.said.value
