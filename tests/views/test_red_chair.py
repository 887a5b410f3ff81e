"""The red chair, pressed as the browser does."""

import pytest

from exercises.models import red_chair as model
from exercises.views.red_chair import RedChair

pytestmark = pytest.mark.usefixtures("lang")

NOW = 1_800_000_000.0


def press(view, *presses):
    for what, now in presses:
        view.clock._pressed(view.clock, {"what": what, "now": now}, [])
    assert view.fault is None
    return view


def test_the_clock_waits_until_it_is_started_and_is_silent(store):
    view = press(RedChair())
    assert view.clock.state == {"phase": None, "ends": None, "left": None, "sound": False}
    assert [phase[2] for phase in view.clock.phases] == [300, 300, 600, 180]
    assert "23" in view.clock.words["ready"]


def test_a_reload_in_the_middle_finds_the_same_end_and_a_pause_the_same_rest(store):
    view = press(RedChair(), ("start", NOW), ("next", NOW + 200))
    assert RedChair().clock.state == view.clock.state
    assert view.clock.state["ends"] == NOW + 500
    press(view, ("pause", NOW + 300))
    assert RedChair().clock.state["left"] == 200


def test_a_round_to_the_end_is_counted_and_said(store):
    view = press(RedChair(), ("start", NOW), *[("next", NOW)] * 4)
    assert view.t("rounds_one") in view.rounds.value
    press(view, ("again", NOW), ("start", NOW), *[("next", NOW)] * 4)
    assert view.t("rounds", n=2) in RedChair().rounds.value


def test_the_bell_is_off_until_asked_for_and_remembered(store):
    view = press(RedChair())
    view.sound.value = True
    assert view.clock.state["sound"] is True
    assert RedChair().clock.state["sound"] is True


def test_both_windows_show_the_same_round(store):
    one, other = RedChair(), RedChair()
    press(one, ("start", NOW))
    one.question.value = "Skal prisen op?"
    other.look()
    assert other.clock.state == one.clock.state
    assert other.question.value == "Skal prisen op?"
    press(other, ("start", NOW + 50))
    assert model.clock(store).ends == NOW + 300


@pytest.mark.parametrize("message", ["start", {"what": "start"}, {"what": "start", "now": "nu"}, None])
def test_a_message_that_is_no_press_changes_nothing(store, message):
    view = RedChair()
    view.clock._pressed(view.clock, message, [])
    assert press(view).clock.state["phase"] is None


@pytest.mark.parametrize(
    "kept", ["x", {"phase": 9}, {"phase": 1}, {"other": 1}, {"phase": 1, "ends": 2, "left": 3}]
)
def test_a_clock_kept_wrongly_is_a_fresh_one(store, kept):
    store.put(model.STEM, "clock", kept)
    assert press(RedChair()).clock.state["phase"] is None


def test_what_was_written_is_kept_and_not_in_what_a_notebook_saves(store):
    view = press(RedChair())
    view.question.value = view.takes.value = "Kanariefugl " + "陶" * 3000
    assert RedChair().takes.value == view.takes.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_()) + str(view.clock.get_state())
