"""Days and numbers that people say in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.typed import counted_in_words, find_day, past_day

TODAY = date(2026, 11, 23)  # a Monday, in week 48


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # as the date field of a reflection writes them
        ("tirsdag den 8. december", date(2026, 12, 8)),
        ("Day: Tuesday 8 December.", date(2026, 12, 8)),
        ("Onsdag den 6. januar 2027", date(2027, 1, 6)),
        ("fredag", date(2026, 11, 27)),
        ("På fredag, når jeg lukker", date(2026, 11, 27)),
        ("on Friday at ten", date(2026, 11, 27)),
        ("næste fredag", date(2026, 12, 4)),
        ("next Friday", date(2026, 12, 4)),
        ("mandag", date(2026, 11, 30)),
        ("i dag", TODAY),
        ("i morgen tidlig", date(2026, 11, 24)),
        ("Imorgen", date(2026, 11, 24)),
        ("tomorrow", date(2026, 11, 24)),
        ("i overmorgen", date(2026, 11, 25)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("om tre dage", date(2026, 11, 26)),
        ("om 14 dage", date(2026, 12, 7)),
        ("om en uge", date(2026, 11, 30)),
        ("in a week", date(2026, 11, 30)),
        ("in two weeks", date(2026, 12, 7)),
        ("i næste uge", date(2026, 11, 30)),
        ("next week", date(2026, 11, 30)),
        ("i weekenden", date(2026, 11, 28)),
        ("uge 50", date(2026, 12, 7)),
        ("I week 50", date(2026, 12, 7)),
        ("uge 48", TODAY),
        ("uge 2", date(2027, 1, 11)),
        ("torsdag den 17. december", date(2026, 12, 17)),
        ("i morgen eller fredag", date(2026, 11, 24)),
        ("torsdag i uge 50", date(2026, 12, 10)),
        ("tors. uge 50", date(2026, 12, 10)),
        ("fredag i uge 48", date(2026, 11, 27)),
        ("Thursday in week 50, if it is dry", date(2026, 12, 10)),
        ("den 4.", date(2026, 12, 4)),
        ("d. 24", date(2026, 11, 24)),
        ("kl. 19 den 3.", date(2026, 12, 3)),
        ("Den 31.", date(2026, 12, 31)),
        ("første december", date(2026, 12, 1)),
        ("den syvende december", date(2026, 12, 7)),
        ("the twenty-first of December", date(2026, 12, 21)),
        ("tors. d. 3/12 kl. 19.30", date(2026, 12, 3)),
        ("når den 4. kunde ringer", None),
        ("den 2. gang jeg ser M", None),
        ("til den 32.", None),
        ("uge 60", None),
        ("en dag snart", None),
        ("Some day soon.", None),
        ("næste år", None),
        ("morgenmad", None),
    ],
)
def test_a_day_said_in_words_is_the_one_a_person_means(text, day):
    assert find_day(text, TODAY) == day


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_any_text_names_a_day_ahead_or_none(text, today):
    assert find_day(text, today) is None or isinstance(find_day(text, today), date)


@given(
    st.sampled_from(["mandag", "fredag", "Sunday", "tirsdag"]), st.dates(date(2020, 1, 1), date(2040, 1, 1))
)
def test_a_weekday_lies_within_the_week_ahead(word, today):
    assert today < find_day(word, today) <= today + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Jeg havde tre samtaler i fire kredse.", [3, 4]),
        ("twenty-five of the twelve", [25, 12]),
        ("femogtyve og halvtreds", [25, 50]),
        ("en og et og a", []),
        ("én gang", [1]),
        ("enoghalvfems", [91]),
        ("hundrede", [100]),
        ("firserne", []),
    ],
)
def test_numbers_are_read_in_words(text, numbers):
    assert counted_in_words(text) == numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
        ("02-03-2026", date(2026, 3, 2)),
        ("10. marts", date(2026, 3, 10)),
        ("11. marts", date(2025, 3, 11)),
        ("9/3", date(2026, 3, 9)),
    ],
)
def test_a_day_that_was_is_the_last_such_day(text, day):
    assert past_day(text, date(2026, 3, 10)) == day


def test_a_day_that_was_cannot_be_read_from_anything():
    with pytest.raises(ValueError, match="engang"):
        past_day("engang", date(2026, 3, 10))
