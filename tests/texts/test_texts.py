import string
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.texts import FOLDER, MissingText, Texts
from exercises.typed import find_date, parse_number

FACILITATOR = Path(__file__).parents[2] / "facilitation" / "texts"
FILES = sorted(FOLDER.rglob("*.toml")) + sorted(FACILITATOR.glob("*.toml"))
LANGUAGES = {"da", "en"}


def sentences(record, at=()):
    """Every record that holds a sentence, with the path to it."""
    if isinstance(record, dict):
        if LANGUAGES & record.keys():
            yield at, record
        for key, inner in record.items():
            yield from sentences(inner, (*at, key))


def names(sentence):
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def faults(data):
    for at, record in sentences(data):
        for lang in LANGUAGES:
            if not str(record.get(lang, "")).strip():
                yield f"{'.'.join(at)} lacks {lang}"
        if record.keys() >= LANGUAGES and names(record["da"]) != names(record["en"]):
            yield f"{'.'.join(at)} fills in other names in its sister"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sentence_has_its_sister_and_both_fill_in_the_same_names(path):
    assert list(faults(tomllib.loads(path.read_text(encoding="utf-8")))) == []


def test_a_sentence_without_its_sister_is_seen():
    assert list(faults({"a": {"b": {"da": "Hej"}}})) == ["a.b lacks en"]
    assert list(faults({"a": {"da": "Hej {navn}", "en": "Hello {name}"}})) == [
        "a fills in other names in its sister"
    ]


def test_a_missing_key_is_an_error_and_no_fall_back():
    with pytest.raises(MissingText):
        Texts("store", "da")("no_such_key")


def test_numbers_dates_and_kroner_are_written_as_the_language_writes_them():
    da, en = Texts("store", "da"), Texts("store", "en")
    assert (da.number(1234.5, 1), en.number(1234.5, 1)) == ("1.234,5", "1,234.5")
    assert (da.kroner(1250), en.kroner(1250)) == ("1.250 kr.", "DKK 1,250")
    assert (da.percent(0.081, 1), en.percent(0.081, 1)) == ("8,1 %", "8.1%")
    assert da.date("2026-11-23") == "23. november 2026"
    assert en.date(date(2026, 11, 23)) == "23 November 2026"
    assert (da.clock("2026-11-23T10:42:00"), en.clock("2026-11-23T10:42:00")) == ("10.42", "10:42")
    assert da.number(-0.0) == "0"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1.250", 1250),
        ("1,250", 1250),
        ("1.250,50", 1250.5),
        ("1,250.50", 1250.5),
        ("12 500", 12500),
        ("1.250.000", 1250000),
        (" 300 kr. ", 300),
        ("kr. 300", 300),
        ("300,-", 300),
        ("2 timer", 2),
        ("40 %", 40),
        ("−3", -3),
        ("0,25", 0.25),
        ("", None),
        (None, None),
    ],
)
def test_a_number_is_read_as_it_was_meant(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["to timer", "1,2,3", "1.250.50", "12 12", "kr.", "1e5", "nan", "inf", "9" * 40, "½"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text):
    try:
        number = parse_number(text)
    except ValueError:
        return
    assert number is None or abs(number) < 1e18


@given(st.integers(-(10**9), 10**9), st.integers(0, 99), st.sampled_from(["da", "en"]))
def test_what_the_page_writes_it_can_read_back(whole, cents, lang):
    value = whole + cents / 100
    assert parse_number(Texts("store", lang).number(value, 2)) == pytest.approx(value, abs=0.001)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-04", date(2026, 12, 4)),
        ("4. december 2026", date(2026, 12, 4)),
        ("fredag den 4. december", date(2026, 12, 4)),
        ("4/12", date(2026, 12, 4)),
        ("4.12.26", date(2026, 12, 4)),
        ("4/12 2026", date(2026, 12, 4)),
        ("4 December 2026", date(2026, 12, 4)),
        ("December 4th", date(2026, 12, 4)),
        ("the 4th of December at 9", date(2026, 12, 4)),
        ("kl. 9 den 3. jan", date(2027, 1, 3)),
        ("1. november 2026", date(2026, 11, 1)),
        ("snart", None),
        ("31. februar 2026", None),
        ("", None),
    ],
)
def test_a_date_is_found_as_people_write_it(text, day):
    assert find_date(text, TODAY) == day


@given(st.text(max_size=60))
def test_any_text_has_a_date_or_none(text):
    assert find_date(text, TODAY) is None or isinstance(find_date(text, TODAY), date)
