"""The people of the worked example are one list: no second name, trade or sex for anybody."""

import re
import tomllib
from difflib import SequenceMatcher
from itertools import combinations, pairwise

import pytest

from exercises import places
from facilitation.authoring import load

DATA = places.root() / "exercises" / "data"
TEXTS = places.root() / "exercises" / "texts"
PEOPLE = tomllib.loads((DATA / "bentes_people.toml").read_text(encoding="utf-8"))["people"]
NAMED = {one["name"]: one for one in PEOPLE if "name" in one}
LETTERS = {one["initial"]: one for one in PEOPLE if "initial" in one}
LANGS = ("da", "en")
WORDS = {
    "da": {"man": ("han", "ham", "hans"), "woman": ("hun", "hende", "hendes")},
    "en": {"man": ("he", "him", "his"), "woman": ("she", "her")},
}
# From so alike on, two names are mixed up: Dorte and Dorthe, Karen and Karin.
ALIKE = 0.75
# What else has a capital in Bente's cells: herself, her circles, and places.
ELSEWHERE = {
    *("Bente", "Bentes", "Keramik", "Den", "Foreningen", "Gaden", "Gæstgiverne", "Markedet"),
    *("Borre", "København", "Møn", "Norden", "Nordfalster", "Næstved", "Præstø", "Stege", "Vordingborg"),
}


def toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def scenes():
    """The conversations in which Bente is the one who speaks: ``(file, record)``."""
    for stem in ("dialogue_first_meeting", "dialogue_boundary"):
        data = toml(TEXTS / f"{stem}.toml")
        for record in (*data["models"].values(), *data["scenes"].values()):
            if record["names"]["ego"]["da"] == "Bente":
                yield stem, record


def cells(lang):
    """The cells that tell of Bente, as ``(where, text)``."""
    for room in ("lessons", "workshops"):
        for path in sorted((places.root() / room / lang).glob("*.ipynb")):
            for cell in load(path)["cells"]:
                told = cell["cell_type"] == "markdown" and re.match(r"example|try-how", cell["id"])
                if told and (room == "lessons" or path.stem[0].isdigit()):
                    yield f"{path.stem}#{cell['id']}", cell["source"]


def sentences(text):
    return re.split(r"(?<=[a-zæøå0-9”’«][.!?])\s+|\n+", text)


def alone(sentence):
    """The one of NAMED that a sentence names, or None where it names nobody, several, or Bente too."""
    found = [name for name in NAMED if re.search(rf"\b{name}\b", sentence)]
    return found[0] if len(found) == 1 and "Bente" not in sentence else None


def test_nobody_stands_twice_and_no_two_names_are_mixed_up():
    names = [one["name"] for one in PEOPLE if "name" in one]
    assert len(names) == len(set(names))
    near = [pair for pair in combinations(names, 2) if SequenceMatcher(None, *pair).ratio() >= ALIKE]
    assert near == []


def test_the_map_and_the_sleeping_contacts_are_people_of_the_list():
    on_map = [person["nickname"] for person in toml(DATA / "bente.toml")["people"]]
    assert set(on_map) | set(toml(DATA / "bente_dormant.toml")["names"]) <= set(NAMED)


def test_whom_bente_talks_to_is_of_the_list_and_met_there_first():
    for stem, record in scenes():
        person = NAMED[record["names"]["alter"]["da"]]
        assert record["names"]["alter"]["en"] == person["name"]
        assert person["met"] == stem


@pytest.mark.parametrize("lang", LANGS)
def test_whoever_is_introduced_is_introduced_with_what_the_list_says(lang):
    lessons = "\n".join(text for _, text in cells(lang))
    told = re.findall(r"^\| \*\*(\w+)\*\*, ([^|*\n]+?) \|", lessons, re.MULTILINE)
    for stem, record in scenes():
        told += re.findall(r": (\w+), ([a-zæøå]+)\.", record["setting"][lang])
        if stem == "dialogue_boundary":
            told += re.findall(r"^(\w+), ((?:som|who) .+)$", record["title"][lang])
    assert len(told) > 18
    told = [one for one in told if one[0] != "Bente"]
    assert [(name, role) for name, role in told if NAMED[name]["told"][lang] != role] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_letter_stands_for_one_person_with_one_trade(lang):
    lessons = "\n".join(text for _, text in cells(lang))
    letters = dict(re.findall(r"\| ([A-ZÆØÅ]\.), ([^|]+?) \|", lessons))
    assert letters.pop("K.") and NAMED["Karin"]["initial"] == "K."
    assert {letter: LETTERS[letter]["told"][lang] for letter in letters} == letters
    assert LETTERS["U."]["told"][lang] in lessons


def test_nobody_of_another_name_walks_into_bentes_cells():
    # Danish gives a capital to names alone, but at the head of a sentence, a cell or a quotation
    strangers = {
        (where, name)
        for where, text in cells("da")
        for name in re.findall(r"(?<=[a-zæøå,] )[A-ZÆØÅ][a-zæøå]{2,}(?![\w.])", text)
        if name.removesuffix("s") not in NAMED and name not in NAMED and name not in ELSEWHERE
    }
    assert strangers == set()


@pytest.mark.parametrize("lang", LANGS)
def test_nobody_changes_sex_from_one_sentence_to_the_next(lang):
    wrong = []
    for where, text in cells(lang):
        lines = sentences(text)
        for before, after in pairwise(lines):
            name = alone(before)
            opposite = name and {"man": "woman", "woman": "man"}[NAMED[name]["sex"]]
            # Bente is a she: after a man, "she" may be Bente; after a woman, "he" can be nobody
            if opposite == "man" and re.match(rf"({'|'.join(WORDS[lang][opposite])})\b", after.lower()):
                wrong.append((where, before, after))
    assert wrong == []
