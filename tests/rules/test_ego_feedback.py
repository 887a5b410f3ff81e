import re
import tomllib
from itertools import combinations, pairwise
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.rules.ego_feedback import change_feedback, feedback, reading
from exercises.rules.ego_network import cut_alters, measure, references, what_if_with, what_if_without
from exercises.texts import FOLDER

SENTENCES = tomllib.loads((FOLDER / "ego_feedback.toml").read_text(encoding="utf-8"))
TEN = "ABCDEFGHIJ"
STAR = [("A", other) for other in TEN[1:]]
CLIQUE = list(combinations(TEN, 2))
TWO_CIRCLES = [*combinations("ABCDE", 2), *combinations("FGHIJ", 2)]


FEW = ["FI", "EJ", "AJ", "CJ", "FJ", "EF", "IJ"]


def keys(statements):
    return [statement.key for statement in statements]


def params(statements, key):
    return next(statement.params for statement in statements if statement.key == key)


@st.composite
def networks(draw):
    alters = TEN[: draw(st.integers(0, 10))]
    answers = {pair: draw(st.sampled_from(["no", "yes", "unknown"])) for pair in combinations(alters, 2)}
    ties, unknown = (
        [pair for pair, answer in answers.items() if answer == kind] for kind in ("yes", "unknown")
    )
    return alters, ties, unknown


