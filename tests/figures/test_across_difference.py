"""The figures of lesson 4, and what Bente's case tells of hers."""

import json
import re
import tomllib

import pytest

from exercises import places
from exercises.figures import across_difference as figures
from exercises.models import alike_or_different as model
from exercises.models import my_network, sample
from exercises.rules.diversity import ATTRIBUTES
from exercises.texts import Texts

BENTE = tomllib.loads((places.root() / "exercises/data/bente.toml").read_text(encoding="utf-8"))


def test_without_contacts_or_with_too_few_known_there_are_no_figures(store):
    assert figures.figures(store) == {}
    for number in range(4):
        my_network.add_person(store, f"Kanariefugl {number}", traits={"trade": "shop"})
    my_network.add_person(store, "Kanariefugl")
    assert figures.figures(store) == {}


def test_without_ones_own_category_there_is_spread_and_no_difference_from_oneself(store):
    for number in range(5):
        my_network.add_person(store, f"Kanariefugl {number}", traits={"trade": "shop", "place": "near"})
    assert figures.figures(store) == {
        "contacts": 5,
        "iqv_trade": 0,
        "known_trade": 5,
        "ei_place": 1,
        "iqv_place": 0,
        "known_place": 5,
    }


def test_figures_are_numbers_name_nobody_and_each_has_its_sentence(store, lang):
    sample.fill(store, lang)
    own = figures.figures(store)
    assert len(own) == 1 + 3 * len(ATTRIBUTES)
    assert all(type(value) in (int, float) for value in own.values())
    label = Texts("figures/across_difference", lang)
    assert own.keys() == label.data.keys()


# Of the five, the lesson lists two person by person.
TOLD = ("trade", "customers")


def cell(lang, name):
    path = places.root() / f"lessons/{lang}/04-across-difference.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == name)


def rows(markdown):
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[re.sub(r"\*\*", "", part).strip() for part in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture
def bente(store, lang):
    sample.fill(store, lang)
    return store


def test_the_lesson_tells_of_bentes_contacts_as_they_are(bente, lang):
    t = Texts(model.STEM, lang)
    told = {row[0]: row[1:] for row in rows(cell(lang, "example-bente"))}
    assert list(told)[1:] == [person["nickname"] for person in BENTE["people"]]
    for person in BENTE["people"]:
        traits = person["traits"]
        wanted = [t(f"{name}.{traits[name]}") if name in traits else t("unknown").lower() for name in TOLD]
        assert told[person["nickname"]] == wanted
    own = [t(f"{name}.{model.own(bente, name)}") for name in TOLD]
    assert next(iter(told.values())) == own


def test_the_figures_of_bentes_case_are_those_of_her_map(bente, lang):
    t, compared = Texts(model.STEM, lang), model.comparisons(bente)
    told = rows(cell(lang, "example-figures"))
    assert [row[0] for row in told] == [t(f"name.{name}") for name in ATTRIBUTES]
    for row, one in zip(told, compared.values(), strict=True):
        ei = t.number(one.ei.value, 2).replace("-", "−")
        assert row[1:] == [
            t("share", n=one.ei.different, of=one.known),
            f"+{ei}" if one.ei.value > 0 else ei,
            t.number(one.spread.iqv, 2),
        ]
