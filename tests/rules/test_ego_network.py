from dataclasses import asdict
from itertools import combinations
from math import log

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exercises.rules import ego_network
from exercises.rules.ego_network import (
    WhatIf,
    anonymous_matrix,
    best_constraint,
    components,
    cut_alters,
    dyadic_constraint,
    ego_of,
    enough_for_numbers,
    enough_for_structure,
    measure,
    measure_matrix,
    pairs_to_ask,
    reach_efficiency,
    reach_upper_bound,
    references,
    shown_measures,
    two_step_reach,
    what_if_with,
    what_if_without,
)

FIGURES = ("density", "effective_size", "efficiency", "constraint", "hierarchy")

# The ego G of borgatti1997, whose alters are A–F, with every tie of the whole graph.
BORGATTI = ["GA", "GB", "GC", "GD", "GE", "GF", "AB", "AF", "AE", "BD"]
BORGATTI_WEIGHTS = {"GA": 5, "GB": 4, "GC": 10, "GD": 3, "GE": 8, "GF": 3, "AB": 2, "AF": 3, "AE": 2, "BD": 1}
# "Hole in the middle" of igraph's tests.
HOLE = [
    (0, 1),
    (0, 2),
    (0, 3),
    (1, 2),
    (1, 3),
    (2, 3),
    (3, 4),
    (4, 5),
    (5, 6),
    (5, 7),
    (5, 8),
    (6, 7),
    (6, 8),
]
HOLE += [(7, 8)]
KARATE = list(nx.karate_club_graph().edges)

# name: edges around ego, ego, n, t, then FIGURES; None is undefined, ... was not published or computed.
WORKED = {
    "borgatti's ego G": (BORGATTI, "G", 6, 4, 0.2667, 4.67, 0.778, 0.400, 0.0947),
    "borgatti's pendant C": (BORGATTI, "C", 1, 0, None, 1, 1, 1, None),
    "borgatti's node A, ego model": (BORGATTI, "A", 4, ..., ..., ..., ..., 0.6836, ...),
    "borgatti's node D, ego model": (BORGATTI, "D", 2, 1, 1, 1, 0.5, 1.125, 0),
    "inner node of a line of 4": ([(0, 1), (1, 2), (2, 3)], 1, 2, 0, 0, 2, 1, 0.5, 0),
    "complete graph of 4": (list(combinations(range(4), 2)), 0, 3, 3, 1, 1, 0.333, 0.925926, 0),
    "hole in the middle, node 3": (HOLE, 3, 4, 3, 0.5, 2.5, 0.625, 0.583333, 0.0468),
    "two who know each other": (["XA", "XB", "AB"], "X", 2, 1, 1, 1, 0.5, 1.125, 0),
    "netmem's ego f": (
        ["fa", "fb", "fc", "fd", "fe", "ab", "ac", "bc", "de"],
        *("f", 5, 4, 0.4, 3.4, 0.68, 0.513333, 0.0032),
    ),
    "karate club, node 0": (KARATE, 0, 16, 18, 0.15, 13.75, ..., 0.177728, ...),
    "karate club, node 33": (KARATE, 33, 17, 15, ..., 15.235294, ..., 0.180689, ...),
}

# Burt's teaching table, times 100: density, hierarchy, constraint.
REFERENCES = {
    3: {"broker": (0, 0, 33), "partner": (67, 7, 84), "clique": (100, 0, 93)},
    5: {"broker": (0, 0, 20), "partner": (40, 25, 59), "clique": (100, 0, 65)},
    10: {"broker": (0, 0, 10), "partner": (20, 50, 41), "clique": (100, 0, 36)},
}


def places_shown(printed):
    return len(str(printed).partition(".")[2])


