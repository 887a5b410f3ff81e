"""The pitch builder of lesson 5, worked as a learner does."""

import json
import re

import pytest

from driving import whole
from exercises import places
from exercises.models import pitch_builder as model
from exercises.rules.pitch_builder import LONGEST, PARTS, SHORTEST, seconds
from exercises.rules.reflection import words
from exercises.views.pitch_builder import PitchBuilder

pytestmark = pytest.mark.usefixtures("lang")

# Bente's first telling in lesson 5, in its four parts: the page is to find nothing wrong with it.
TELLING = {
    "da": {
        "who": "Jeg laver kopper til kroer og caféer her på Sydsjælland.",
        "problem": "De køber tit kopper fra en fabrik. De er billige, men ingen lægger mærke til dem.",
        "result": "Mine er drejet her i Stege. En café fortæller, at gæsterne spørger, hvor de er fra.",
        "question": "Hvad taler dine gæster om, når de sidder ved bordet?",
    },
    "en": {
        "who": "I make cups for inns and cafés here on South Zealand.",
        "problem": "They often buy cups from a factory. Those are cheap, but nobody notices them.",
        "result": "Mine are thrown here in Stege. One café tells me that guests ask where they come from.",
        "question": "What do your guests talk about when they sit at the table?",
    },
}


def fill(view, telling):
    for part, text in telling.items():
        view.parts[part].value = text
    return whole(view)


def test_the_examples_of_the_lesson_take_as_long_as_it_says(lang):
    path = places.root() / "lessons" / lang / "05-more-than-a-card.ipynb"
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}
    tellings = re.findall(r"^> (.+)$", cells["example-tellings"], re.MULTILINE)
    told = re.findall(r"^\| [^|]+ \| (\d+) \| (\d+) \|$", cells["example-lengths"], re.MULTILINE)
    assert [(str(words(text)), f"{seconds(text):g}") for text in tellings] == told
    assert len(told) == 3
    assert all(SHORTEST <= seconds(text) <= LONGEST for text in tellings)
    assert tellings[0] == " ".join(TELLING[lang].values())


def test_nothing_written_asks_for_it_and_gives_nothing_to_copy(store):
    view = whole(PitchBuilder())
    assert view.t("found.nothing_yet") in view.said.value
    assert view.telling() is None
    assert view.sum.value == ""


def test_a_telling_is_put_together_timed_and_copied(store, lang):
    view = fill(PitchBuilder(), TELLING[lang])
    text = " ".join(TELLING[lang].values())
    assert view.telling() == text
    assert view.said.value.count("<li>") == 1
    n = len(text.split())
    assert view.t("found.fits", words=n, seconds=view.t.number(n / 2)) in view.said.value


def test_three_versions_are_kept_apart_and_each_comes_back(store, lang):
    view = fill(PitchBuilder(), TELLING[lang])
    view.audience.value = "kroejer"
    view.version.value = 2
    assert [box.value for box in view.parts.values()] == [""] * 4
    fill(view, {"who": "Jeg hjælper andre keramikere"})
    view.version.value = 1
    assert view.audience.value == "kroejer"
    again = whole(PitchBuilder())
    assert [box.value for box in again.parts.values()] == list(TELLING[lang].values())
    again.version.value = 2
    assert again.parts["who"].value == "Jeg hjælper andre keramikere"
    assert model.parts(store, 1)["who"] == TELLING[lang]["who"]


def test_two_versions_alike_are_told_of(store, lang):
    view = fill(PitchBuilder(), TELLING[lang])
    view.version.value = 3
    fill(view, TELLING[lang])
    assert view.t("found.same_twice", one=1, other=3) in view.said.value


def test_a_missing_part_is_named_and_a_line_is_quoted(store, lang):
    view = fill(PitchBuilder(), {part: text for part, text in TELLING[lang].items() if part != "result"})
    assert view.t("found.missing.result") in view.said.value
    line = {"da": "Jeg er keramiker.", "en": "I am a ceramicist."}[lang]
    fill(view, {"who": line.rstrip(".")})
    assert view.t("found.title_first", line=line) in view.said.value


@pytest.mark.parametrize(
    ("typed", "key"),
    [("hurtigt", "not_a_number"), ("-3", "out_of_range"), ("0", "out_of_range"), ("9999", "out_of_range")],
)
def test_a_time_that_cannot_be_is_told_of_and_stays(store, typed, key):
    view = PitchBuilder()
    view.measured.value = typed
    names = {"text": typed} if key == "not_a_number" else {"most": 600}
    assert view.t(key, **names) in whole(view).said.value
    assert PitchBuilder().measured.value == typed


def test_a_time_by_the_clock_is_held_against_the_reckoned_one(store, lang):
    view = fill(PitchBuilder(), TELLING[lang])
    view.measured.value = "55"
    assert "55" in whole(view).said.value


def test_what_is_typed_in_one_window_is_in_the_other(store, lang):
    one, other = PitchBuilder(), PitchBuilder()
    one.version.value = 3
    fill(one, TELLING[lang])
    other.look()
    assert whole(other).version.value == 3
    assert [box.value for box in other.parts.values()] == list(TELLING[lang].values())
    assert other.said.value == one.said.value
    assert model.parts(store, 1) == dict.fromkeys(PARTS, "")


@pytest.mark.parametrize(
    "text", ["ord " * 4000, "x" * 9000, "Я делаю чашки", "我做杯子", "<b>fed</b> & {who}", "?"]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = fill(PitchBuilder(), dict.fromkeys(PARTS, text))
    assert "<b>" not in view.said.value
    assert whole(PitchBuilder()).parts["who"].value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(PitchBuilder(), dict.fromkeys(PARTS, "Kanariefugl"))
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
