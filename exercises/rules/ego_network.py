"""Measures of an ego network: one owner (ego), the contacts (alters), and who among them know each other.

The model is Burt's own and UCINET's default: a binary, undirected graph of ego, its alters and the ties
among the alters, ego tied to every alter, everything outside left out. The whole-network model gives other
numbers for the same person. Ties are binary because the learner only guesses them.

Everywhere, ``alters`` is a sequence of distinct names, ``ties`` and ``unknown`` are pairs of names from it:
pairs who know each other, and pairs where the learner does not know. The order within a pair and repeated
pairs make no difference; a pair in both counts as a tie. What cannot be read so raises ``ValueError``, whose
words give positions and never names, since an error may end in a saved page. A measure that is undefined is
``None``: too few to say, which is not zero.
"""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations

# With fewer, one person more or less turns every figure about: the map is shown, numbers are not.
FEWEST_FOR_NUMBERS = 5
# A structure of fewer is mostly a matter of how small it is: 1/n alone moves constraint from .20 to .13.
FEWEST_FOR_STRUCTURE = 8
# 25 contacts already ask for 300 answers about who knows whom.
MOST_TO_ASK = 25
# These are conventions of the course. No study gives a limit.

NUMBERS = ("size", "tie_count", "density")
STRUCTURE = ("effective_size", "efficiency", "constraint", "hierarchy")

NO_TIE, TIE, UNKNOWN = 0, 1, 2


@dataclass(frozen=True)
class Measures:
    """The figures of one ego network, with n alters and t ties among them.

    size: n, 0 or more.
    tie_count: t, from 0 to n(n−1)/2; ties to ego are not counted.
    density: 2t / (n(n−1)), from 0 to 1, ego left out. None below two alters.
    effective_size: alters that do not overlap, n − 2t/n, from 1 to n. None without alters.
        Source: burt1992; the short form for binary networks borgatti1997.
    efficiency: effective size / n, from 1/n to 1. None without alters. Source: burt1992.
    constraint: Σ_j c_ij (see :func:`dyadic_constraint`), from 1/n; not limited to 1: two alters who know
        each other give 1.125. None without alters. Source: burt1992, everett2020.
    hierarchy: how far the constraint comes from one alter (Coleman–Theil), Σ_j r_j ln r_j / (n ln n) with
        r_j = c_ij / (C/n), from 0 to 1. None below two alters. Source: burt1992.
    band: the same figures with every unknown pair counted as a tie; None when no pair is unknown.
        For density and effective size the two values are the limits of what is possible. For constraint and
        hierarchy they are two cases, not limits: more ties may also lower them.
    """

    size: int
    tie_count: int
    density: float | None
    effective_size: float | None
    efficiency: float | None
    constraint: float | None
    hierarchy: float | None
    band: "Measures | None" = None


@dataclass(frozen=True)
class WhatIf:
    """An ego network before and after one change; alters, ties and unknown are those afterwards."""

    before: Measures
    after: Measures
    alters: tuple[str, ...]
    ties: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]


def enough_for_numbers(n: int) -> bool:
    """Whether n alters are enough to show size, ties and density (five; a convention of the course)."""
    return n >= FEWEST_FOR_NUMBERS


def enough_for_structure(n: int) -> bool:
    """Whether n alters are enough to show effective size, efficiency, constraint and hierarchy (eight)."""
    return n >= FEWEST_FOR_STRUCTURE


def shown_measures(n: int) -> tuple[str, ...]:
    """The names of the :class:`Measures` that a page may show for n alters."""
    return (NUMBERS if enough_for_numbers(n) else ()) + (STRUCTURE if enough_for_structure(n) else ())


def pairs_to_ask(n: int) -> int:
    """How many answers "do these two know each other?" n alters ask for: n(n−1)/2."""
    return n * (n - 1) // 2


def measure(
    alters: Sequence[str], ties: Iterable[tuple[str, str]], unknown: Iterable[tuple[str, str]] = ()
) -> Measures:
    """The measures of the network, unknown pairs counted as no tie; ``band`` counts them as ties."""
    place, known, unsure = _read(alters, ties, unknown)
    return _measure(len(place), known, unsure)


def dyadic_constraint(alters: Sequence[str], ties: Iterable[tuple[str, str]]) -> dict[str, float]:
    """For each alter j, how far it holds ego's network: c_ij = (p_ij + Σ_q p_iq p_qj)², from 1/n² to 1.

    p is the share of a person's ties; q runs over the other alters. In a binary ego network p_ij = 1/n and
    p_qj = 1/(d_q + 1), where d_q counts q's ties to other alters. Source: burt1992.
    """
    place, known, _ = _read(alters, ties)
    return dict(zip(place, _dyadic(len(place), known), strict=True))


def best_constraint(n: int) -> float | None:
    """The lowest constraint that n alters allow, 1/n: none of them knows another. None without alters.

    A small network is constrained by its size alone, so this stands beside the learner's own value.
    """
    return 1 / n if n else None


