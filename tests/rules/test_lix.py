import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.lix import is_long, lix, sentences


@pytest.mark.parametrize(
    ("blocks", "words", "sentences", "long"),
    [
        (["Jeg hedder Bo. Jeg laver krus."], 6, 2, 0),
        (["Keramikeren sælger krus."], 3, 1, 1),
        (["Han siger: kom nu."], 4, 2, 0),  # a colon closes a sentence
        (["Ovnens bund", "Se efter revner"], 5, 2, 0),  # a heading is a sentence without a full stop
        (["Det koster ca. 500 kr. om året."], 7, 1, 0),  # abbreviations do not close
        (["", "  ", "Ja!"], 1, 1, 0),
    ],
)
def test_lix_counts_words_sentences_and_long_words(blocks, words, sentences, long):
    assert lix(blocks) == pytest.approx(words / sentences + 100 * long / words)


@pytest.mark.parametrize("blocks", [[], [""], ["?!"], ["…"]])
def test_no_words_have_no_difficulty(blocks):
    assert lix(blocks) == 0.0


@pytest.mark.parametrize(("word", "long"), [("kunder", False), ("kunders", True), ("123456789", False)])
def test_a_word_of_seven_letters_is_long_and_a_number_never(word, long):
    assert is_long(word) is long


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_has_a_number_and_no_word_is_lost(blocks):
    assert lix(blocks) >= 0
    for block in blocks:
        assert "".join("".join(sentences(block)).split()) == "".join(block.split())
