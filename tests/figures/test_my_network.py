"""The figures of lesson 3, and what Bente's case tells of hers."""

import json
import re
import tomllib
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import places
from exercises.figures import my_network as figures
from exercises.models import my_network as model
from exercises.models import sample
from exercises.rules import privacy
from exercises.rules.ego_network import (
    anonymous_matrix,
    cut_alters,
    measure,
    references,
    what_if_without,
)
from exercises.rules.reflection import check_answers, check_figures, check_privacy
from exercises.texts import Texts
from exercises.typed import parse_number

BENTE = tomllib.loads((places.root() / "exercises/data/bente.toml").read_text(encoding="utf-8"))


def put(store, n, circle_of=0):
    """``n`` people, the first ``circle_of`` of them in one circle."""
    people = [model.add_person(store, f"Kanariefugl {number}", closeness=3) for number in range(n)]
    circle = model.add_circle(store, "Kanariefugleklubben")
    for person in people[:circle_of]:
        model.set_circle(store, person, circle, True)
    return people


# ---- what travels with the hand-in -----------------------------------------------------------------------


def test_an_empty_map_has_no_figures(store):
    assert figures.figures(store) == {}


def test_below_five_contacts_there_are_counts_and_no_measures(store):
    put(store, 4, circle_of=2)
    assert figures.figures(store) == {"contacts": 4, "circles": 1, "strong": 0, "moderate": 4, "weak": 0}


def test_below_eight_contacts_nothing_is_said_of_structure(store):
    put(store, 7, circle_of=3)
    own = figures.figures(store)
    assert (own["contacts"], own["tie_count"], own["density"]) == (7, 3, 0.14)
    assert not own.keys() & {"effective_size", "constraint", "constraint_best"}


def test_a_pair_nobody_knows_of_is_counted_and_its_other_case_is_shown(store):
    people = put(store, 8, circle_of=3)
    model.set_pair(store, people[0], people[1], "unknown")
    own = figures.figures(store)
    assert (own["tie_count"], own["tie_count_if"], own["unknown_pairs"]) == (2, 3, 1)
    assert own["effective_size_if"] < own["effective_size"]


def test_figures_are_numbers_and_name_nobody(store):
    put(store, 9, circle_of=4)
    written = json.dumps(figures.figures(store))
    assert "Kanariefugl" not in written
    matrix = json.loads(written)["matrix"]
    assert {entry for row in matrix for entry in row} == {0, 1}


def test_every_figure_has_its_sentence(store, lang):
    sample.fill(store, lang)
    label = Texts("figures/my_network", lang)
    assert figures.figures(store).keys() - label.data.keys() == {"matrix"}
    assert set(figures.MEASURED) <= label.data.keys()


NETWORKS = st.integers(0, 12).flatmap(
    lambda n: st.tuples(
        st.just([str(i) for i in range(n)]),
        *(st.sets(st.sampled_from(list(combinations(map(str, range(n)), 2)) or [None])) for _ in range(2)),
    )
)


@given(NETWORKS)
def test_what_is_computed_again_from_the_file_is_what_was_handed_in(network):
    alters, ties, unknown = network
    ties, unknown = ties - {None}, unknown - {None}
    matrix = anonymous_matrix(alters, ties, unknown)
    own, handed_in = measure(alters, ties, unknown), figures.measured(matrix)
    for name in ("tie_count", "density", "effective_size", "constraint"):
        assert name not in handed_in or handed_in[name] == round(getattr(own, name), 2)
    assert ("tie_count_if" in handed_in) == (own.band is not None and own.size >= 5)
    file = json.loads(json.dumps(handed_in | {"matrix": matrix}))
    assert figures.agree(file, file["matrix"])


def test_a_file_whose_measures_are_not_those_of_its_matrix_is_seen(store):
    put(store, 9, circle_of=4)
    own = figures.figures(store)
    matrix = own.pop("matrix")
    assert figures.agree(own, matrix)
    assert not figures.agree(own | {"constraint": own["constraint"] + 0.1}, matrix)
    assert not figures.agree(own, None)
    assert not figures.agree(own, [[1, "x"], {}])
    assert figures.agree({"contacts": 4}, None)