@st.composite
def ego_networks(draw, smallest=0, largest=12):
    """Alters, ties among them, and pairs of which nothing is known."""
    alters = [f"alter {number}" for number in range(draw(st.integers(smallest, largest)))]
    answers = {pair: draw(st.sampled_from(["no", "yes", "unknown"])) for pair in combinations(alters, 2)}
    pairs = {
        kind: [pair for pair, answer in answers.items() if answer == kind] for kind in ("yes", "unknown")
    }
    return alters, pairs["yes"], pairs["unknown"]


def graph_with_ego(alters, ties):
    graph = nx.Graph(list(ties), weight=1)
    graph.add_edges_from(("ego", alter) for alter in alters)
    nx.set_edge_attributes(graph, 1, "weight")
    return graph


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_example_comes_out_as_its_source_has_it(name):
    edges, ego, size, tie_count, *printed = WORKED[name]
    measures = measure(*ego_of(edges, ego))
    assert measures.size == size
    assert tie_count is ... or measures.tie_count == tie_count
    for figure, value in zip(FIGURES, printed, strict=True):
        ours = getattr(measures, figure)
        if value is None:
            assert ours is None, figure
        elif value is not ...:
            assert round(ours, places_shown(value)) == value, figure


def test_the_weighted_example_of_borgatti_holds_in_the_library_we_compare_with():
    graph = nx.Graph()
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in BORGATTI_WEIGHTS.items())
    assert nx.constraint(graph, nodes=["G"], weight="weight")["G"] == pytest.approx(0.299, abs=5e-4)
    assert nx.effective_size(graph, nodes=["G"], weight="weight")["G"] == pytest.approx(5.47, abs=5e-3)


@pytest.mark.parametrize(
    ("edges", "ego", "whole_network"),
    [(BORGATTI, "A", 0.5955), (BORGATTI, "D", 0.7847), (KARATE, 0, 0.155423), (KARATE, 33, 0.156419)],
)
def test_ties_outside_the_ego_network_change_nothing(edges, ego, whole_network):
    published = nx.constraint(nx.Graph(edges), nodes=[ego])[ego]
    assert published == pytest.approx(whole_network, abs=5e-5)
    assert measure(*ego_of(edges, ego)).constraint > published + 0.02


def test_the_library_gives_the_whole_network_figures_that_igraph_publishes():
    found = nx.constraint(nx.Graph(HOLE), nodes=range(9))
    expected = [0.865741] * 3 + [0.583333, 0.5, 0.583333] + [0.865741] * 3
    assert [round(found[node], 6) for node in range(9)] == expected


@pytest.mark.parametrize("n", REFERENCES)
def test_reference_networks_are_those_of_burts_table(n):
    found = {
        kind: tuple(round(100 * figure) for figure in (m.density, m.hierarchy, m.constraint))
        for kind, m in references(n).items()
    }
    assert found == REFERENCES[n]


@pytest.mark.parametrize(("n", "best"), [(2, 0.5), (3, 1 / 3), (5, 0.2), (10, 0.1)])
def test_the_best_possible_constraint_is_the_brokers(n, best):
    assert best_constraint(n) == pytest.approx(best)
    assert references(n)["broker"].constraint == pytest.approx(best)


def test_no_contacts_leave_every_measure_undefined_but_the_counts():
    measures = measure([], [])
    assert (measures.size, measures.tie_count, measures.band) == (0, 0, None)
    assert {getattr(measures, figure) for figure in FIGURES} == {None}
    assert best_constraint(0) is None
    assert references(0)["clique"] == measures


def test_one_contact_is_a_full_constraint_with_no_density_or_hierarchy():
    measures = measure(["A"], [])
    assert (measures.effective_size, measures.efficiency, measures.constraint) == (1, 1, 1)
    assert measures.density is None and measures.hierarchy is None


def test_an_even_spread_is_a_plain_nought_without_a_minus_sign():
    for n in range(2, 40):
        for kind in ("broker", "clique"):
            assert str(references(n)[kind].hierarchy) == "0.0", (n, kind)


