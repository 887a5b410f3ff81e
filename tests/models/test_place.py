import os

from exercises.models import place


def test_the_paragraph_is_kept_and_told_to_the_page(store):
    assert place.kept("why-network") == "- -1 0 whole"
    place.keep("why-network", "idea-claim", 2, 1_780_000_000_000)
    assert place.kept("why-network") == "idea-claim 2 1780000000000 whole"
    assert place.last(store, "why-network") == "idea-claim"
    assert place.last(store, "a-skill") == ""
    store.put("progress", "short", True)
    assert place.kept("a-skill") == "- -1 0 short"


def test_no_exercise_looks_up_because_the_reader_has_scrolled(store):
    before = store.version()
    place.keep("why-network", "idea-claim", 2, 1_780_000_000_000)
    assert store.version() == before
    store.put("guess_first", "at", 1)
    assert store.version() != before


def test_a_store_that_cannot_be_opened_loses_only_the_place(store, monkeypatch):
    monkeypatch.setitem(os.environ, "NBGRADER_EXECUTION", "autograde")
    place.keep("why-network", "idea-claim", 2, 1)
    assert place.kept("why-network") == ""
