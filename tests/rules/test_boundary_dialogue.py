import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.boundary_dialogue import LONG_LINE, Answer, findings
from exercises.typed import parse_number

EXCUSES = ("sorry", "i know")
WHENS = ("monday",)
GOOD = Answer(
    gift="Turn it off first",
    line="The first is free. A visit costs 650 kroner",
    next_step="I’ll ring on Monday",
    price=650,
    minutes=150,
)


def said(answer):
    return findings(answer, EXCUSES, WHENS, parse_number)


def keys(answer):
    return [key for key, _ in said(answer)]


def changed(**values):
    return Answer(**(vars(GOOD) | values))


def test_an_answer_with_all_its_parts_is_ready_and_worth_so_much_an_hour():
    assert said(GOOD) == [("ready", {}), ("per_hour", {"price": 650, "minutes": 150, "rate": 260})]
    assert (
        GOOD.whole == "Turn it off first. The first is free. A visit costs 650 kroner. I’ll ring on Monday."
    )


def test_nothing_written_asks_for_it():
    assert keys(Answer()) == keys(Answer(gift=" ", line="…", minutes=30)) == ["nothing_yet"]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"gift": ""}, "missing.gift"),
        ({"line": " "}, "missing.line"),
        ({"next_step": ""}, "missing.next_step"),
        ({"line": "The rest costs money"}, "no_price"),
        ({"price": None}, "price_unwritten"),
        ({"line": "A visit costs 500 kroner"}, "another_price"),
        ({"line": "Sorry, it is 650"}, "excuse"),
        ({"line": "It is 650, I know."}, "excuse"),
        ({"line": "650 " + "and so on " * LONG_LINE}, "long"),
        ({"next_step": "We’ll see"}, "no_time"),
    ],
)
def test_one_fault_is_told_of_and_the_answer_is_not_ready(values, key):
    assert [k for k in keys(changed(**values)) if k != "per_hour"] == [key]


def test_a_price_is_found_however_it_is_written():
    for line in ("It costs 1.200 kroner", "It costs 1,200", "It costs 1 200 kr."):
        assert "another_price" not in keys(changed(line=line, price=1200))


def test_a_word_within_a_word_is_no_excuse():
    assert "excuse" not in keys(changed(line="Sorrying costs 650"))


def test_no_time_or_no_price_gives_no_hourly_figure():
    assert changed(minutes=0).per_hour is None
    assert changed(price=None).per_hour is None
    assert changed(price=0).per_hour == 0


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_anything_written_gets_an_answer(gift, line, next_step):
    assert said(Answer(gift, line, next_step))
