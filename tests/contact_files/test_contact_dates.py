from datetime import date, timedelta

import pytest

from exercises.contact_files.dates import is_day_first, parse_day

TWELFTH = date(2024, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        "12 Mar 2024",
        "12 mar 2024",
        "12. marts 2024",
        "12-Mar-2024",
        "March 12, 2024",
        "2024-03-12",
        "2024-03-12T10:00:00",
        "12-03-2024",
        "12.03.2024 kl. 9",
        "12/3/24",
    ],
)
def test_the_twelfth_of_march_is_read_however_it_is_written(written):
    assert parse_day(written) == TWELFTH


@pytest.mark.parametrize(
    "written", ["3. maj 2021", "3 May 2021", "3. oktober 2021", "3 Oct 2021", "3. december 2021"]
)
def test_danish_and_english_months_are_known(written):
    assert parse_day(written) is not None


@pytest.mark.parametrize(
    "written",
    ["", "i går", "31 Feb 2024", "12 Xyz 2024", "0/0/00", "45363", "1/1/1850", "99/99/2024", "²/3/2024"],
)
def test_what_is_no_day_is_none(written):
    assert parse_day(written) is None


def test_a_day_in_the_future_is_none():
    assert parse_day((date.today() + timedelta(days=40)).isoformat()) is None


@pytest.mark.parametrize(
    "column, day_first",
    [
        (["3/4/2024", "25/4/2024"], True),
        (["3/4/2024", "4/25/2024"], False),
        (["4/3/18, 10:02 AM"], False),  # LinkedIn in 2018
        (["25/4/2024, 10:02 AM"], True),
        (["3/4/2024"], True),
        (["12 Mar 2024", ""], True),
    ],
)
def test_a_column_tells_which_number_is_the_day(column, day_first):
    assert is_day_first(column) is day_first
