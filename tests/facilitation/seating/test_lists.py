"""Lists of people to look up: the rules kept, everybody on four to six, and broken no more than must be."""

import random
import time
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import milp

from facilitation.seating import lists
from facilitation.seating.lists import ACQUAINTED, FIRM, LEARNS, OFTEN, SELDOM, SHORT, TEACHES, draw_up
from facilitation.seating.participants import people

SKILLS = ["foto", "pris", "keramik", "moms", "salg", "tekst", "web", "logo", "film", "tal"]
TRADES = ["maler", "frisør", "keramiker", "bogholder", "fotograf", "kok", "gartner", "lærer"]


def sheet(count, seed=0, firms=None, knows=3):
    rng = random.Random(seed)
    names = [f"P{at}" for at in range(count)]
    return pd.DataFrame(
        {
            "name": names,
            "firm": [f"Firma {rng.randrange(firms or max(6, count // 3))}" for _ in names],
            "trade": [rng.choice(TRADES) for _ in names],
            "competences": [", ".join(rng.sample(SKILLS, 2)) for _ in names],
            "knows": [", ".join(rng.sample(names, min(knows, count - 1))) for _ in names],
        }
    )


def wishes(count, seed=1):
    rng = np.random.default_rng(seed)
    return rng.random((count, count)) < 0.15


def made(frame, **more):
    return draw_up(people(frame), wishes(len(frame)), **more)


def on(found):
    return Counter(other for row in found.of.values() for other, _ in row)


@pytest.mark.parametrize("count", [30, 120, 500])
def test_everybody_has_five_and_stands_on_four_to_six_lists_and_no_rule_is_broken(count):
    frame = sheet(count)
    begin = time.process_time()
    found = made(frame)
    took = time.process_time() - begin
    firm = dict(zip(frame["name"], frame["firm"], strict=True))
    knows = {name: cell.split(", ") for name, cell in zip(frame["name"], frame["knows"], strict=True)}
    for name, row in found.of.items():
        named = [other for other, _ in row]
        assert len(set(named)) == 5 and name not in named
        for other in named:
            assert firm[other] != firm[name]
            assert other not in knows[name] and name not in knows[other]
    assert {on(found)[name] for name in frame["name"]} <= {4, 5, 6} and found.on == dict(on(found))
    assert found.broken == [] and found.fewest
    assert took <= 2, f"{took:.1f} s for {count} people"


def test_twelve_strangers_of_twelve_firms_break_no_rule():
    frame = sheet(12, knows=1).assign(firm=[f"F{at}" for at in range(12)])
    found = made(frame)
    assert found.broken == [] and set(on(found).values()) <= {4, 5, 6}


@pytest.mark.parametrize("count", [60, 200])
def test_a_list_is_one_sided(count):
    """By the experiment: who is on your list need not have you on theirs."""
    found = made(sheet(count))
    pairs = {(name, other) for name, row in found.of.items() for other, _ in row}
    assert sum((other, name) in pairs for name, other in pairs) < 0.05 * len(pairs)


def least(frame):
    """The fewest broken rules by an integer program of its own over every pair."""
    who = people(frame)
    n = len(who)
    broken = who.firm.astype(int) + who.acquainted
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    m = len(pairs)
    rows = np.zeros((2 * n, m + 3 * n))
    for at, (i, j) in enumerate(pairs):
        rows[i, at] = rows[n + j, at] = 1
    for at in range(n):
        rows[at, m + at] = rows[n + at, m + n + at] = 1
        rows[n + at, m + 2 * n + at] = -1
    answer = milp(
        np.append([broken[pair] for pair in pairs], np.ones(3 * n)),
        constraints=(rows, np.repeat([5, 4], n), np.repeat([5, 6], n)),
        integrality=np.ones(m + 3 * n),
        bounds=(0, np.append(np.ones(m), np.full(3 * n, 99))),
    )
    return round(answer.fun)


