"""The exercises of lesson 1, worked as a learner does, without a browser."""

import random
from datetime import date

import pytest

from exercises.kit.base import escape
from exercises.models import guess_first as guesses
from exercises.models import network_account as accounts
from exercises.texts import Texts
from exercises.views.guess_first import GuessFirst
from exercises.views.network_account import NetworkAccount
from exercises.views.retrieval import Retrieval

pytestmark = pytest.mark.usefixtures("lang")


def is_whole(view):
    assert view.fault is None
    return view


# ---- retrieval -------------------------------------------------------------------------------------------


def answer(quiz, right):
    options = quiz._record(quiz.at)["options"]
    places = [bool(options[name].get("correct")) for name in quiz._options(quiz.at)]
    quiz.options.index = places.index(right)
    quiz.answer.click()
    return is_whole(quiz)


def test_an_answer_is_explained_and_kept(store, lang):
    quiz = answer(Retrieval("why-network"), right=False)
    record = quiz._record(0)
    right = next(option for option in record["options"].values() if option.get("correct"))
    assert right["feedback"][lang][:20].replace("'", "&#x27;") in quiz.feedback.value
    assert quiz.options.disabled
    again = is_whole(Retrieval("why-network"))
    assert again.at == 1
    again.back.click()
    assert again.options.disabled
    assert again.feedback.value == quiz.feedback.value


def test_opening_a_page_of_questions_writes_nothing_and_an_answer_keeps_its_place(store):
    first = Retrieval("why-network")
    assert store.fields("retrieval") == {}
    seen = answer(first, right=True)._options(0)
    assert Retrieval("why-network")._options(0) == seen


def test_nothing_chosen_cannot_be_answered(store):
    quiz = Retrieval("why-network")
    assert quiz.answer.disabled
    quiz.options.index = 0
    assert not quiz.answer.disabled


def test_the_sum_comes_when_all_are_answered_and_counts_the_right_ones(store, lang):
    quiz = Retrieval("why-network")
    for at in range(len(quiz.asked)):
        assert not quiz.sum.value
        answer(quiz, right=at % 2 == 0)
        quiz.forward.click()
    assert quiz.t("sum", right=4, of=8) in quiz.sum.value
    assert quiz.forward.disabled


# ---- guess first -----------------------------------------------------------------------------------------


def guess(view, number, sure):
    view.guess.value, view.sure.value = number, sure
    view.show.click()
    return is_whole(view)


def test_a_guess_is_locked_once_its_answer_is_shown_and_is_there_when_reopened(store):
    view = guess(GuessFirst(), "50", 70)
    assert view.guess.disabled
    assert view.sure.disabled
    again = is_whole(GuessFirst())
    assert again.at == 1
    again.back.click()
    assert (again.guess.value, again.sure.value, again.guess.disabled) == ("50", 70, True)


def test_a_guess_typed_and_left_is_there_when_reopened(store):
    view = GuessFirst()
    view.guess.value = "4"
    again = GuessFirst()
    assert (again.guess.value, again.guess.disabled) == ("4", False)


@pytest.mark.parametrize(
    ("number", "sure", "said"),
    [
        ("mange", 50, "not_a_number"),
        ("", 50, "guess_missing"),
        ("50", 0, "sure_missing"),
        ("5000", 50, "out_of_range"),
        ("-1", 50, "out_of_range"),
        ("9" * 400, 50, "not_a_number"),
        ("٥٠", 0, "sure_missing"),
    ],
)
def test_a_guess_that_cannot_be_used_gets_a_sentence_and_stays(store, number, sure, said):
    view = guess(GuessFirst(), number, sure)
    start = view.t.data[said][view.t.lang].split("{")[0].strip("»“ ")
    assert start[:20] in view._message.value
    assert not view.guess.disabled
    assert view.guess.value == number


def test_all_eight_give_a_plot_a_table_and_a_verdict(store):
    view = GuessFirst()
    chance = random.Random(1)
    for key in view.order:
        low, high = guesses.truth(view.figures[key])
        guess(view, str((low + high) / 2), chance.choice((10, 30, 50, 70, 90)))
        view.forward.click()
    assert [was_hit for _, was_hit in guesses.answers(store)] == [True] * 8
    assert "<svg" in view.sum.value
    assert "<table" in view.sum.value
    assert view.t("verdict.humbler")[:20] in view.sum.value