@settings(deadline=None, max_examples=80)
@given(ego_networks(smallest=1))
def test_the_measures_are_those_of_networkx_on_the_graph_of_ego_and_alters(network):
    alters, ties, _ = network
    graph = graph_with_ego(alters, ties)
    measures = measure(alters, ties)
    n = len(alters)
    assert measures.constraint == pytest.approx(nx.constraint(graph, nodes=["ego"], weight="weight")["ego"])
    by_definition = nx.effective_size(graph, nodes=["ego"], weight="weight")["ego"]
    assert measures.effective_size == pytest.approx(by_definition)
    assert measures.efficiency == pytest.approx(by_definition / n)
    if n > 1:
        assert measures.density == pytest.approx(nx.density(graph.subgraph(alters)))


@settings(deadline=None, max_examples=80)
@given(ego_networks(smallest=1))
def test_dyadic_constraint_and_hierarchy_are_those_of_the_definitions(network):
    alters, ties, _ = network
    graph = graph_with_ego(alters, ties)
    dyadic = dyadic_constraint(alters, ties)
    expected = {alter: nx.local_constraint(graph, "ego", alter, weight="weight") for alter in alters}
    assert dyadic == pytest.approx(expected)
    n = len(alters)
    if n > 1:
        mean = sum(expected.values()) / n
        disorder = sum(c / mean * log(c / mean) for c in expected.values()) / (n * log(n))
        assert measure(alters, ties).hierarchy == pytest.approx(disorder, abs=1e-9)


@settings(deadline=None)
@given(ego_networks())
def test_every_measure_stays_in_the_range_its_docstring_gives(network):
    alters, ties, _ = network
    measures, n = measure(alters, ties), len(alters)
    if n:
        assert 1 - 1e-9 <= measures.effective_size <= n
        assert 1 / n - 1e-9 <= measures.efficiency <= 1
        assert measures.constraint >= 1 / n - 1e-9
        assert all(1 / n**2 - 1e-9 <= part <= 1 for part in dyadic_constraint(alters, ties).values())
    if n > 1:
        assert 0 <= measures.density <= 1
        assert 0 <= measures.hierarchy <= 1


@settings(deadline=None)
@given(ego_networks())
def test_the_band_is_the_network_with_every_unknown_pair_known(network):
    alters, ties, unknown = network
    measures = measure(alters, ties, unknown)
    assert asdict(measures) | {"band": None} == asdict(measure(alters, ties))
    assert measures.band == (measure(alters, ties + unknown) if unknown else None)


def test_more_ties_may_lower_constraint_so_that_the_band_is_no_limit():
    alters = range(10)
    partner = [(0, other) for other in range(1, 10)]
    others = list(combinations(range(1, 10), 2))
    measures = measure(alters, partner, others)
    assert measures.band.constraint < measures.constraint
    assert measures.band.density > measures.density


def test_a_pair_that_is_both_known_and_unknown_is_known():
    assert measure("AB", ["AB"], ["BA"]) == measure("AB", ["AB"])


def test_a_tie_told_twice_or_the_other_way_round_counts_once():
    assert measure("ABC", ["AB", "BA", "AB"]) == measure("ABC", ["AB"])


@pytest.mark.parametrize(
    ("alters", "ties", "unknown", "words"),
    [
        (["Ole", "Ole"], [], [], "same name"),
        (["Ole", "Ida"], [("Ole", "Ida"), ("Ole", "Ole")], [], "Pair 2 ties a contact to itself"),
        (["Ole", "Ida"], [], [("Ida", "Ida")], "Pair 1 ties a contact to itself"),
        (["Ole", "Ida"], [("Ole", "Bo")], [], "Pair 1 names somebody who is not among the alters"),
        (["Ole", "Ida"], [], [("Bo", "Ida")], "Pair 1 names somebody who is not among the alters"),
        (["Ole", "Ida"], [("Ole", "Ida", "Ole")], [], "Pair 1 must hold two names"),
        (["Ole"], [("Ole",)], [], "Pair 1 must hold two names"),
    ],
)
def test_what_cannot_be_a_network_is_refused_in_words_without_a_name(alters, ties, unknown, words):
    with pytest.raises(ValueError, match=words) as refusal:
        measure(alters, ties, unknown)
    assert not any(name in str(refusal.value) for name in ("Ole", "Ida", "Bo"))


