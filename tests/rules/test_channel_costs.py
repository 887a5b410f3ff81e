"""What a customer cost: the arithmetic by hand, and what few customers can say."""

import pytest

from exercises.rules.channel_costs import WAYS, Way, findings

NOTHING = {way: Way() for way in WAYS}
NETWORK = Way(hours=24, kroner=900, customers=2)


def keys(hour_value=250, **ways):
    return [key for key, _ in findings(NOTHING | ways, hour_value)]


def test_an_hour_counts_at_its_price():
    # 24 hours at 250 are 6,000; with 900 it is 6,900; shared by two customers 3,450
    assert NETWORK.cost(250) == 6_900
    assert NETWORK.each(250) == 3_450
    assert Way(hours=3).each(250) is None
    assert Way(customers=3).cost(250) is None


def test_nothing_and_an_hour_without_a_price_are_asked_for():
    assert keys() == ["nothing_yet"]
    assert keys(None, network=NETWORK) == ["no_hour_value"]
    assert keys(network=NETWORK) == ["each.network", "one_more"]


@pytest.mark.parametrize(
    ("adverts", "told"),
    [
        (Way(kroner=9_000, customers=2), ["network_cheapest", "few"]),
        (Way(kroner=1_800, customers=2), ["other_cheapest", "few"]),
        (Way(kroner=1_800, customers=20), ["other_cheapest"]),
    ],
)
def test_the_cheaper_way_is_told_and_few_are_said_to_be_few(adverts, told):
    assert keys(network=NETWORK, adverts=adverts)[2:] == told


def test_a_way_without_a_customer_is_not_divided_by():
    assert keys(network=Way(hours=5, customers=0)) == ["no_customer.network", "one_more"]
