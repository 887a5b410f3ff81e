"""The figures of lesson 8."""

import pytest

from exercises import language
from exercises.figures.share_and_charge import figures
from exercises.models import boundary_dialogue, dialogue, knowledge_ladder, post_checker
from exercises.texts import Texts

CONTENT = boundary_dialogue.CONTENT


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    store.add(knowledge_ladder.KIND, what="Kanariefugl", cost="hours", rarity="some", rival="little")
    store.add(knowledge_ladder.KIND, what="Lim", step="give")
    dialogue.say(store, CONTENT, "kiln", ["b", "c", "a", "c", "b"])
    for name, typed in {"line": "Kanariefugl", "price": "650", "minutes": "150"}.items():
        store.put(boundary_dialogue.STEM, name, typed)
    for name, typed in {
        "tip": "Kanariefugl " * 25,
        "thanks": "3",
        "orders": "0",
        "questions": "mange",
    }.items():
        store.put(post_checker.STEM, name, typed)
    own = figures(store)
    assert (own["things_to_give"], own["things_to_show"], own["things_to_sell"]) == (1, 0, 1)
    assert (own["practice_price"], own["practice_free"]) == (2, 0)
    assert (own["price"], own["price_minutes"], own["per_hour"]) == (650, 150, 260)
    assert (own["post_words"], own["post_lix"]) == (25, 125)
    assert (own["came_back_thanks"], own["came_back_orders"]) == (3, 0)
    assert "came_back_questions" not in own
    assert all(type(value) in (int, float) for value in own.values())
    assert own.keys() <= Texts("figures/share_and_charge", "da").data.keys()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_counts_of_a_conversation_are_the_same_in_both_languages(store, lang):
    language(lang)
    dialogue.say(store, CONTENT, "glaze", ["b", "b", "c", "a", "a"])
    own = figures(store)
    assert (own["practice_give"], own["practice_price"], own["practice_free"]) == (0, 0, 5)