CROWDED = {
    "one firm": sheet(12).assign(firm="Fælles"),
    "eight of one firm": sheet(12, knows=1).assign(firm=["Fælles"] * 8 + ["A", "B", "C", "D"]),
    "all know each other": sheet(12).assign(knows=", ".join(f"P{at}" for at in range(12))),
    "two firms and friends": sheet(12, seed=4, firms=2, knows=4),
    "one whom all know": sheet(12, knows=1).assign(firm=[*"ABCDEFGHIJKL"], knows=["", *["P0"] * 11]),
    "four people": sheet(4, knows=1),
    "ninety of one firm": sheet(100, knows=1).assign(firm=["Fælles"] * 90 + [*"ABCDEFGHIJ"]),
}


@pytest.mark.parametrize("frame", CROWDED.values(), ids=CROWDED)
def test_where_the_people_allow_no_such_lists_the_fewest_rules_are_broken_and_it_is_said(frame):
    found = made(frame)
    assert len(found.broken) == least(frame) > 0
    assert found.fewest
    counted = Counter(kind for kind, _ in found.broken)
    named = on(found)
    assert counted[SHORT] == sum(5 - len(row) for row in found.of.values())
    assert counted[SELDOM] == sum(max(0, 4 - named[name]) for name in found.of)
    assert counted[OFTEN] == sum(max(0, named[name] - 6) for name in found.of)
    firm = dict(zip(frame["name"], frame["firm"], strict=True))
    pairs = [(name, other) for name, row in found.of.items() for other, _ in row]
    assert counted[FIRM] == sum(firm[name] == firm[other] for name, other in pairs)


def test_somebody_met_on_another_evening_is_acquainted():
    frame = sheet(30)
    met = np.zeros((30, 30), dtype=bool)
    met[0, 1:20] = met[1:20, 0] = True
    found = made(frame, acquainted=met)
    assert found.broken == []
    assert not {other for other, _ in found.of["P0"]} & {f"P{at}" for at in range(1, 20)}


def test_who_can_help_whom_stands_on_a_list_with_the_reason_of_its_reader():
    learns = np.zeros((30, 30), dtype=bool)
    learns[0, [7, 9]] = learns[11, 0] = True
    found = draw_up(people(sheet(30, knows=0).assign(firm="")), learns)
    reasons = {(name, other): reason for name, row in found.of.items() for other, reason in row}
    for reader, other in ((0, 7), (0, 9), (11, 0)):
        there, back = (f"P{reader}", f"P{other}"), (f"P{other}", f"P{reader}")
        assert reasons.get(there) == LEARNS or reasons.get(back) == TEACHES
    assert Counter(reasons.values())[LEARNS] + Counter(reasons.values())[TEACHES] == 3
    assert all(row[0][1] == reason for row in found.of.values() for _, reason in row if reason == LEARNS)


def test_who_shares_no_language_is_not_on_the_list():
    frame = sheet(24, knows=0).assign(firm="", language=["dansk"] * 12 + ["polsk"] * 12)
    found = made(frame)
    assert found.broken == []
    assert all((int(name[1:]) < 12) == (int(o[1:]) < 12) for name, row in found.of.items() for o, _ in row)


def test_one_rule_that_is_broken_is_the_reason_given():
    found = made(sheet(12).assign(firm="Fælles", knows=""))
    assert {reason for row in found.of.values() for _, reason in row} == {FIRM}
    found = made(sheet(12).assign(firm="", knows=", ".join(f"P{at}" for at in range(12))))
    assert {reason for row in found.of.values() for _, reason in row} == {ACQUAINTED}


def test_the_same_people_get_the_same_lists():
    assert made(sheet(40)).of == made(sheet(40)).of != made(sheet(40), seed=1).of


def test_few_pairs_to_begin_with_find_the_same_as_all(monkeypatch):
    frame = CROWDED["ninety of one firm"]
    monkeypatch.setattr(lists, "_BEST", 5)
    monkeypatch.setattr(lists, "_BY_CHANCE", 1)
    found = made(frame)
    assert len(found.broken) == least(frame) and found.fewest
