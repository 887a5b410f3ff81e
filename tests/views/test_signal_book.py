"""The signal book of lesson 9, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import my_network
from exercises.models import signal_book as model
from exercises.rules.signal_book import QUESTIONS
from exercises.views.signal_book import SignalBook

pytestmark = pytest.mark.usefixtures("lang")

NAMES = (
    "circle",
    "own_trade",
    "who",
    "day",
    *(f"{q}{part}" for q in QUESTIONS for part in ("", "_told", "_same")),
)


def fields(view, at):
    """The controls of card ``at`` by name."""
    return dict(zip(NAMES, list(view._rows.values())[at][1], strict=True))


def write(view, at, **values):
    while len(view._rows) <= at:
        view.more.click()
    for name, value in values.items():
        fields(view, at)[name].value = value
    return whole(view)


def three(view):
    write(view, 0, circle="Havnen", own_trade=True, who="K", day=date.today(), new="Både om vinteren")
    write(view, 1, circle="Koret", new="Både, også om vinteren")
    same = fields(view, 1)["new_same"]
    same.value = same.options[1][1]
    write(view, 2, circle="Gaden", wonder="Ingen køber lys")
    return whole(view)


def test_nothing_written_asks_for_a_first_talk(store):
    view = whole(SignalBook())
    assert len(view._rows) == 1
    assert view.t("found.nothing_yet") in view.said.value
    assert view.matrix.value == ""


def test_one_answer_gives_a_matrix_with_its_circle_and_asks_how_it_is_known(store):
    view = write(SignalBook(), 0, circle="Havnen", new="Både om vinteren")
    assert "Både om vinteren" in view.matrix.value
    assert "Havnen" in view.matrix.value
    assert view.t("source.unasked") in view.matrix.value
    assert view.t("weigh.alone_unasked", line="Både om vinteren", circle="", circles=1) in view.said.value


def test_what_is_marked_the_same_stands_once_and_recurs(store):
    view = three(SignalBook())
    t = view.t
    assert view.matrix.value.count(f"<td>{t('heard')}</td>") == 3
    assert view.matrix.value.count("<tr>") == 3  # heading and two signals
    assert t("weigh.recurs_unasked", line="Både om vinteren", circle="", circles=2) in view.said.value
    assert t("found.outside", n=1, of=2) in view.said.value


def test_the_rumour_check_changes_what_is_said(store):
    view = three(SignalBook())
    for at in (0, 1):
        write(view, at, new_told="heard")
    t = view.t
    assert t("weigh.recurs_second_hand", line="Både om vinteren", circle="", circles=2) in view.said.value
    write(view, 1, new_told="saw")
    assert t("weigh.recurs_seen", line="Både om vinteren", circle="", circles=2) in view.said.value


def test_the_circles_of_the_map_are_offered_and_others_can_be_typed(store):
    my_network.add_circle(store, "Markedet")
    view = SignalBook()
    assert fields(view, 0)["circle"].options == ("Markedet",)
    my_network.add_circle(store, "Foreningen")
    view._seen = None
    view.look()
    assert fields(whole(view), 0)["circle"].options == ("Markedet", "Foreningen")
    write(view, 0, circle="En helt anden", new="x")
    assert model.talks(store)[0].circle == "En helt anden"


def test_only_earlier_talks_are_offered_and_a_deleted_one_lets_go(store):
    view = three(SignalBook())
    assert fields(view, 0)["new_same"].layout.display == "none"
    assert fields(view, 1)["new_same"].layout.display == ""
    assert len(fields(view, 2)["new_same"].options) == 3
    view._remove(next(iter(view._rows)))
    assert len(whole(view)._rows) == 2
    assert fields(view, 0)["new_same"].value == ""
    assert fields(view, 0)["new"].value == "Både, også om vinteren"
    assert view.t("found.so_far", talks=2, circles=2, news=2) in view.said.value


def test_what_is_asked_of_an_answer_waits_for_the_answer(store):
    view = write(three(SignalBook()), 1, wonder=" ")
    asides = [fields(view, 1)[f"wonder_{aside}"] for aside in ("told", "same")]
    assert [aside.layout.display for aside in asides] == ["none", "none"]
    write(view, 1, wonder="Ingen køber lys")
    assert [aside.layout.display for aside in asides] == ["", ""]


def test_a_day_still_to_come_and_a_missing_circle_are_named(store):
    ahead = date.today() + timedelta(days=3)
    view = write(SignalBook(), 0, new="x", day=ahead)
    t = view.t
    assert t("found.day_ahead", at=1, day=t.date(ahead)) in view.said.value
    assert t("found.circle_missing", at=1) in view.said.value


def test_all_of_it_is_there_again(store):
    view = three(SignalBook())
    again = whole(SignalBook())
    for at in range(3):
        assert {n: c.value for n, c in fields(again, at).items()} == {
            n: c.value for n, c in fields(view, at).items()
        }
    assert fields(again, 1)["new_same"].value
    assert (again.matrix.value, again.said.value) == (view.matrix.value, view.said.value)


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = SignalBook(), SignalBook()
    three(one)
    other.look()
    assert len(whole(other)._rows) == 3
    assert fields(other, 1)["new_same"].value == fields(one, 1)["new_same"].value != ""
    assert other.matrix.value == one.matrix.value
    one._remove(list(one._rows)[2])
    other.look()
    assert len(whole(other)._rows) == 2


@pytest.mark.parametrize("text", ["x" * 9000, "Мария", "王", "<b>fed</b> & {who}", "?", "\n\n", "17"])
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = write(SignalBook(), 0, circle=text, who=text, new=text, wonder=text)
    write(view, 1, circle=text, new=text)
    assert "<b>" not in whole(view).matrix.value + view.said.value + view.page()
    assert fields(whole(SignalBook()), 0)["new"].value == (text if text.strip() else "")


def test_the_printed_page_has_both_questions_for_each_of_three_talks(store):
    view = write(SignalBook(), 0, circle="Kanariefugl", new="Kanariefugl")
    page = view.page()
    assert page.startswith(f"<title>{escape(view.t('print.title'))}</title>")
    for question in QUESTIONS:
        assert page.count(escape(view.t(f"question.{question}"))) == 3
    assert page.count("<section>") == 3
    assert "Kanariefugl" not in page


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = three(SignalBook())
    write(view, 0, circle="Kanariefugl", who="Kanariefugl", new="Kanariefugl")
    assert "Kanariefugl" in view.matrix.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
