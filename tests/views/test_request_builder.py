"""The request builder of lesson 6, worked as a learner does."""

import json
import re

import pytest

from driving import whole
from exercises import places
from exercises.models import dormant_draw
from exercises.rules.reflection import words
from exercises.rules.request_builder import MOST_WORDS, NO, PARTS, YES
from exercises.texts import Texts
from exercises.views.request_builder import RequestBuilder
from exercises.whole_store import tables as my_data

pytestmark = pytest.mark.usefixtures("lang")


def bentes(lang):
    """The five parts of Bente's request to Yvonne, as the lesson gives them in a table."""
    path = places.root() / "lessons" / lang / "06-fast-and-cheap.ipynb"
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}
    parts = re.findall(r"^\| \*\*.+?\*\* \| (.+) \|$", cells["example-request"], re.MULTILINE)
    return dict(zip(PARTS, parts, strict=True)), cells["example-request-read"]


def fill(view, parts):
    for part, text in parts.items():
        view.parts[part].value = text
    return whole(view)


def shown(view):
    return [question for question, control in view.law.items() if control.layout.display != "none"]


def test_nothing_written_asks_for_it_and_gives_nothing_to_copy(store):
    view = whole(RequestBuilder())
    assert view.t("found.nothing_yet") in view.said.value
    assert view.message() is None


def test_the_page_finds_nothing_wrong_with_the_request_of_the_lesson(store, lang):
    parts, told = bentes(lang)
    view = RequestBuilder()
    view.who.value = "Yvonne"
    fill(view, parts)
    n = words(view.message())
    assert view.said.value.count("<li>") == 1
    assert view.t("found.fits", words=n, most=MOST_WORDS) in view.said.value
    assert f" {n} " in told, "the lesson says how long it is"


def test_the_message_begins_with_the_name_and_each_part_is_a_paragraph(store, lang):
    parts, _ = bentes(lang)
    view = fill(RequestBuilder(), parts)
    assert view.message().split("\n\n")[0] == view.t("greeting_nobody")
    view.who.value = "D."
    assert view.message().split("\n\n") == [view.t("greeting", who="D."), *parts.values()]


def test_the_names_chosen_and_drawn_are_there_without_typing(store):
    dormant_draw.add(store, "Gry, Bo")
    first, other = (sleeper.id for sleeper in dormant_draw.listed(store))
    dormant_draw.set_favourite(store, first)
    dormant_draw.draw(store)
    view = fill(RequestBuilder(), {"ask": "?"})
    view.parts["ask"].value = "Hej"
    assert view.who.placeholder == "Gry"
    assert view.message().startswith(view.t("greeting", who="Gry"))
    view.version.value = 2
    fill(view, {"ask": "Hej"})
    assert view.message().startswith(view.t("greeting", who="Bo"))
    assert dormant_draw.drawn(store) == other


def test_three_requests_are_kept_apart_and_each_comes_back(store, lang):
    parts, _ = bentes(lang)
    view = fill(RequestBuilder(), parts)
    view.law["selling"].value = NO
    view.version.value = 2
    assert [box.value for box in view.parts.values()] == [""] * 5
    assert view.law["selling"].value == ""
    fill(view, {"ask": "Må jeg ringe?"})
    again = whole(RequestBuilder())
    assert again.version.value == 2
    assert again.parts["ask"].value == "Må jeg ringe?"
    again.version.value = 1
    assert [box.value for box in again.parts.values()] == list(parts.values())
    assert again.law["selling"].value == NO


FAULTS = {
    "vague": ("ask", "Vil du give sparring på et tidspunkt?", "Could I pick your brain at some point?"),
    "no_size": ("ask", "Vil du læse min side?", "Would you read my text?"),
    "no_exit": ("way_out", "Jeg glæder mig til at høre fra dig.", "I look forward to hearing from you."),
    "pressure": ("offer", "Det haster.", "It is urgent."),
}


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_is_told_with_the_line_it_stands_in(store, lang, key):
    parts, _ = bentes(lang)
    part, da, en = FAULTS[key]
    line = da if lang == "da" else en
    view = fill(RequestBuilder(), parts | {part: line})
    told = view.t.data["found"][key][lang]
    assert told.split("{")[-1].split("}")[-1].strip("»« ‘’") in view.said.value
    assert line in view.said.value.split("<ul>")[1]


def test_the_questions_about_marketing_come_one_by_one_and_end_in_plain_words(store):
    view = whole(RequestBuilder())
    assert shown(view) == ["selling"]
    view.law["selling"].value = YES
    view.law["electronic"].value = YES
    view.law["agreed"].value = NO
    assert shown(view) == ["selling", "electronic", "agreed", "customer"]
    view.law["customer"].value = NO
    assert view.t("outcome.do_not_send") in whole(view).verdict.value
    assert view.t("not_advice") in view.verdict.value
    view.law["electronic"].value = NO
    view.law["call"].value = YES
    view.law["consumer"].value = YES
    assert shown(view) == ["selling", "electronic", "call", "consumer", "invited"]
    view.law["invited"].value = NO
    assert view.t("outcome.do_not_call") in whole(view).verdict.value
    view.law["selling"].value = NO
    assert shown(view) == ["selling"]
    assert view.t("outcome.personal") in view.verdict.value
    assert view.t("outcome.personal") in RequestBuilder().verdict.value


@pytest.mark.parametrize(
    "text", ["ord " * 4000, "x" * 9000, "Можно спросить?", "可以吗？", "<b>fed</b> & {line}", "?"]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = fill(RequestBuilder(), dict.fromkeys(PARTS, text))
    view.who.value = text
    assert "<b>" not in whole(view).said.value
    assert RequestBuilder().parts["offer"].value == text


def test_both_windows_show_the_same(store, lang):
    parts, _ = bentes(lang)
    one, other = RequestBuilder(), RequestBuilder()
    one.version.value = 3
    fill(one, parts)
    one.law["selling"].value = YES
    other.look()
    assert whole(other).version.value == 3
    assert [box.value for box in other.parts.values()] == list(parts.values())
    assert other.said.value == one.said.value
    assert shown(other) == ["selling", "electronic"]


def test_the_page_of_all_data_names_what_this_exercise_keeps(store, lang):
    view = fill(RequestBuilder(), dict.fromkeys(PARTS, "Hej"))
    view.who.value = "G"
    view.law["selling"].value = YES
    view.version.value = 2
    table = next(t for t in my_data.tables(store, lang) if t.kind == my_data.ANSWERS)
    spoken = [cell for row in table.rows for cell in row if isinstance(cell, str)]
    assert Texts("request_builder", lang)("kept.name") in spoken
    raw = {"request_builder", "context", "why_you", "way_out", "offer", "law_selling", "version", "yes"}
    assert not raw & {part for cell in spoken for part in cell.split()}


def test_what_was_typed_is_not_in_what_a_notebook_saves(store):
    view = fill(RequestBuilder(), dict.fromkeys(PARTS, "Kanariefugl"))
    view.who.value = "Kanariefugl"
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
