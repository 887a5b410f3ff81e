"""The discount on praise: numbers are kept as typed, a slip is said, and the difference is told."""

from exercises.models import praise_discount as model
from exercises.views.praise_discount import PraiseDiscount


def test_the_numbers_are_kept_and_the_difference_is_told(store, lang):
    view = PraiseDiscount()
    for sender, typed in {"mother": "30", "friend": "50", "customer": "80", "paid": "10 %"}.items():
        view.sure[sender].value = typed
    assert view.fault is None
    assert model.read(store) == ({"mother": 30, "friend": 50, "customer": 80, "paid": 10}, [])
    assert view.t("found.mother_less", off="50") in view.said.value
    assert PraiseDiscount().said.value == view.said.value


def test_a_slip_is_said_where_one_looks(store, lang):
    view = PraiseDiscount()
    view.sure["mother"].value = "meget"
    assert 'role="alert"' in view.said.value
    view.sure["mother"].value = "400"
    assert view.t("out_of_range", where=view.t("sender.mother"), most="100") in view.said.value