def references(n: int) -> dict[str, Measures]:
    """Three networks of the same size, to read one's own beside: ``broker``, ``partner`` and ``clique``.

    broker: no two alters know each other (constraint 1/n, the best possible); partner: one alter knows all
    the others, who do not know each other; clique: all know each other. With two alters the partner network
    is the clique. Source: the three types of burt1992.
    """
    if n < 0:
        raise ValueError("A network cannot have fewer than no alters.")
    return {kind: _reference(kind, n) for kind in ("broker", "partner", "clique")}


def components(alters: Sequence[str], ties: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The circles that the alters form without ego, the largest first; nobody in one knows one in another.

    A circle of one is somebody whom no other alter knows. Within a circle the order is that of ``alters``.
    """
    import networkx as nx

    graph = _graph(alters, ties)
    return _in_order(nx.connected_components(graph), _places(alters))


def cut_alters(alters: Sequence[str], ties: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, ...]]]:
    """The alters who alone hold a circle together, and the parts it falls into when that alter leaves.

    The parts are without the alter, the largest first: all but the first break off. Whoever knows no other
    alter is not among them, though a circle goes with them too: see :func:`components`.
    """
    import networkx as nx

    graph, place = _graph(alters, ties), _places(alters)
    cuts = {}
    for alter in sorted(nx.articulation_points(graph), key=place.get):
        known = list(graph[alter])
        graph.remove_node(alter)
        parts = []
        for name in known:
            if not any(name in part for part in parts):
                parts.append(nx.node_connected_component(graph, name))
        graph.add_edges_from((alter, name) for name in known)
        cuts[alter] = _in_order(parts, place)
    return cuts


def what_if_without(
    alters: Sequence[str],
    ties: Iterable[tuple[str, str]],
    leaver: str,
    unknown: Iterable[tuple[str, str]] = (),
) -> WhatIf:
    """The network as it would be if ``leaver``, one of the alters, were gone."""
    alters, ties, unknown = tuple(alters), tuple(ties), tuple(unknown)
    if leaver not in alters:
        raise ValueError("The one who leaves is not among the alters.")
    return _what_if(
        (alters, ties, unknown),
        tuple(alter for alter in alters if alter != leaver),
        tuple(pair for pair in ties if leaver not in pair),
        tuple(pair for pair in unknown if leaver not in pair),
    )


def what_if_with(
    alters: Sequence[str],
    ties: Iterable[tuple[str, str]],
    newcomer: str,
    knows: Iterable[str] = (),
    unknown: Iterable[tuple[str, str]] = (),
    unsure: Iterable[str] = (),
) -> WhatIf:
    """The network with ``newcomer``, who knows the alters in ``knows`` and perhaps those in ``unsure``."""
    alters, ties, unknown = tuple(alters), tuple(ties), tuple(unknown)
    if newcomer in alters:
        raise ValueError("The newcomer is among the alters already.")
    return _what_if(
        (alters, ties, unknown),
        (*alters, newcomer),
        (*ties, *((newcomer, alter) for alter in knows)),
        (*unknown, *((newcomer, alter) for alter in unsure)),
    )


def ego_of(edges: Iterable[tuple[str, str]], ego: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The alters of ``ego`` in a larger network, and the ties among them: what :func:`measure` takes."""
    edges = list(edges)
    alters = list(dict.fromkeys(chain.from_iterable(edge for edge in edges if ego in edge)))
    alters = [alter for alter in alters if alter != ego]
    among = set(alters)
    return alters, [edge for edge in edges if among.issuperset(edge)]


def two_step_reach(edges: Iterable[tuple[str, str]], person: str) -> int:
    """How many different people are one or two ties from ``person``, who is not counted; 0 for an isolate.

    ``edges`` are the ties of a network that is known as a whole.
    """
    import networkx as nx

    graph = nx.Graph(list(edges))
    if person not in graph:
        return 0
    return len(nx.single_source_shortest_path_length(graph, person, cutoff=2)) - 1


def reach_efficiency(edges: Iterable[tuple[str, str]], person: str) -> float | None:
    """Two-step reach / the sum of the alters' degrees, as in UCINET: above 0, at most 1. None for an isolate.

    1 when every tie of an alter leads to somebody whom no other does; lower the more they lead to the same.
    """
    edges = list(edges)
    alters, _ = ego_of(edges, person)
    degrees = sum(len(ego_of(edges, alter)[0]) for alter in alters)
    return two_step_reach(edges, person) / degrees if degrees else None


def reach_upper_bound(contacts_of_alters: Iterable[int]) -> int:
    """The most people whom the alters can lead to, as the sum of how many each is thought to know.

    An upper bound: how far those people are the same, the learner does not know.
    """
    estimates = list(contacts_of_alters)
    if any(estimate < 0 for estimate in estimates):
        raise ValueError("Nobody knows fewer than no people.")
    return sum(estimates)


def anonymous_matrix(
    alters: Sequence[str],
    ties: Iterable[tuple[str, str]],
    unknown: Iterable[tuple[str, str]] = (),
    rng: random.Random | None = None,
) -> list[list[int]]:
    """The network as numbers only: n rows of n; 0 no tie, 1 tie, 2 unknown; symmetric, 0 on the diagonal.

    Rows stand by falling number of ties, and by chance where that is equal, so that a row says nothing of
    when or under which name a contact was entered. Two calls may differ in order, never in measures.
    """
    place, known, unsure = _read(alters, ties, unknown)
    n = len(place)
    degree = [0] * n
    for one, other in known:
        degree[one] += 1
        degree[other] += 1
    order = list(range(n))
    (rng or random.SystemRandom()).shuffle(order)
    order.sort(key=degree.__getitem__, reverse=True)
    row = {old: new for new, old in enumerate(order)}

    matrix = [[NO_TIE] * n for _ in range(n)]
    for pairs, entry in ((known, TIE), (unsure, UNKNOWN)):
        for one, other in pairs:
            matrix[row[one]][row[other]] = matrix[row[other]][row[one]] = entry
    return matrix


def measure_matrix(matrix: Sequence[Sequence[int]]) -> Measures:
    """The measures of an :func:`anonymous_matrix`: exactly those of the network that it was made from.

    Anything else than such a matrix raises ValueError: it may come from a file that somebody changed.
    """
    if not isinstance(matrix, list | tuple) or not all(
        isinstance(row, list | tuple) and len(row) == len(matrix) for row in matrix
    ):
        raise ValueError("The matrix must have as many columns as rows.")
    pairs = {NO_TIE: set(), TIE: set(), UNKNOWN: set()}
    for i, row in enumerate(matrix):
        if row[i] != NO_TIE:
            raise ValueError(f"Row {i + 1} ties a contact to itself.")
        for j in range(i):
            if row[j] not in (NO_TIE, TIE, UNKNOWN) or row[j] != matrix[j][i]:
                raise ValueError(f"Row {i + 1}, column {j + 1} is not 0, 1 or 2 the same both ways.")
            pairs[row[j]].add((j, i))
    return _measure(len(matrix), pairs[TIE], pairs[UNKNOWN])


def _places(alters):
    place = {alter: number for number, alter in enumerate(alters)}
    if len(place) < len(alters):
        raise ValueError("Two alters have the same name: each needs its own.")
    return place


def _pairs(pairs, place):
    found = set()
    for number, pair in enumerate(pairs, start=1):
        if len(pair) != 2:
            raise ValueError(f"Pair {number} must hold two names.")
        if not all(name in place for name in pair):
            raise ValueError(f"Pair {number} names somebody who is not among the alters.")
        one, other = sorted(place[name] for name in pair)
        if one == other:
            raise ValueError(f"Pair {number} ties a contact to itself.")
        found.add((one, other))
    return found


def _read(alters, ties, unknown=()):
    place = _places(alters)
    known = _pairs(ties, place)
    return place, known, _pairs(unknown, place) - known


def _graph(alters, ties):
    import networkx as nx

    place, known, _ = _read(alters, ties)
    names = list(place)
    graph = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from((names[one], names[other]) for one, other in known)
    return graph


def _in_order(groups, place):
    ordered = [tuple(sorted(group, key=place.get)) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), place[group[0]]))


