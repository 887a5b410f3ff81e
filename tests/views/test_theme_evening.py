"""The exercises of the evening with a theme of one's own, worked as a learner does."""

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import theme_sheet
from exercises.rules.theme_sheet import MODULES
from exercises.views.theme_sheet import ThemeSheet
from exercises.views.title_test import TitleTest

pytestmark = pytest.mark.usefixtures("lang")

STRANGE = ["x" * 9000, "Мария", "王", "<b>fed</b> & {who}", "?", "\n\n", "-17", "NaN"]


def said(view, key, **names):
    return escape(view.t(f"found.{key}", **names)) in whole(view).said.value


def test_nothing_chosen_shows_no_sheet_and_gives_nothing_to_take(store):
    view = ThemeSheet()
    assert said(view, "choose_module")
    assert view.sheet.children == () and view.steps.value == ""
    assert (view.as_text(), view.page()) == (None, None)


@pytest.mark.parametrize("module", MODULES)
def test_each_theme_has_its_sheet_its_steps_and_a_page_to_print(store, module):
    view = ThemeSheet()
    view.module.value = module
    t = view.t
    assert said(view, "nothing_yet")
    assert view.steps.value.count("<details>") >= 1
    page = view.page()
    for part in MODULES[module]:
        assert escape(t(f"{module}.{part.name}")) in page
        view.boxes(module)[part.name].value = "ord " * part.fewest_words
    view.boxes(module)["credit"].value = "own"
    if module == "newsletter":
        view.boxes(module)["consent"].value = "collected"
        assert said(view, "consent.collected")
    found = [key for key in ("missing", "short", "long") if said(view, key, part="", n=0, fewest=0, most=0)]
    assert not found and view.as_text().startswith("ord")
    again = whole(ThemeSheet())
    assert again.said.value == view.said.value
    assert again.boxes(module)["credit"].value == "own"


def test_each_sheet_keeps_its_own_words_and_follows_to_another_window(store):
    view, other = ThemeSheet(), ThemeSheet()
    view.module.value = "blog"
    view.boxes("blog")["body"].value = "Skuffen"
    view.module.value = "newsletter"
    view.boxes("newsletter")["body"].value = "Ovnen"
    view.module.value = "blog"
    assert view.as_text() == "Skuffen"
    other.look()
    assert whole(other).module.value == "blog"
    assert other.boxes("blog")["body"].value == "Skuffen"
    view.boxes("blog")["body"].value = "Skuffen binder"
    other.look()
    assert other.boxes("blog")["body"].value == "Skuffen binder"
    assert theme_sheet.texts(store, "newsletter")["body"] == "Ovnen"


def test_titles_are_tried_and_slips_told_of(store):
    view = TitleTest()
    assert said(view, "nothing_yet")
    for n, box in view.titles.items():
        box.value = view.t(f"like.{n}").split(" ", 1)[1]
    assert said(view, "ask_somebody")
    view.votes["2"].value = "3"
    assert said(view, "may_be_chance", at="2", most=3, n=3, percent=11)
    view.votes["1"].value = "mange"
    assert escape(view.t("not_a_number", where=view.t("votes", at="1"), text="mange")) in view.said.value
    again = whole(TitleTest())
    assert (again.votes["1"].value, again.said.value) == ("mange", view.said.value)


@pytest.mark.parametrize("text", STRANGE)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    sheet, titles = ThemeSheet(), TitleTest()
    for module in MODULES:
        sheet.module.value = module
        for part in MODULES[module]:
            sheet.boxes(module)[part.name].value = text
        assert "<b>" not in whole(sheet).said.value + sheet.page()
    for box in (*titles.titles.values(), *titles.votes.values()):
        box.value = text
    assert "<b>" not in whole(titles).said.value
    assert whole(TitleTest()).titles["1"].value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    sheet, titles = ThemeSheet(), TitleTest()
    sheet.module.value = "website"
    sheet.boxes("website")["owner"].value = titles.titles["1"].value = "Kanariefugl"
    for view in (sheet, titles):
        assert "Kanariefugl" not in str(whole(view)._repr_mimebundle_())
