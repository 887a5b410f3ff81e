"""Who comes to the desk: those on today's list, with today's code. Tried at the door of a real hub."""

import time

import pytest

from tests.hub.conftest import FACILITATOR, NAME, NotLetIn

DESK = "/services/netvaerk/lab"
API = "/services/netvaerk/api/contents"


@pytest.fixture(scope="module")
def days(start_hub):
    """Three days of one hub, each with a list of its own. What each door answered, by what was tried."""
    hub = start_hub("--facilitator", f"{NAME} Bo")
    said = {}
    anna = hub.sign_in(f"{NAME} Anna")
    said["learner"] = desk(anna)
    another_day(hub, f"{NAME} Anna")
    said["default, with the wall's code"] = desk(hub.sign_in(FACILITATOR, word="en andens ord"))
    said["taken off, never been in"] = desk(hub.sign_in(f"{NAME} Bo", word="en andens ord"))
    said["put on the list, come in as a learner"] = desk(anna)
    with pytest.raises(NotLetIn):
        hub.sign_in(f"{NAME} Anna")
    teaches = hub.sign_in(f"{NAME} Anna", code=hub.facilitator_code)
    said["on the list, with the code"] = desk(teaches)
    hub.stop()
    hub.start()
    said["on the list, after a restart"] = desk(teaches)
    another_day(hub, FACILITATOR)
    said["taken off, session kept"] = desk(teaches)
    said["taken off, come in anew"] = desk(hub.sign_in(f"{NAME} Anna"))
    return said


def another_day(hub, *facilitators):
    hub.stop()
    at = hub.words.index("--facilitator")
    del hub.words[at:]
    hub.words += ["--tls", "own", *(word for name in facilitators for word in ("--facilitator", name))]
    hub.start()


def desk(person):
    """How the desk answers, once it has come up: its page and its contents."""
    until = time.monotonic() + 120
    while person.get(DESK).status_code == 404 and time.monotonic() < until:
        time.sleep(1)  # no such place yet: the desk is prepared while the room is open already
    return person.get(DESK).status_code, person.get(API).status_code


OPEN, CLOSED = (200, 200), (403, 403)


def test_row_066_a_default_facilitator_whom_the_list_no_longer_names_is_a_learner(days):
    assert days["default, with the wall's code"] == CLOSED


def test_row_067_the_name_of_a_facilitator_who_was_taken_off_and_never_came_opens_no_desk(days):
    assert days["taken off, never been in"] == CLOSED


def test_row_067_a_learners_session_opens_no_desk_when_their_name_comes_on_the_list(days):
    assert days["put on the list, come in as a learner"] == CLOSED


def test_row_067_a_facilitators_session_opens_no_desk_when_they_are_taken_off(days):
    assert days["taken off, session kept"] == CLOSED
    assert days["taken off, come in anew"] == CLOSED


def test_a_facilitator_on_the_list_with_the_code_comes_to_the_desk_and_stays_over_a_restart(days):
    assert days["learner"] == CLOSED
    assert days["on the list, with the code"] == OPEN
    assert days["on the list, after a restart"] == OPEN
