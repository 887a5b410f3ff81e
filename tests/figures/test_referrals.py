"""The figures of lesson 7."""

from datetime import date, timedelta

from exercises.figures.referrals import figures
from exercises.models import customer_trail, referral_log, role_agreement
from exercises.texts import Texts


def test_nothing_done_gives_no_figures(store):
    store.add(customer_trail.KIND)
    store.add(referral_log.KIND)
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    first = store.add(
        customer_trail.KIND, name="Kanariefugl", source="acquaintance", known="not", still="yes"
    )
    store.add(customer_trail.KIND, name="Kanariefugl", source="customer", sent_by=first, still="no")
    for _ in range(3):
        store.add(customer_trail.KIND, source="family", known="well", still="too_soon")
    store.add(customer_trail.KIND, source="ad", still="yes")
    store.put(role_agreement.STEM, "may", "Kanariefugl")
    store.put(role_agreement.STEM, "asked", True)
    store.add(referral_log.KIND, who="Kanariefugl", outcome="name", theirs="Kanariefugl")
    store.add(referral_log.KIND, day=(date.today() + timedelta(days=1)).isoformat(), outcome="no")
    own = figures(store)
    assert (own["customers"], own["from_family"], own["from_customer"]) == (6, 3, 1)
    assert (own["people_percent"], own["people_low"], own["people_high"]) == (83, 44, 97)
    assert own["close_percent"] == 50
    assert (own["strangers"], own["brought_most"], own["longest_chain"]) == (1, 1, 2)
    assert (own["people_stayed"], own["people_stayed_of"]) == (1, 2)
    assert (own["rest_stayed"], own["rest_stayed_of"]) == (1, 1)
    assert (own["agreement_parts"], own["agreement_asked"]) == (1, 1)
    assert (own["asks"], own["asks_named"], own["asks_no"]) == (1, 1, 0)
    assert all(type(value) in (int, float) for value in own.values())
    assert own.keys() == Texts("figures/referrals", "da").data.keys()


def test_too_few_customers_give_counts_without_a_share(store):
    store.add(customer_trail.KIND, source="friend")
    own = figures(store)
    assert own["from_friend"] == 1
    assert not own.keys() & {"people_percent", "close_low", "strangers", "people_stayed", "asks"}