def test_beginning_again_forgets_every_guess(store):
    view = guess(GuessFirst(), "50", 70)
    view.again.click()
    assert store.fields("guess_first") == {}
    assert (view.guess.value, view.guess.disabled) == ("", False)


# ---- network account -------------------------------------------------------------------------------------


def rows(view):
    """The controls of each occasion: day, what, hours, kroner, result, remove."""
    return [line.children[1:] for line in view.list.children]


def fill(view, at, hours, kroner="", result="", day=None, what=""):
    controls = rows(view)[at]
    for control, value in zip(controls, (day, what, hours, kroner, result), strict=False):
        control.value = value
    return is_whole(view)


def test_three_months_typed_corrected_left_and_reopened(store, lang):
    view = is_whole(NetworkAccount())
    fill(view, 0, "2", "", "customer", date.today(), "morgenmøde")
    view.more.click()
    fill(view, 1, "3,5", "450", "nothing")
    view.more.click()
    fill(view, 2, "44", "", "idea")
    rows(view)[2][2].value = "4"
    view.low.value, view.high.value = "200", "400"
    sums, faults = accounts.read(store)
    assert (sums.hours, sums.kroner, sums.gains, faults) == (9.5, 450, 2, [])
    assert sums.break_even == (1175, 2125)
    again = is_whole(NetworkAccount())
    assert [row[2].value for row in rows(again)] == ["2", "3,5", "4"]
    assert rows(again)[0][0].value == date.today()
    assert again.sum.value == view.sum.value
    t = Texts("network_account", lang)
    assert t("break_even", low=t.kroner(1180), high=t.kroner(2120)) in again.sum.value


def test_nothing_entered_says_so_and_nonsense_is_kept_and_named(store):
    view = is_whole(NetworkAccount())
    assert view.t("nothing_yet") in view.sum.value
    fill(view, 0, "to <b>timer</b>")
    assert "<b>timer" not in view.sum.value
    assert rows(NetworkAccount())[0][2].value == "to <b>timer</b>"


@pytest.mark.parametrize("hours", ["-1", "100000", "x" * 5000, "Ωμέγα", "1e9"])
def test_hours_that_cannot_be_are_not_counted_and_nothing_is_lost(store, hours):
    view = fill(NetworkAccount(), 0, hours, "100", "idea")
    sums, faults = accounts.read(store)
    assert (sums.hours, sums.kroner, len(faults)) == (0, 100, 1)
    assert 'role="alert"' in view.sum.value
    assert store.rows("account")[0]["hours"] == hours


def test_bars_are_drawn_once_there_is_something_to_draw(store):
    view = fill(NetworkAccount(), 0, "1", "", "")
    assert "<svg" not in view.sum.value
    assert "<svg" in fill(view, 0, "1", "", "nothing").sum.value


def test_a_share_of_few_occasions_is_not_written_as_a_percentage(store):
    view = fill(NetworkAccount(), 0, "1", "", "nothing")
    for at in range(1, 4):
        view.more.click()
        fill(view, at, "1", "", "idea")
    assert view.t("too_few", n=4, enough=5) in view.sum.value
    view.more.click()
    fill(view, 4, "1", "", "idea")
    assert view.t("too_few", n=5, enough=5) not in view.sum.value


def test_a_deleted_occasion_is_gone_and_the_others_keep_their_values(store):
    view = fill(NetworkAccount(), 0, "1")
    view.more.click()
    fill(view, 1, "2")
    rows(view)[0][5].click()
    is_whole(view)
    assert [row[2].value for row in rows(view)] == ["2"]
    rows(view)[0][5].click()
    assert [row[2].value for row in rows(view)] == [""], "there is always one to type in"


def test_an_occasion_added_in_another_window_appears_here(store):
    one, other = NetworkAccount(), NetworkAccount()
    fill(one, 0, "1")
    one.more.click()
    fill(one, 1, "2")
    other.look()
    assert [row[2].value for row in rows(is_whole(other))] == ["1", "2"]
    rows(other)[1][5].click()
    one.look()
    assert [row[2].value for row in rows(is_whole(one))] == ["1"]


