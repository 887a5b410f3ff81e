from datetime import date

import pytest

from exercises.rules.signal_book import News, Signal, Talk, distinct, findings, gather, heard, weigh

TODAY = date(2026, 11, 23)


def signal(key, circle="havnen", told="saw", same="", own=False):
    return Signal(key, f"nyt {key}", circle, told, same, own)


def talk(at, circle="havnen", day=TODAY, own=False, **signals):
    told = tuple(signal(key, circle, same=same, own=own) for key, same in signals.items())
    return Talk(at, circle, "K", day, own, told)


def keys(*talks):
    return [key for key, _ in findings(talks, TODAY)]


def test_signals_marked_the_same_are_one_news_even_through_a_third():
    a, b, c, d = signal("a"), signal("b", "koret", same="a"), signal("c", "byen", same="b"), signal("d")
    assert gather([a, b, c, d]) == [News((a, b, c)), News((d,))]


def test_a_mark_on_a_signal_that_is_gone_stands_for_itself():
    assert [news.text for news in gather([signal("b", same="gone")])] == ["nyt b"]


def test_a_circle_is_the_same_whatever_its_capitals_and_spaces():
    assert distinct(["Havnen", " havnen ", "", "Koret"]) == ("Havnen", "Koret")
    news = News((signal("a", "Havnen"), signal("b", "havnen ", same="a")))
    assert not news.recurs
    assert news.heard_in("HAVNEN")
    assert not news.heard_in("Koret")


@pytest.mark.parametrize(
    ("told", "source"),
    [
        (("saw", ""), "seen"),
        (("heard", "read"), "second_hand"),
        (("unknown",), "second_hand"),
        (("heard", ""), "unasked"),
    ],
)
def test_one_who_saw_it_is_enough_and_one_unasked_keeps_it_open(told, source):
    assert News(tuple(signal(str(at), told=one) for at, one in enumerate(told))).source == source


@pytest.mark.parametrize("told", ["saw", "heard", ""])
def test_a_rumour_in_two_circles_is_told_from_one_in_a_single_circle(told):
    alone = News((signal("a", told=told),))
    both = News((signal("a", told=told), signal("b", "koret", told=told)))
    source = alone.source
    assert weigh(alone) == (f"alone_{source}", {"line": "nyt a", "circle": "havnen", "circles": 1})
    assert weigh(both) == (f"recurs_{source}", {"line": "nyt a", "circle": "havnen", "circles": 2})


def test_nothing_heard_asks_for_a_first_talk():
    assert keys() == keys(Talk(1, "havnen", "K", TODAY)) == ["nothing_yet"]


def test_talks_in_one_circle_are_told_of_and_missing_circles_counted():
    assert "one_circle" in keys(talk(1, a=""), talk(2, b=""))
    found = dict(findings([talk(1, a=""), talk(2, "koret", b="")], TODAY))
    assert found["more_circles"] == {"left": 1}
    assert "more_circles" not in keys(talk(1, a=""), talk(2, "koret", b=""), talk(3, "byen", c=""))


def test_what_is_missing_of_a_talk_is_named_by_its_number():
    found = dict(findings([talk(4, " ", None, a="")], TODAY))
    assert found["circle_missing"] == {"at": 4}
    assert found["day_missing"] == {"talks": (4,)}
    ahead = date(2026, 11, 24)
    assert dict(findings([talk(1, day=ahead, a="")], TODAY))["day_ahead"] == {"at": 1, "day": ahead}


def test_news_from_outside_ones_trade_is_counted_once_the_trade_is_marked():
    talks = [talk(1, own=True, a=""), talk(2, "koret", b="a", c=""), talk(3, "byen", d="")]
    assert dict(findings(talks, TODAY))["outside"] == {"n": 2, "of": 3}
    assert "own_trade_unsaid" in keys(talk(1, a=""), talk(2, "koret", b=""), talk(3, "byen", c=""))


def test_three_circles_without_anything_in_common_are_no_fault_but_looked_at_again():
    apart = [talk(1, a=""), talk(2, "koret", b=""), talk(3, "byen", c="")]
    assert "none_recur" in keys(*apart)
    assert "none_recur" not in keys(apart[0], talk(2, "koret", b="a"), apart[2])
    assert len(heard(apart)) == 3
