"""Amounts as people write them, each with what counts them; the values are what Danes and Britons mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.models import guess_first, network_account
from exercises.texts import Texts
from exercises.typed import UNITS, number, parse_amount, parse_number
from exercises.views.network_account import NetworkAccount

AMOUNTS = [
    ("1½", "hours", 1.5),
    ("½", "hours", 0.5),
    ("1 1/2", "hours", 1.5),
    ("2½ time", "hours", 2.5),
    ("halvanden", "hours", 1.5),
    ("halvanden time", "hours", 1.5),
    ("en halv time", "hours", 0.5),
    ("half an hour", "hours", 0.5),
    ("to en halv", "hours", 2.5),
    ("two and a half hours", "hours", 2.5),
    ("et kvarter", "hours", 0.25),
    ("tre kvarter", "hours", 0.75),
    ("3 timer", "hours", 3),
    ("to timer", "hours", 2),
    ("1:30", "hours", 1.5),
    ("1 t 30 min", "hours", 1.5),
    ("1 time og 15 minutter", "hours", 1.25),
    ("90 min", "hours", 1.5),
    ("2-3", "hours", 2.5),
    ("2\u20133 timer", "hours", 2.5),
    ("2 til 3", "hours", 2.5),
    ("2 to 3 hours", "hours", 2.5),
    ("ca. 60", "minutes", 60),
    ("cirka 60 min.", "minutes", 60),
    ("1:30", "minutes", 90),
    ("2 timer", "minutes", 120),
    ("et kvarter", "minutes", 15),
    ("kr. 1.250,-", "kroner", 1250),
    ("1.250,-", "kroner", 1250),
    ("1250 kr.", "kroner", 1250),
    ("ca. 1.250 kr.", "kroner", 1250),
    ("DKK 1,250", "kroner", 1250),
    ("1.250,50 kr", "kroner", 1250.5),
    ("100-150 kr", "kroner", 125),
    ("kr. 100-150,-", "kroner", 125),
    ("about 40%", "percent", 40),
    ("40 pct.", "percent", 40),
    ("91\u201393 %", "percent", 92),
    ("2 stk.", "count", 2),
    ("1:30", "seconds", 90),
    ("ca. 45 sek.", "seconds", 45),
    ("", "hours", None),
    # as owners fill in a form, by no formula
    ("halvandet tusind", "kroner", 1500),
    ("1,5 tusind", "kroner", 1500),
    ("15 tusinde", "kroner", 15000),
    ("15k", "kroner", 15000),
    ("15 tkr.", "kroner", 15000),
    ("1,2 mio.", "kroner", 1_200_000),
    ("halvanden million", "kroner", 1_500_000),
    ("hundrede", "kroner", 100),
    ("to hundrede kr.", "kroner", 200),
    ("femten hundrede", "kroner", 1500),
    ("2000 kr. ca.", "kroner", 2000),
    ("gratis", "kroner", 0),
    ("nothing", "kroner", 0),
    ("1.250,00 kr.", "kroner", 1250),
    ("DKK 1,500.00", "kroner", 1500),
    ("10 000,-", "kroner", 10000),
    ("mellem 5 og 6", "hours", 5.5),
    ("fra 5 til 6 timer", "hours", 5.5),
    ("between 2 and 3 hours", "hours", 2.5),
    ("3 timer ca.", "hours", 3),
    ("12 timer i alt", "hours", 12),
    ("an hour and a half", "hours", 1.5),
    ("to timer og et kvarter", "hours", 2.25),
    ("2 h 15", "hours", 2.25),
    ("femogtyve minutter", "minutes", 25),
    ("tre", "count", 3),
    ("en", "count", 1),
    ("femogtyve", "count", 25),
    ("halvtreds procent", "percent", 50),
    ("halvdelen", "percent", 50),
]


@pytest.mark.parametrize("text, unit, value", AMOUNTS)
def test_an_amount_is_read_as_it_was_meant(text, unit, value):
    assert parse_amount(text, unit) == value


@pytest.mark.parametrize(
    "text, unit",
    [
        ("1:30", "kroner"),
        ("1:30", "percent"),
        ("1:30", "count"),
        ("1:75", "hours"),
        ("3 timer", "percent"),
        ("2 timer", "kroner"),
        ("2 min", "kroner"),
        ("40 %", "hours"),
        ("300 kr", "hours"),
        ("300 kr", "percent"),
        ("£45", "kroner"),
        ("mange", "hours"),
        ("3-2", "hours"),
        ("1-2-3", "hours"),
        ("kr.", "kroner"),
        ("12 12", "count"),
        ("1e5", "count"),
        ("nan", "count"),
        ("9" * 40, "count"),
        ("et par", "count"),
        ("50 euro", "kroner"),
        ("500 kr. ekskl. moms", "kroner"),
        ("15k", "hours"),
        ("max 3 timer", "hours"),
        ("mellem 6 og 5", "hours"),
    ],
)
def test_what_is_another_thing_or_no_number_is_refused(text, unit):
    with pytest.raises(ValueError):
        parse_amount(text, unit)


@given(st.text(max_size=70), st.sampled_from(sorted(UNITS)))
def test_any_text_is_an_amount_or_refused(text, unit):
    try:
        value = parse_amount(text, unit)
    except ValueError:
        return
    assert value is None or abs(value) < 1e18


@given(st.integers(0, 10**7), st.integers(0, 99), st.sampled_from(["da", "en"]))
def test_what_the_page_writes_is_read_as_an_amount(whole, cents, lang):
    written = Texts("store", lang).number(whole + cents / 100, 2)
    assert parse_amount(written) == parse_number(written)
    assert parse_amount(f"ca. {written} kr.", "kroner") == parse_number(written)


def test_a_span_counts_as_its_middle_and_is_said_once():
    faults = []
    assert number("2-3", 24, 4, faults, "hours") == 2.5
    assert faults == [("read_as", 4, {"text": "2-3", "value": 2.5})]
    assert number("ca. 3 timer", 24, 4, faults, "hours") == 3
    assert len(faults) == 1


def test_a_span_in_the_account_is_shown_back_and_no_fault(store, lang):
    store.add("account", hours="2-3", kroner="ca. 1.250,-", result="idea")
    sums, _ = network_account.read(store)
    assert (sums.hours, sums.kroner) == (2.5, 1250)
    view = NetworkAccount()
    assert view.fault is None
    t = Texts("network_account", lang)
    told = t("read_as", where=t("occasion", at=1), text="2-3", value=t.number(2.5, 2))
    assert told in view.sum.value and 'role="alert"' not in view.sum.value


def test_a_time_is_no_price_in_the_account(store, lang):
    store.add("account", hours="1:30", kroner="1:30", result="idea")
    sums, faults = network_account.read(store)
    assert (sums.hours, sums.kroner) == (1.5, 0)
    assert faults == [("not_a_number", 1, {"text": "1:30"})]


def test_a_share_is_not_shown_where_the_account_says_it_is_not(store, lang):
    for result in ("nothing", "idea", "help"):
        store.add("account", hours="1", kroner="0", result=result)
    t = Texts("network_account", lang)
    shown = NetworkAccount().sum.value
    assert t("row.share_nothing") not in shown and t.percent(1 / 3) not in shown
    for _ in range(2):
        store.add("account", hours="1", kroner="0", result="idea")
    assert t("row.share_nothing") in NetworkAccount().sum.value


def test_what_each_thing_must_be_worth_is_one_number_on_the_page(store, lang):
    store.add("account", hours="5,35", kroner="0", result="idea")
    store.put("network_account", "hour_low", "300")
    t = Texts("network_account", lang)
    shown = NetworkAccount().sum.value
    assert t("row.break_even") in shown
    assert shown.count(t.kroner(1600)) == 2 and t.kroner(1605) not in shown


def test_a_guess_in_per_cent_takes_no_hours():
    key = next(key for key, record in guess_first.figures().items() if record["unit"] == "percent")
    assert guess_first.guessed("ca. 40 %", key) == 40
    with pytest.raises(ValueError):
        guess_first.guessed("3 timer", key)