# ---- the account from a spreadsheet and from a calendar --------------------------------------------------


def put_in(view, text):
    view.paste.value = text
    return is_whole(view)


def kept(store):
    names = ("day", "what", "hours", "kroner", "result")
    return [tuple(row.get(name, "") for name in names) for row in store.rows("account")]


def test_rows_from_a_spreadsheet_are_shown_and_kept_on_a_yes(store):
    view = NetworkAccount()
    customer = view.t("result.customer")
    put_in(view, f"2026-03-02\tMorgenmøde\t2,5\t450\t{customer}\r\n12-03-2026\tKaffe\t1\t\t\r\n")
    assert view.words("came", n=2) in view.preview.value
    assert "Morgenmøde" in view.preview.value
    assert kept(store) == [], "nothing is kept before yes"
    view.yes.click()
    is_whole(view)
    assert kept(store) == [
        ("2026-03-02", "Morgenmøde", "2,5", "450", "customer"),
        ("2026-03-12", "Kaffe", "1", "", ""),
    ]
    assert [row[2].value for row in rows(view)] == ["2,5", "1"]
    assert view.pasting.layout.display == "none"
    assert view.words("brought", n=2) in view._message.value


def test_columns_are_found_by_their_headings_in_any_order(store):
    view = NetworkAccount()
    put_in(view, f"{view.t('row.hours')}\t{view.t('day')}\tBilag\n3\t2026-03-02\tnr. 7")
    view.yes.click()
    assert kept(store) == [("2026-03-02", "", "3", "", "")]


def test_what_cannot_be_read_is_named_and_the_rest_comes_along(store):
    view = NetworkAccount()
    put_in(view, "engang\tMøde\t1\t\tpenge")
    for text, column in (("engang", "day"), ("penge", "result_label")):
        assert escape(view.words("unread", at=1, column=view.t(column), text=text)) in view.preview.value
    view.yes.click()
    assert kept(store) == [("", "Møde", "1", "", "")]


def test_pasted_rows_come_after_those_that_are_there(store):
    view = fill(NetworkAccount(), 0, "1")
    view.more.click()  # a line that nobody writes on
    put_in(view, "\tKaffe\t2")
    view.yes.click()
    assert [row[2].value for row in rows(is_whole(view))] == ["1", "2"]


def test_closing_without_a_yes_keeps_nothing(store):
    view = put_in(NetworkAccount(), "\tKaffe\t2")
    view.no.click()
    assert kept(store) == []
    assert (view.paste.value, view.preview.value) == ("", "")


def calendar(*events):
    lines = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{lines}END:VCALENDAR\r\n".encode()


def test_what_is_ticked_in_the_calendar_becomes_rows_and_the_rest_is_kept_nowhere(store, lang):
    view = NetworkAccount()
    day = date.today()
    at = f"{day:%Y%m%d}"
    meeting = f"UID:1\r\nDTSTART:{at}T080000\r\nDTEND:{at}T093000\r\nSUMMARY:Morgenmøde"
    doctor = f"UID:2\r\nDTSTART:{at}T100000\r\nDTEND:{at}T103000\r\nSUMMARY:Lægen"
    view._calendar_came("kalender.ics", calendar(meeting, doctor))
    labels = [label for _, label in view.events.options]
    assert any("Morgenmøde" in label for label in labels)
    key = next(key for key, label in view.events.options if "Morgenmøde" in label)
    view.events.value = {"which": [key]}
    view.take.click()
    is_whole(view)
    assert kept(store) == [(day.isoformat(), "Morgenmøde", "1,5" if lang == "da" else "1.5", "", "")]
    assert accounts.read(store)[0].hours == 1.5
    assert "Lægen" not in str(view.events.options)


def test_a_file_that_is_no_calendar_is_said_to_be_none_where_it_was_chosen(store):
    view = NetworkAccount()
    view._calendar_came("x.ics", b"Dato;Timer")
    assert view.t("calendar.none_read") in view._message.value
    assert "nv-faulty" in view.picker._dom_classes
    is_whole(view)
