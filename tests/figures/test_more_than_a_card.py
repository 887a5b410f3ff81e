"""The figures of lesson 5."""

import pytest

from exercises import language
from exercises.figures.more_than_a_card import figures
from exercises.models import conversation_log, dialogue, pitch_builder
from exercises.models.dialogue_lab import CONTENT
from exercises.texts import Texts


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    store.put(pitch_builder.STEM, "1.who", "ord " * 50)
    store.put(pitch_builder.STEM, "3.who", "ord " * 60)
    dialogue.say(store, CONTENT, "quiet", ["a"] * 8)
    store.put(CONTENT, "scene", "quiet")
    row = {"minutes": "20", "questions": "7", "next_step": "Kanariefugl", "guess": 5, "liked": 8}
    store.add(conversation_log.KIND, who="Kanariefugl", learned="Kanariefugl", **row)
    own = figures(store)
    assert (own["pitch_1_seconds"], own["pitch_3_seconds"]) == (25, 30)
    assert "pitch_2_seconds" not in own
    assert (own["conversations"], own["questions_asked"], own["next_steps"], own["gap"]) == (1, 7, 1, 3)
    assert own["practice_open"] == 3
    assert all(type(value) in (int, float) for value in own.values())
    assert own.keys() <= Texts("figures/more_than_a_card", "da").data.keys()


def test_a_conversation_begun_again_keeps_the_figures_of_the_last_one_finished(store):
    dialogue.say(store, CONTENT, "busy", ["a"] * 8)
    before = figures(store)
    dialogue.finish(store, CONTENT, "busy")
    dialogue.say(store, CONTENT, "busy", ["b"])
    assert figures(store) == before != {}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_counts_of_a_conversation_are_the_same_in_both_languages(store, lang):
    language(lang)
    dialogue.say(store, CONTENT, "talker", ["c"] * 8)
    own = figures(store)
    assert (own["practice_open"], own["practice_closed"], own["practice_follow_up"]) == (3, 2, 3)
