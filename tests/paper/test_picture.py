"""The pictures of exercises on the reading pages: all that is asked, inside the frame, and nothing else."""

import json
import re
from xml.etree import ElementTree

import pytest

from exercises import places
from exercises.kit.base import on_blank_store
from exercises.paper.blocks import Grid, Later, Lines, Rings, Ticks, Words
from exercises.paper.letters import width
from exercises.paper.picture import TALLEST, asked, picture
from exercises.views.workbook import shown

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.usefixtures("lang")
def test_every_exercise_that_is_filled_in_has_a_picture_whose_words_stay_inside_it(lang):
    lines = {
        "".join(cell["source"])
        for path in (places.root() / "lessons" / lang).glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if "exercise" in cell["metadata"]["tags"] and "exercises.views" in "".join(cell["source"])
    }
    drawn = {}
    with on_blank_store():
        for line in lines:
            drawn[line] = picture(shown(line))
    found = [one for one in drawn.values() if one]
    assert len(found) > 0.9 * len(lines), [line for line, one in drawn.items() if not one]
    for one in found:
        assert 30 < one.height <= TALLEST
        left, _, wide, _ = map(float, re.search(r'viewBox="([^"]+)"', one.svg)[1].split())
        for text in ElementTree.fromstring(one.svg).iter(f"{SVG}text"):
            assert left <= float(text.get("x"))
            assert float(text.get("x")) + float(text.get("textLength")) <= left + wide
            assert float(text.get("textLength")) == pytest.approx(
                width(text.text, float(text.get("font-size")), bool(text.get("font-weight"))), abs=0.1
            )


def test_a_picture_ends_where_it_is_tall_enough_and_says_what_is_asked():
    blocks = [
        Words("Læs først."),
        Lines("Hvad gjorde du? <b>& hvor</b>", 2, "kaffe"),
        Ticks("", ("ja", "nej")),
        Rings("Dig", ("tæt", "fjern")),
        Grid(("Navn", "Timer"), (("", ""),) * 40),
        Later("Svar", ("a",)),
    ]
    assert asked(blocks) == ["Hvad gjorde du? <b>& hvor</b>", "ja, nej", "Dig, tæt, fjern", "Navn, Timer"]
    drawn = picture(blocks)
    tree = ElementTree.fromstring(drawn.svg)
    assert drawn.height == TALLEST
    assert {one.tag.removeprefix(SVG) for one in tree.iter()} == {
        *("svg", "g", "path", "rect", "circle", "text", "linearGradient", "stop")
    }
    assert "Hvad gjorde du? <b>& hvor</b>" in "".join(tree.itertext())


def test_what_asks_for_nothing_has_no_picture():
    assert picture([Words("Kom tilbage i morgen.")]) is None
