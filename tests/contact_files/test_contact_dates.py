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


# as calendars and LinkedIn write them: whole and short (CLDR 44, months format wide and abbreviated)
MONTHS = {
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
    "Danish, short": "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.",
    "English": "January February March April May June July August September October November December",
    "English, short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "German, short": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Swedish, short": "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
    "Norwegian, short": "jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des.",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


@pytest.mark.parametrize("names", MONTHS.values(), ids=list(MONTHS))
def test_all_twelve_months_are_known_by_their_number(names):
    assert [parse_day(f"3. {name} 2021") for name in names.split()] == [
        date(2021, month, 3) for month in range(1, 13)
    ]


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