def test_every_function_that_takes_ties_refuses_a_stranger():
    for function in (dyadic_constraint, components, cut_alters, anonymous_matrix):
        with pytest.raises(ValueError, match="not among the alters"):
            function(["Ole"], [("Ole", "Bo")])


def test_fewer_than_no_contacts_are_refused():
    with pytest.raises(ValueError, match="fewer than no"):
        references(-1)


@pytest.mark.parametrize(
    ("n", "numbers", "structure"), [(0, 0, 0), (4, 0, 0), (5, 1, 0), (7, 1, 0), (8, 1, 1), (150, 1, 1)]
)
def test_numbers_need_five_contacts_and_structure_eight(n, numbers, structure):
    assert (enough_for_numbers(n), enough_for_structure(n)) == (bool(numbers), bool(structure))
    shown = shown_measures(n)
    assert ("density" in shown, "constraint" in shown) == (bool(numbers), bool(structure))


def test_the_shown_measures_are_all_of_them_from_eight_contacts():
    assert {*shown_measures(8), "band"} == set(asdict(measure([], [])))


@pytest.mark.parametrize(("n", "questions"), [(0, 0), (1, 0), (10, 45), (15, 105), (25, 300)])
def test_pairs_to_ask_grow_with_the_square_of_the_contacts(n, questions):
    assert pairs_to_ask(n) == questions == len(list(combinations(range(n), 2)))


def test_circles_stand_by_size_and_then_by_who_was_named_first():
    assert components("ABCDEFG", ["GE", "DF", "EA"]) == [("A", "E", "G"), ("D", "F"), ("B",), ("C",)]
    assert components([], []) == []


def test_the_one_who_holds_two_circles_together_is_found_with_what_breaks_off():
    ties = ["AB", "BC", "AC", "CD", "DE", "DF", "EF"]
    assert cut_alters("ABCDEFG", ties) == {
        "C": [("D", "E", "F"), ("A", "B")],
        "D": [("A", "B", "C"), ("E", "F")],
    }


def test_nobody_holds_a_clique_or_a_set_of_strangers_together():
    assert cut_alters("ABCD", combinations("ABCD", 2)) == {}
    assert cut_alters("ABCD", []) == {}


@settings(deadline=None)
@given(ego_networks())
def test_a_cut_alter_is_one_whose_leaving_makes_more_circles(network):
    alters, ties, _ = network
    cuts, circles = cut_alters(alters, ties), components(alters, ties)
    for alter in alters:
        left = what_if_without(alters, ties, alter)
        after = components(left.alters, left.ties)
        assert (alter in cuts) == (len(after) > len(circles))
        if alter in cuts:
            assert set(after) - set(circles) == set(cuts[alter])


@settings(deadline=None)
@given(ego_networks(smallest=1))
def test_a_contact_taken_out_and_put_back_gives_the_first_figures_again(network):
    alters, ties, unknown = network
    leaver = alters[0]
    friends, unsure = (
        [other for pair in pairs if leaver in pair for other in pair if other != leaver]
        for pairs in (ties, unknown)
    )
    out = what_if_without(alters, ties, leaver, unknown)
    back = what_if_with(out.alters, out.ties, leaver, friends, out.unknown, unsure)
    assert out.before == back.after == measure(alters, ties, unknown)
    assert out.after == back.before
    assert leaver not in out.alters and out.after.size == len(alters) - 1