# ---- the worked example ----------------------------------------------------------------------------------


@pytest.fixture
def bente(store, lang):
    sample.fill(store, lang)
    return model.network(store)


def cells(path, *ids):
    notebook = json.loads((places.root() / path).read_text(encoding="utf-8"))
    found = {cell["id"]: "".join(cell["source"]).replace("\xa0", " ") for cell in notebook["cells"]}
    return [found[name] for name in ids]


def lesson(lang, name):
    return cells(f"lessons/{lang}/03-my-network.ipynb", name)[0]


def number_of(store, nickname):
    return next(str(person.id) for person in model.people(store) if person.nickname == nickname)


def test_the_lesson_tells_of_everybody_on_bentes_map(bente, lang):
    table = [line for line in lesson(lang, "example-bente").splitlines() if line.startswith("| ")]
    for person in BENTE["people"]:
        row = next(line for line in table if f"**{person['nickname']}**" in line)
        assert f"| {person['closeness']} |" in row
        for circle in BENTE["circles"]:
            assert (circle[lang] in row) == (circle["key"] in person["circles"])


def test_the_figures_in_bentes_case_are_those_of_her_map(bente, store, lang):
    t, text, own = Texts("store", lang), lesson(lang, "example-figures"), figures.figures(store)
    partner = references(own["contacts"])["partner"]
    told = (
        *(t.number(own[name]) for name in ("contacts", "pairs", "tie_count", "tie_count_if")),
        t.number(partner.tie_count),
        t.percent(own["tie_count"] / own["pairs"]),
        *(t.number(own[name], 2) for name in ("density", "effective_size", "effective_size_if")),
        *(t.number(own[name], 2) for name in ("constraint", "constraint_if", "constraint_best")),
        t.number(own["constraint_clique"], 2),
        *(t.number(value, 2) for value in (partner.effective_size, partner.constraint)),
    )
    assert [number for number in told if f" {number}" not in text] == []


def test_what_happens_when_somebody_leaves_bentes_map_is_what_the_lesson_says(bente, store, lang):
    t, before = Texts("store", lang), measure(bente.alters, bente.ties).constraint
    after = {
        person.nickname: what_if_without(bente.alters, bente.ties, str(person.id)).after.constraint
        for person in model.people(store)
    }
    moved = sorted(after, key=lambda nickname: abs(after[nickname] - before))
    assert (moved[0], moved[-1]) == ("Ruth", "Viggo")
    for nickname in ("Ruth", "Viggo"):
        paragraph = next(p for p in lesson(lang, "example-what-if").split("\n\n") if f"**{nickname} " in p)
        assert re.findall(r"\d[.,]\d+", paragraph) == [t.number(v, 2) for v in (before, after[nickname])]


def test_what_bente_decides_changes_her_map_as_the_lesson_says(bente, store, lang):
    t, lone, hanne = Texts("store", lang), number_of(store, "Lone"), number_of(store, "Hanne")
    after = measure(bente.alters, [*bente.ties, (lone, hanne)]).constraint
    assert t.number(after, 2) in lesson(lang, "example-thoughts")
    ruth = number_of(store, "Ruth")
    assert ruth in cut_alters(bente.alters, bente.ties)
    assert ruth not in cut_alters(bente.alters, [*bente.ties, (lone, hanne)])


def test_the_answers_kept_for_facilitators_pass_their_own_check(bente, store, lang):
    names = ("answer-1", "answer-2", "answer-3")
    answers = dict(zip(names, cells(f"source/03-my-network-{lang}/my-network.ipynb", *names), strict=True))
    own = {name: value for name, value in figures.figures(store).items() if name != "matrix"}
    assert check_answers(answers).points == 1
    assert check_figures([answers["answer-1"]], own, parse_number).points == 1
    assert check_privacy(answers.values(), privacy.find).points == 1
