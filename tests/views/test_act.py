from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from exercises.kit.take import Take
from exercises.views.act import Act

pytestmark = pytest.mark.usefixtures("lang")

SOON = date.today() + timedelta(days=3)


@pytest.fixture
def act(store):
    made = Act("why-network")
    assert made.fault is None
    return made


@pytest.mark.parametrize(
    ("if_part", "then"),
    [
        ("jeg har hældt kaffe op", "ringer jeg til K."),
        ("Hvis jeg har hældt kaffe op,", "så ringer jeg til K"),
        ("If jeg har hældt kaffe op …", "then ringer jeg til K."),
    ],
)
def test_the_plan_is_one_sentence_whether_or_not_if_and_then_were_written(act, lang, if_part, then):
    if if_part.startswith("If") != (lang == "en") and if_part[:2] in ("If", "Hv"):
        return
    act.if_part.value, act.then.value = if_part, then
    assert act.sentence() == act.t("sentence", if_part="jeg har hældt kaffe op", then="ringer jeg til K")


def test_the_calendar_file_comes_when_the_day_is_chosen(act):
    act.if_part.value, act.then.value = "klokken er ni", "ringer jeg til Kanariefugl"
    assert act.calendar() is None
    act.day.value, act.time.value = SOON, time(14, 15)
    (event,) = Calendar.from_ical(act.calendar()).walk("VEVENT")
    assert event["summary"] == "ringer jeg til Kanariefugl"
    assert act.fault is None


def test_a_plan_is_there_when_the_lesson_is_opened_again(act):
    act.if_part.value, act.day.value, act.time.value = "klokken er ni", SOON, time(14, 15)
    again = Act("why-network")
    assert (again.if_part.value, again.day.value, again.time.value) == ("klokken er ni", SOON, time(14, 15))
    assert Act("my-network").if_part.value == ""


def test_half_a_plan_makes_nothing_to_take(act):
    act.if_part.value = "klokken er ni"
    assert act.sentence() is None
    assert act.plan.value == ""


def test_a_button_sends_what_it_made_and_keeps_none_of_it():
    sent = []
    button = Take("copy", lambda: "Kanariefugl", "l", "d", "f")
    button.send = lambda message, buffers=None: sent.append((message, buffers))
    button._pressed(button, "press", [])
    assert sent == [({"what": "copy", "file": "", "kind": "text/plain", "lang": ""}, [b"Kanariefugl"])]
    assert "Kanariefugl" not in repr(button.get_state()) + repr(button._repr_mimebundle_())
    button.make = lambda: None
    button._pressed(button, "press", [])
    assert sent[-1] == ({"what": "nothing"}, None)