# The closed forms of a binary ego network, and not networkx: for 150 alters networkx.constraint takes
# seconds where a learner is to see the figures move at once. The tests hold the two together. fsum makes
# the result the same to the last digit in whatever order the alters stand.
def _dyadic(n, pairs):
    degree = [0] * n
    for one, other in pairs:
        degree[one] += 1
        degree[other] += 1
    around = [[1.0] for _ in range(n)]
    for one, other in pairs:
        around[one].append(1 / (degree[other] + 1))
        around[other].append(1 / (degree[one] + 1))
    return [(math.fsum(shares) / n) ** 2 for shares in around]


def _hierarchy(dyadic, constraint):
    n = len(dyadic)
    if n < 2:
        return None
    # In this order an even spread gives exactly 1, and so a plain nought: part / (constraint / n) may leave
    # a hair, and −0.0 would be shown with its sign.
    relative = [part * n / constraint for part in dyadic]
    return math.fsum(ratio * math.log(ratio) for ratio in relative) / (n * math.log(n))


def _measure(n, known, unsure=frozenset()):
    t = len(known)
    dyadic = _dyadic(n, known)
    constraint = math.fsum(dyadic) if n else None
    effective_size = n - 2 * t / n if n else None
    measures = Measures(
        size=n,
        tie_count=t,
        density=t / pairs_to_ask(n) if n > 1 else None,
        effective_size=effective_size,
        efficiency=effective_size / n if n else None,
        constraint=constraint,
        hierarchy=_hierarchy(dyadic, constraint),
    )
    return replace(measures, band=_measure(n, known | unsure)) if unsure else measures


@cache
def _reference(kind, n):
    pairs = {
        "broker": (),
        "partner": ((0, other) for other in range(1, n)),
        "clique": combinations(range(n), 2),
    }
    return _measure(n, set(pairs[kind]))


def _what_if(before, alters, ties, unknown):
    return WhatIf(measure(*before), measure(alters, ties, unknown), alters, ties, unknown)