def test_what_if_gives_the_network_afterwards_for_the_picture():
    change = what_if_with("AB", ["AB"], "C", knows=["A"], unsure=["B"])
    assert change == WhatIf(
        before=measure("AB", ["AB"]),
        after=measure("ABC", ["AB", "AC"], ["BC"]),
        alters=("A", "B", "C"),
        ties=("AB", ("C", "A")),
        unknown=(("C", "B"),),
    )


def test_only_an_alter_can_leave_and_only_a_stranger_can_come():
    with pytest.raises(ValueError, match="not among the alters"):
        what_if_without("AB", [], "C")
    with pytest.raises(ValueError, match="among the alters already"):
        what_if_with("AB", [], "A")
    with pytest.raises(ValueError, match="not among the alters"):
        what_if_with("AB", [], "C", knows=["D"])


@settings(deadline=None)
@given(ego_networks(), st.randoms(use_true_random=False))
def test_the_anonymous_matrix_gives_exactly_the_same_measures(network, rng):
    matrix = anonymous_matrix(*network, rng=rng)
    assert measure_matrix(matrix) == measure(*network)
    assert all(type(entry) is int for row in matrix for entry in row)
    ties = [row.count(ego_network.TIE) for row in matrix]
    assert ties == sorted(ties, reverse=True)


def test_the_anonymous_matrix_hides_the_order_in_which_contacts_were_entered():
    alters, ties = "ABCDEF", ["AB", "CD", "DE"]
    orders = {str(anonymous_matrix(alters, ties)) for _ in range(60)}
    assert len(orders) > 1


@settings(deadline=None)
@given(ego_networks(), st.randoms(use_true_random=False))
def test_the_order_of_contacts_and_of_ties_makes_no_difference_to_any_digit(network, rng):
    alters, ties, unknown = network
    before = measure(alters, ties, unknown)
    shuffled = [rng.sample(pairs, len(pairs)) for pairs in network]
    assert measure(*shuffled) == before


@pytest.mark.parametrize(
    "matrix",
    [
        [[0, 1]],
        [[0, 1], [1]],
        [[1]],
        [[0, 1], [0, 0]],
        [[0, 3], [3, 0]],
        [[0, "1"], ["1", 0]],
        [[0, None], [None, 0]],
        [[0, 0.5], [0.5, 0]],
        [[0, float("nan")], [float("nan"), 0]],
        [0],
        ["0"],
        "0",
        {},
        None,
    ],
)
def test_a_matrix_that_somebody_changed_is_refused(matrix):
    with pytest.raises(ValueError):
        measure_matrix(matrix)


@pytest.mark.parametrize(
    ("edges", "reached"),
    [
        (BORGATTI, dict.fromkeys("ABCDEFG", 6)),
        (HOLE, dict(enumerate([4, 4, 4, 5, 8, 5, 4, 4, 4]))),
        (KARATE, {0: 25, 33: 23, 11: 16}),
        (["AB"], {"C": 0}),
    ],
)
def test_two_step_reach_counts_different_people(edges, reached):
    assert {person: two_step_reach(edges, person) for person in reached} == reached


def test_reach_efficiency_falls_as_contacts_lead_to_the_same_people():
    assert reach_efficiency(["XA", "XB", "AC", "BD"], "X") == 1
    assert reach_efficiency(["XA", "XB", "AC", "BC"], "X") == 3 / 4
    assert reach_efficiency(["XA", "XB", "AB"], "X") == 2 / 4
    assert reach_efficiency(["AB"], "X") is None


@settings(deadline=None)
@given(ego_networks(smallest=2))
def test_reach_never_exceeds_the_sum_of_what_contacts_know(network):
    alters, ties, _ = network
    assume(ties)
    for person in alters:
        contacts, _ = ego_of(ties, person)
        known = [len(ego_of(ties, contact)[0]) for contact in contacts]
        assert two_step_reach(ties, person) <= reach_upper_bound(known)


def test_an_estimate_below_nought_is_refused():
    assert reach_upper_bound([]) == 0
    with pytest.raises(ValueError, match="fewer than no"):
        reach_upper_bound([3, -1])
