import pytest

from exercises.rules.minutes import (
    SECONDS_A_LINE,
    SECONDS_A_TEXT,
    SECONDS_CHOOSING,
    WORDS_A_MINUTE,
    WORDS_WRITTEN_A_MINUTE,
    Work,
    exact,
    minutes,
    told,
    words,
)


@pytest.mark.parametrize(
    ("markdown", "number"),
    [
        ("## Gæt først\n\nDu har 3,5 timer.", 6),
        ("![Et langt billede](../images/a.svg) Ét ord", 2),
        ("([Cai og Szeidl 2018 ●●●](#cai2018))", 4),
        ('<div class="alert">&nbsp;To ord</div>', 2),
        ("", 0),
    ],
)
def test_what_is_not_read_is_not_counted(markdown, number):
    assert words(markdown) == number


def test_a_reader_needs_the_time_that_the_words_and_the_fields_take():
    assert exact(Work(words=WORDS_A_MINUTE * 2)) == 2
    fields = Work(choices=1, lines=1, texts=1, seconds=30)
    assert exact(fields) * 60 == pytest.approx(SECONDS_CHOOSING + SECONDS_A_LINE + SECONDS_A_TEXT + 30)


def test_nothing_takes_less_than_the_minute_that_is_told():
    assert minutes(Work()) == minutes(Work(words=10)) == 1


def test_an_answer_takes_as_long_as_it_takes_to_write_it():
    assert exact(Work(written=WORDS_WRITTEN_A_MINUTE * 7)) == 7


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 5), (299, 5), (300, 5), (301, 10), (3601, 65)])
def test_what_is_set_aside_is_whole_fives_and_never_too_little(seconds, minutes):
    assert told(Work(seconds=seconds)) == minutes


def test_an_exercise_done_before_takes_a_part_of_its_time_and_never_none_of_a_field():
    assert Work(words=90, choices=60, lines=1).part(4) == Work(words=23, choices=15, lines=1)
