"""The work sheet of the chosen theme."""

import pytest

from exercises.rules.privacy import find
from exercises.rules.theme_sheet import MODULES, findings, headings, in_order, readability, whole


def keys(module, texts, credit="own", consent=""):
    return [key for key, _ in findings(module, texts, credit, consent, find)]


def full(module):
    return {part.name: "ord " * part.fewest_words for part in MODULES[module]}


def test_nothing_chosen_and_nothing_written_say_so():
    assert keys("", {}) == keys("myspace", {"a": "b"}) == ["choose_module"]
    assert keys("blog", {"body": " \n"}) == ["nothing_yet"]


@pytest.mark.parametrize("module", MODULES)
def test_a_part_too_short_too_long_or_missing_is_named(module):
    for part in MODULES[module]:
        texts = full(module)
        assert in_order(module, texts) == len(MODULES[module])
        for text, key in (("", "missing"), ("ord " * (part.fewest_words - 1), "short")):
            found = dict(findings(module, texts | {part.name: text}, "own", "", find))
            assert found[key]["part"] == part.name
        if part.most_words:
            assert "long" in keys(module, texts | {part.name: "ord " * (part.most_words + 1)})
            assert "long" not in keys(module, texts | {part.name: "ord " * part.most_words})
        if part.most_signs:
            assert "signs" in keys(module, texts | {part.name: "et to " + "x" * part.most_signs})


def test_five_replies_come_before_the_thread():
    texts = full("x") | {"replies": "et to tre\nfire fem\n\nseks syv otte"}
    assert ("few_replies", {"n": 3, "fewest": 5}) in findings("x", texts, "own", "", find)
    assert "few_replies" not in keys("x", texts | {"replies": "et to tre\n" * 5})


def test_headings_are_lines_that_stand_alone_above_text():
    text = "Titel her\nDet binder.\n\nGnid skinnen\nTekst.\n\n## Til sidst\nMere."
    text += "\n\nEn sætning.\nslut uden punktum"
    assert headings(text) == ["Titel her", "Gnid skinnen", "Til sidst"]
    assert headings("") == headings("Alene") == []


@pytest.mark.parametrize("consent", ["", "each_said_yes", "customers", "collected"])
def test_a_newsletter_always_hears_of_consent(consent):
    expected = f"consent.{consent}" if consent else "consent_open"
    assert expected in keys("newsletter", full("newsletter"), consent=consent)
    assert not any(key.startswith("consent") for key in keys("x", full("x"), consent=consent))


def test_other_peoples_work_is_asked_about():
    assert "credit_open" in keys("website", full("website"), credit="")
    assert "credit_not_yet" in keys("website", full("website"), credit="not_yet")
    assert keys("website", full("website")) == ["ready"]


def test_lix_waits_for_twenty_words_and_warns_above_forty():
    assert readability("website", {"purpose": "ord " * 19}) is None
    assert "hard" in keys("instagram", full("instagram") | {"body": "samarbejdsaftaler " * 40})


def test_the_whole_leaves_out_what_is_not_written():
    assert whole("x", {"first": " A \n", "third": "B"}) == "A\n\nB"
