"""The pension: counts are kept as typed, and what would be left is told."""

from exercises.models import network_pension as model
from exercises.views.network_pension import NetworkPension


def test_the_counts_are_kept_and_told(store, lang):
    view = NetworkPension()
    assert view.t("found.nothing_yet") in view.said.value
    for part, typed in {"age": "54", "older": "3", "work_only": "6", "would_call": "4"}.items():
        view.counts[part].value = typed
    assert view.fault is None
    assert model.read(store) == (54, {"older": 3, "work_only": 6, "would_call": 4}, [])
    assert view.t("found.left", n="4", of="10") in NetworkPension().said.value


def test_more_than_ten_of_ten_is_a_slip(store, lang):
    view = NetworkPension()
    view.counts["older"].value = "11"
    assert 'role="alert"' in view.said.value
