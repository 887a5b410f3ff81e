"""The sorting of claims: what is chosen is kept, and each sentence is answered."""

from exercises.models import claim_sort as model
from exercises.rules.claim_sort import CLAIMS
from exercises.views.claim_sort import ClaimSort


def test_what_is_sorted_is_kept_answered_and_there_again(store, lang):
    view = ClaimSort()
    assert view.t("found.nothing_yet") in view.said.value
    view.kinds["tour"].value = "study"
    assert model.answers(store) == {"tour": "study"}
    assert view.t("found.other.tour") in view.said.value
    again = ClaimSort()
    assert again.kinds["tour"].value == "study"
    for claim, kind in CLAIMS.items():
        again.kinds[claim].value = kind
    assert again.fault is None
    assert again.t("found.all", n="6", of="6") in again.said.value
    again.kinds["tour"].value = ""
    assert "tour" not in model.answers(store)