def named(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def said(network):
    alters, ties, unknown = network
    statements = feedback(measure(alters, ties, unknown), cut_alters(alters, ties))
    for alter in alters:
        statements += change_feedback(what_if_without(alters, ties, alter, unknown))
    return statements + change_feedback(what_if_with(alters, ties, "new", alters[:2], unknown))


@settings(deadline=None)
@given(networks())
def test_every_statement_has_its_sentences_and_they_name_what_it_brings(network):
    for key, figures in said(network):
        for lang in ("da", "en"):
            assert named(SENTENCES[key][lang]) <= set(figures), (key, lang)


def test_no_sentence_waits_for_a_statement_that_never_comes():
    networks = [
        ("ABC", [], []),
        ("ABCDE", ["AB"], ["CD"]),
        (TEN, [], []),
        (TEN, STAR, []),
        (TEN, TWO_CIRCLES, [("E", "F")]),
        (TEN, CLIQUE[:20], CLIQUE[20:]),
        (TEN, CLIQUE, []),
        (TEN, [*TWO_CIRCLES, ("E", "F")], []),
        (TEN, FEW, []),
    ]
    assert {statement.key for network in networks for statement in said(network)} == set(SENTENCES)


def test_every_sentence_has_its_sister_and_they_name_the_same():
    for key, record in SENTENCES.items():
        assert set(record) == {"da", "en"}, key
        assert named(record["da"]) == named(record["en"]), key


def test_no_sentence_calls_a_network_good_or_bad():
    verdict = (
        r"(et|dit) (godt|dårligt|stærkt|svagt) netværk|a (good|bad|strong|weak|poor) network|score|karakter"
    )
    for key, record in SENTENCES.items():
        assert not re.search(verdict, f"{record['da']} {record['en']}", re.IGNORECASE), key


@pytest.mark.parametrize("n", range(5))
def test_below_five_contacts_there_are_no_figures(n):
    assert keys(feedback(references(n)["clique"])) == ["too_few_for_numbers"]


@pytest.mark.parametrize("n", [5, 6, 7])
def test_below_eight_contacts_nothing_is_said_of_structure(n):
    assert keys(feedback(references(n)["partner"])) == ["ties", "too_few_for_structure", "guess"]


@pytest.mark.parametrize("kind", ["open", "mixed", "tight"])
def test_each_reading_is_said_from_both_sides(kind):
    ties = {"open": STAR[:5], "mixed": TWO_CIRCLES, "tight": CLIQUE}[kind]
    measures = measure(TEN, ties)
    assert reading(measures) == kind
    assert keys(feedback(measures))[:4] == ["ties", f"{kind}_reading", f"{kind}_new", f"{kind}_safe"]
    assert keys(feedback(measures))[-1] == "which_job"


@pytest.mark.parametrize(("ties", "kind"), [(14, "open"), (15, "mixed"), (30, "mixed"), (31, "tight")])
def test_a_third_and_two_thirds_of_the_ties_both_belong_to_the_middle(ties, kind):
    assert reading(measure(TEN, CLIQUE[:ties])) == kind


def test_the_broker_reads_as_open_and_the_clique_as_tight_at_every_size():
    for n in range(8, 60):
        same_size = references(n)
        assert (reading(same_size["broker"]), reading(same_size["clique"])) == ("open", "tight"), n


@pytest.mark.parametrize(("known", "hub"), [(3, False), (4, False), (5, True), (9, True)])
def test_one_who_knows_half_of_the_others_is_told_of(known, hub):
    assert ("hub" in keys(feedback(measure(TEN, STAR[:known])))) is hub


def test_where_all_know_all_nobody_is_a_hub():
    assert "hub" not in keys(feedback(measure(TEN, CLIQUE)))


def test_the_own_constraint_stands_beside_three_networks_of_the_same_size():
    found = params(feedback(measure(TEN, TWO_CIRCLES)), "compared")
    assert {kind: round(100 * found[kind]) for kind in ("broker", "partner", "clique")} == {
        "broker": 10,
        "partner": 41,
        "clique": 36,
    }
    assert found["constraint"] == measure(TEN, TWO_CIRCLES).constraint


def told_cuts(ties):
    statements = feedback(measure(TEN, ties), cut_alters(TEN, ties))
    return [(told["name"], told["contacts"]) for key, told in statements if key == "cut"]


def test_the_three_who_part_most_contacts_from_a_circle_are_named_the_first_first():
    line = [*pairwise("ABCDEFG"), ("G", "H"), ("G", "I"), ("G", "J")]
    assert told_cuts(line) == [("E", 4), ("F", 4), ("D", 3)]


def test_contacts_who_would_each_stand_alone_are_counted_together_and_a_single_one_is_not_told():
    assert told_cuts(STAR) == [("A", 8)]
    assert told_cuts([*CLIQUE[9:], ("A", "B")]) == []


def test_dont_know_is_told_with_what_it_would_change():
    sure, little, much = [], [("E", "F")], [(one, other) for one in "ABCDE" for other in "FGHIJ"]
    assert not any("unsure" in key for key in keys(feedback(measure(TEN, TWO_CIRCLES, sure))))
    assert "unsure_same" in keys(feedback(measure(TEN, TWO_CIRCLES, little)))
    turned = feedback(measure(TEN, TWO_CIRCLES, much))
    assert params(turned, "unsure_turns")["unsure"] == 25
    assert params(turned, "unsure_turns")["constraint_if"] == measure(TEN, CLIQUE).constraint


def test_dont_know_in_a_small_network_is_told_in_ties():
    found = feedback(measure("ABCDE", ["AB", "BC"], ["CD", "DE", "AE"]))
    assert params(found, "unsure_ties") == {"unsure": 3, "ties": 2, "ties_if": 5}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (what_if_with(TEN, TWO_CIRCLES, "K"), "change_opener"),
        (what_if_with(TEN, TWO_CIRCLES, "K", knows=TEN), "change_tighter"),
        (what_if_without(TEN, CLIQUE, "A"), "change_even"),
        (what_if_without(TEN, STAR, "A"), "change_opener"),
    ],
)
def test_a_change_is_named_by_what_it_does_to_the_pairs(change, key):
    assert keys(change_feedback(change)) == [key, "change_constraint", "change_is_a_drawing"]


def test_a_change_that_cannot_be_seen_with_two_decimals_is_not_told_as_one():
    said = change_feedback(what_if_without(TEN, FEW, "A"))
    assert "change_constraint_same" in keys(said)
    found = params(said, "change_constraint_same")
    assert (round(found["before"], 4), round(found["after"], 4)) == (0.2260, 0.2342)


def test_a_change_shows_how_much_of_it_is_size_alone():
    found = params(change_feedback(what_if_without(TEN, [], "A")), "change_constraint")
    assert found["after"] == pytest.approx(found["best_after"]) == pytest.approx(1 / 9)
    assert found["before"] == pytest.approx(found["best_before"]) == pytest.approx(1 / 10)


def test_a_change_into_or_out_of_too_few_contacts_is_not_read():
    few = change_feedback(what_if_without(TEN[:8], [], "A"))
    assert keys(few) == ["change_too_few"]
    assert params(few, "change_too_few") == {"n": 7, "needed": 8}
    assert keys(change_feedback(what_if_with(TEN[:7], [], "K"))) == ["change_too_few"]
