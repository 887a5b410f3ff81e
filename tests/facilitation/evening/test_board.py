"""Offers and needs: against brute force, and what is said of those left over."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.evening import board
from facilitation.evening import words as explain
from facilitation.seating.participants import SheetProblem

topics = st.sampled_from(["foto", "pris", "web"])
lines = st.lists(st.tuples(st.sampled_from("ABCD"), topics), min_size=1, max_size=4, unique=True)


def sheet(rows, prefix):
    return pd.DataFrame([{"name": n, "text": f"{prefix} {n} {topic}", "topic": topic} for n, topic in rows])


def aims(offers, needs, chosen):
    """(people helped, offers used, less the most one offer is given, needs met), to be as large as can be."""
    given = [o for o in chosen if o is not None]
    helped = {needs[n][0] for n, o in enumerate(chosen) if o is not None}
    return len(helped), len(set(given)), -max(map(given.count, given), default=0), len(given)


@settings(max_examples=40, deadline=None)
@given(lines, lines, st.integers(1, 2))
def test_no_other_matching_is_better_by_the_aims(offers, needs, times):
    fits = [
        [None] + [o for o, (giver, t) in enumerate(offers) if giver != who and t == topic]
        for who, topic in needs
    ]
    every = [chosen for chosen in product(*fits) if all(chosen.count(o) <= times for o in range(len(offers)))]
    best = max(aims(offers, needs, chosen) for chosen in every)
    found = board.match(sheet(offers, "kan"), sheet(needs, "vil"), times=times)
    place = {f"kan {n} {t}": o for o, (n, t) in enumerate(offers)}
    met = {row.need: place[row.offer] for row in found.frame.itertuples()}
    chosen = [met.get(f"vil {n} {t}") for n, t in needs]
    assert all(o in fits[n] for n, o in enumerate(chosen))
    assert aims(offers, needs, chosen) == best
    assert set(found.without) == {n for n, _ in needs} - set(found.frame["need_of"])
    assert len(found.unused) == len(offers) - best[1]


def test_everybody_gets_one_before_anybody_gets_two():
    offers = sheet([("A", "foto"), ("B", "pris")], "kan")
    needs = sheet([("C", "foto"), ("C", "pris"), ("D", "pris")], "vil")
    found = board.match(offers, needs, times=1)
    assert dict(zip(found.frame["need_of"], found.frame["offer_of"], strict=True)) == {"C": "A", "D": "B"}


def test_what_people_ticked_fits_without_a_common_topic():
    offers = pd.DataFrame({"name": ["A"], "text": ["Jeg kan tage billeder"]})
    needs = pd.DataFrame({"name": ["B"], "text": ["Min butik ser mørk ud"]})
    assert board.match(offers, needs).without == ["B"]
    fits = pd.DataFrame(
        [("b", "min butik ser mørk ud", "A", "Jeg kan tage billeder")],
        columns=["need_of", "need", "offer_of", "offer"],
    )
    assert board.match(offers, needs, fits).without == []


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("styr på priserne", "prissætning og priser", "priser"),
        ("bedre billeder", "Tage BILLEDER af varer", "billeder"),
        ("hjælp til regnskab", "hjælp til tekster", ""),
        ("en ko", "en ko", ""),
        ("", "tekster", ""),
    ],
)
def test_a_word_in_both_is_a_reason_but_not_a_word_that_says_nothing(one, other, word):
    assert board.shared(one, other, ("hjælp",)) == word == board.shared(other, one, ("hjælp",))


def test_each_match_says_why_and_what_was_refused_is_not_matched():
    offers = pd.DataFrame([("A", "tage billeder"), ("B", "bage brød")], columns=["name", "text"])
    needs = pd.DataFrame([("C", "bedre billeder")], columns=["name", "text"])
    found = board.match(offers, needs)
    assert found.frame[["offer_of", "why", "word"]].values.tolist() == [["A", board.WORD, "billeder"]]
    four = ["need_of", "need", "offer_of", "offer"]
    no = pd.DataFrame([("C", "bedre billeder", "A", "tage billeder")], columns=four)
    assert board.match(offers, needs, misfits=no).without == ["C"]
    yes = pd.DataFrame([("C", "bedre billeder", "B", "bage brød")], columns=four)
    assert list(board.match(offers, needs, yes, no).frame["why"]) == [board.SAID]
    assert list(board.match(sheet([("A", "foto")], "x"), sheet([("B", "foto")], "y")).frame["why"]) == [
        board.TOPIC
    ]


@pytest.mark.parametrize(
    ("headings", "row", "found"),
    [
        (["Kaldenavn", "Jeg kan", "Jeg vil gerne"], ("Bo", " foto ", None), [("Bo", "foto", "")]),
        (["Name", "Offer"], ("Bo", "photos"), [("Bo", "photos", "")]),
        (["Name", "Need"], ("Bo", "web"), [("Bo", "", "web")]),
    ],
)
def test_a_sheet_of_offers_and_needs_is_read_by_its_headings(headings, row, found):
    assert board.read_sheet(pd.DataFrame([row, ("", *[""] * (len(row) - 1))], columns=headings)) == found


@pytest.mark.parametrize(
    ("frame", "key"),
    [
        (pd.DataFrame(), "empty"),
        (pd.DataFrame({"Navn": ["Bo"], "Jeg kan": [""]}), "empty"),
        (pd.DataFrame({"Jeg kan": ["foto"]}), "no_name_column"),
        (pd.DataFrame({"Navn": ["Bo"], "Sko": ["44"]}), "no_offers_column"),
    ],
)
def test_a_sheet_without_offers_or_needs_is_a_sentence(frame, key):
    with pytest.raises(SheetProblem) as raised:
        board.read_sheet(frame)
    assert raised.value.key == key
    assert explain.problem(explain.words("da"), raised.value)


def test_more_slips_than_the_board_holds_are_refused_before_it_takes_all_night():
    many = sheet([(f"P{at}", "foto") for at in range(board.MOST_LINES + 1)], "kan")
    with pytest.raises(SheetProblem, match="too_many_lines"):
        board.match(many, sheet([("A", "foto")], "vil"))


def test_nobody_is_matched_with_their_own_offer():
    found = board.match(sheet([("A", "foto")], "kan"), sheet([("a", "foto")], "vil"))
    assert found.frame.empty and found.without == ["a"] and found.possible == 0


@pytest.mark.parametrize(
    ("offers", "needs", "key"),
    [
        (pd.DataFrame({"text": ["x"]}), sheet([("A", "foto")], "vil"), "offers_column"),
        (sheet([("A", "foto")], "kan"), pd.DataFrame({"name": ["A"]}), "needs_column"),
        (pd.DataFrame({"name": [""], "text": [None]}), sheet([("A", "foto")], "vil"), "offers_empty"),
        (sheet([("A", "foto")], "kan"), pd.DataFrame(columns=["name", "text"]), "needs_empty"),
    ],
)
def test_a_sheet_that_lacks_something_is_a_sentence(offers, needs, key):
    with pytest.raises(SheetProblem, match=key):
        board.match(offers, needs)


@pytest.mark.parametrize(
    ("offer", "need", "word"),
    [
        ("VAT", "someone to do VAT", "vat"),
        ("SEO for små butikker", "hjælp med SEO", "seo"),
        ("IT", "styr på min IT", "it"),
        ("løn og ferie", "at regne løn", "løn"),
        ("priser på håndværk", "at sætte prisen rigtigt", "priser"),
        ("skriver gode tekster", "nogen der kan skrive", "skrive"),
        ("pictures of goods", "a picture for my shop", "picture"),
        ("I sell at markets", "selling at fairs", "sell"),
        ("it is fun", "is it far", ""),
        ("og til", "jeg vil til og med", ""),
        ("kan du se det", "det kan jeg se", ""),
    ],
)
def test_short_words_and_forms_of_words_meet_and_grammar_does_not(offer, need, word):
    general = explain.general(explain.words("da"))
    assert bool(board.shared(need, offer, general)) == bool(word)


WORDS = ["fotos", "foto", "IT", "moms", "momsen", "hjælp", "hjemmeside", "side", "en", "SEO"]
texts_of = st.lists(st.sampled_from(WORDS), max_size=3)


@settings(deadline=None)
@given(st.lists(texts_of.map(" ".join), max_size=4), st.lists(texts_of.map(" ".join), max_size=4))
def test_many_texts_at_once_share_what_two_and_two_do(some, others):
    general = {"hjælp"}
    found = board.sharing(some, others, general)
    assert found.tolist() == [[bool(board.shared(one, other, general)) for other in others] for one in some]
