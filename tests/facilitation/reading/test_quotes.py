"""A learner's sentence in a comment: found in the answer, told from the reader's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.reading import desk, feedback, quotes

ANSWER = "Jeg ringede  til B.\nHun lo… Så <b>solgte</b> jeg 2. og 3. vare."


@pytest.mark.parametrize(
    ("comment", "marked"),
    [
        ("> ringede til B. Hun lo…\n\nGodt set.", ["ringede  til B.\nHun lo…"]),
        ("> Så <b>solgte</b> jeg\n> 2. og 3. vare.\nHvem?", ["Så <b>solgte</b> jeg 2. og 3. vare."]),
        ("> Jeg ringede\n\nJa.\n\n> 3. vare.\n\nNej.", ["Jeg ringede", "3. vare."]),
        ("> Det skrev du aldrig.\n\nNå.", []),
        (">\n\nTomt.", []),
        ("Jeg > dig.", []),
    ],
)
def test_what_a_comment_quotes_is_marked_in_the_answer(comment, marked):
    assert [words for words, is_marked in quotes.pieces(ANSWER, comment) if is_marked] == marked


@given(st.text(), st.text())
def test_no_letter_of_an_answer_is_lost_by_marking_it(answer, comment):
    assert "".join(words for words, _ in quotes.pieces(answer, comment)) == answer


def test_a_quotation_stands_word_for_word_in_the_feedback_and_does_nothing():
    page = feedback.html_of_words("> 2. <script>x</script> *og* 3.\n\nHvad med **4**?")
    assert "2. &lt;script&gt;x&lt;/script&gt; *og* 3." in page and "<script" not in page
    assert page.startswith("<blockquote>") and "<strong>4</strong>" in page


def test_three_dots_in_a_learners_own_words_are_no_blank_of_the_bank():
    assert not desk.has_blank("> Hun lo … og gik\n\nHvorfor?")
    assert desk.has_blank("> Hun lo\n\nHvorfor … ?")
