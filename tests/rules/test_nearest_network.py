from datetime import date

from exercises.rules.nearest_network import PARTS, findings

TODAY, LATER = date(2026, 12, 1), date(2026, 12, 8)
WHOLE = dict.fromkeys(PARTS, "noget")


def keys(parts, step="", day=None):
    return [key for key, _ in findings(parts, step, day, TODAY)]


def test_nothing_written_says_where_to_look():
    assert keys({}) == ["nothing_yet"]


def test_the_first_thing_that_is_missing_is_asked_for_and_then_a_step_with_a_day():
    assert keys(WHOLE | {"runs": " "}) == ["missing.runs", "no_step"]
    assert keys(WHOLE, "rang") == ["no_day"]
    assert findings(WHOLE, "rang", LATER, TODAY) == [("planned", {"day": LATER})]
    assert keys(WHOLE, "rang", TODAY) == ["done"]


def test_having_looked_in_vain_is_an_answer():
    assert keys({}, "none_near") == ["none_near"]
