"""The product board of lesson 9, worked as a learner does."""

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import product_board as model
from exercises.views.product_board import ProductBoard

pytestmark = pytest.mark.usefixtures("lang")


def shown(view):
    """The box on the page: the one that is not hidden."""
    (box,) = [box for box in view.ideas.values() if box.layout.display != "none"]
    return box


def fill(view, ideas=5):
    view.who.value = "G."
    for (side, slot), box in view.skills.items():
        box.value = f"{side} kan nr {slot}"
    for at in range(ideas):
        shown(view).value = f"idé nummer {at} til salg"
        view.forward.click()
    return whole(view)


def test_nothing_written_asks_for_skills_and_prints_an_empty_board(store):
    view = whole(ProductBoard())
    assert view.t("found.nothing_yet") in view.said.value
    assert view.grid.value == ""
    assert view.t("no_skill", n=3) in view.page()


def test_the_examples_in_the_fields_are_not_what_the_page_warns_against(store):
    view = ProductBoard()
    for (side, slot), box in view.skills.items():
        box.value = view.t(f"like.{side}.{slot}")
    assert whole(view).said.value.count("<li>") == 2


def test_each_square_keeps_its_own_idea_and_the_board_shows_them_all(store):
    view = fill(ProductBoard(), ideas=2)
    view.cell.value = "1x1"
    assert shown(whole(view)).value == "idé nummer 0 til salg"
    view.cell.value = "1x2"
    assert shown(view).value == "idé nummer 1 til salg"
    assert view.grid.value.count("til salg") == 2
    assert view.t("pair", mine="mine kan nr 1", theirs="theirs kan nr 2") in view.pair.value


def test_the_next_square_is_one_without_an_idea_and_its_box_is_empty(store):
    view = fill(ProductBoard(), ideas=3)
    assert (view.cell.value, shown(view).value) == ("2x1", "")


def test_an_idea_that_was_picked_is_said_and_let_go_when_it_is_erased(store):
    view = fill(ProductBoard())
    assert view.t("found.pick") in view.said.value
    view.picked.value = "1x2"
    assert view.t("found.picked", line="idé nummer 1 til salg") in view.said.value
    view.cell.value = "1x2"
    shown(view).value = ""
    assert whole(view).picked.value == ""
    assert model.read(store).choice == ""


def test_all_of_it_is_there_again(store):
    view = fill(ProductBoard())
    view.picked.value = "1x3"
    again = whole(ProductBoard())
    assert (again.cell.value, again.picked.value) == (view.cell.value, "1x3")
    assert again.skills["theirs", 2].value == "theirs kan nr 2"
    assert (again.grid.value, again.said.value) == (view.grid.value, view.said.value)


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = ProductBoard(), ProductBoard()
    fill(one)
    one.picked.value = "1x1"
    one.cell.value = "1x2"
    other.look()
    assert (shown(whole(other)).value, other.picked.value) == ("idé nummer 1 til salg", "1x1")
    assert other.grid.value == one.grid.value


@pytest.mark.parametrize("text", ["x" * 9000, "Мария", "王", "<b>fed</b> & {mine}", "?", "\n\n", "17"])
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = ProductBoard()
    for box in (view.who, shown(view), *view.skills.values()):
        box.value = text
    assert "<b>" not in whole(view).grid.value + view.said.value + view.pair.value + view.page()
    assert shown(whole(ProductBoard())).value == text


def test_the_printed_board_holds_what_is_written(store):
    page = fill(ProductBoard()).page()
    assert "idé nummer 4 til salg" in page
    assert escape(ProductBoard().t("corner", who="G.")) in page


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(ProductBoard())
    view.who.value = shown(view).value = "Kanariefugl"
    assert "Kanariefugl" in view.grid.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_())


def test_a_letter_that_comes_late_stays_in_its_own_square(store):
    """The browser may send a click before the last of what was typed."""
    view = fill(ProductBoard(), ideas=0)
    box = shown(view)
    view.forward.click()
    box.value = "sent fremme"
    assert model.read(store).filled == [(1, 1)]
    assert shown(whole(view)).value == ""
