"""The exercises of lesson 1, worked as a learner does, without a browser."""

import random
from datetime import date

import pytest

from exercises.models import guess_first as guesses
from exercises.models import network_account as accounts
from exercises.texts import Texts
from exercises.views.guess_first import GuessFirst
from exercises.views.network_account import NetworkAccount
from exercises.views.retrieval import Retrieval


@pytest.fixture(autouse=True)
def language(lang):
    return lang


def is_whole(view):
    assert view.fault is None
    return view


# ---- retrieval -------------------------------------------------------------------------------------------


def answer(quiz, right):
    options = quiz._record(quiz.at)["options"]
    quiz.options.index = [bool(o.get("correct")) for o in options.values()].index(right)
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
    return [card.children[1].children for card in view.list.children]


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
