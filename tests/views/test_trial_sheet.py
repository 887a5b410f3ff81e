"""The trial sheet of lesson 9, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import product_board, trial_sheet
from exercises.rules.trial_sheet import PARTS
from exercises.views.trial_sheet import OPEN_LINES, TrialSheet

pytestmark = pytest.mark.usefixtures("lang")


def fill(view):
    """Everything, as the placeholders have it."""
    for controls in (view.parts, view.numbers):
        for name, box in controls.items():
            box.value = view.t(f"like.{name}").split(" ", 1)[1]
    view.span["start"].value = date.today()
    view.span["end"].value = date.today() + timedelta(days=13)
    view.agreed.value = True
    return whole(view)


def test_nothing_written_asks_for_a_beginning_and_prints_an_empty_form(store):
    view = whole(TrialSheet())
    assert view.t("found.nothing_yet") in view.said.value
    page = view.page()
    assert view.t("print.title") in page
    assert page.count('class="line"') == OPEN_LINES * (len(PARTS) + 4) + 2


def test_the_examples_in_the_fields_make_a_whole_sheet(store):
    """What the page itself suggests may not be what it warns against."""
    view = fill(TrialSheet())
    t = view.t
    assert t("found.ready") in view.said.value
    assert view.said.value.count("<li>") == 3
    sold = t("found.break_even", n=2, kroner=t.kroner(360), price=t.kroner(180))
    assert escape(sold) in view.said.value


def test_an_amount_that_cannot_be_read_is_kept_and_told_of(store):
    view = fill(TrialSheet())
    view.numbers["cost"].value = "et par hundrede"
    t = view.t
    slip = t("not_a_number", where=t("part.cost"), text="et par hundrede")
    assert escape(slip) in view.said.value
    assert t("found.no_cost") in view.said.value
    assert whole(TrialSheet()).numbers["cost"].value == "et par hundrede"
    view.numbers["cost"].value = "9999999"
    assert escape(t("out_of_range", where=t("part.cost"), most=t.kroner(100_000))) in whole(view).said.value
    view.numbers["cost"].value = "501"
    assert t("found.too_dear", kroner=t.kroner(501), most=t.kroner(500)) in view.said.value


def test_the_idea_from_the_board_is_offered_and_nothing_typed_goes_for_it(store):
    view = TrialSheet()
    assert view.fetching.layout.display == "none"
    for name, text in (
        ("mine.1", "dreje"),
        ("theirs.1", "plante"),
        ("idea.1x1", "vinterkrukker"),
        ("picked", "1x1"),
    ):
        store.put(product_board.STEM, name, text)
    view.parts["what"].value = "noget af mit eget"
    assert view.fetching.layout.display == ""
    view.fetch.click()
    assert whole(view).parts["what"].value == "noget af mit eget\nvinterkrukker"
    assert view.fetching.layout.display == "none"
    assert trial_sheet.read(store)[0].parts["what"] == "noget af mit eget\nvinterkrukker"


def test_the_printed_page_holds_each_part_and_two_lines_to_sign_on(store):
    store.put(product_board.STEM, "who", "G.")
    view = fill(TrialSheet())
    view.parts["owns"].value = "en\nto < tre"
    page = view.page()
    assert "<p>en<br>to &lt; tre</p>" in page
    assert view.t("print.part.theirs", who="G.") in page
    assert page.startswith(f"<title>{view.t('print.title_with', who='G.')}</title>")
    assert view.t.kroner(180) in page
    assert page.count('class="line"') == 2


def test_all_of_it_is_there_again(store):
    view = fill(TrialSheet())
    again = whole(TrialSheet())
    for mine, theirs in ((view.parts, again.parts), (view.numbers, again.numbers), (view.span, again.span)):
        assert {n: c.value for n, c in theirs.items()} == {n: c.value for n, c in mine.items()}
    assert again.agreed.value is True
    assert again.said.value == view.said.value
    again.agreed.value = False
    again.span["end"].value = None
    assert TrialSheet().agreed.value is False
    assert TrialSheet().span["end"].value is None


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = TrialSheet(), TrialSheet()
    fill(one)
    other.look()
    assert whole(other).parts["money"].value == one.parts["money"].value
    assert other.said.value == one.said.value
    assert other.page() == one.page()


@pytest.mark.parametrize("text", ["x" * 9000, "Мария", "王", "<b>fed</b> & {who}", "?", "\n\n", "-17", "NaN"])
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = TrialSheet()
    for box in (*view.parts.values(), *view.numbers.values()):
        box.value = text
    assert "<b>" not in whole(view).said.value + view.page()
    assert whole(TrialSheet()).parts["what"].value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(TrialSheet())
    view.parts["what"].value = view.parts["user"].value = "Kanariefugl"
    assert "Kanariefugl" in view.page()
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
