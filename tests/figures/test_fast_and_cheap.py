"""The figures of lesson 6, and those that its worked example tells of Bente."""

import json
import re
import tomllib

import pytest

from exercises import language, places
from exercises.figures.fast_and_cheap import figures
from exercises.models import ask_clock, dormant_draw, my_network, sample, warm_up, who_can_help
from exercises.rules.ask_clock import Ask, add_up
from exercises.rules.resources import coverage, single_points
from exercises.texts import Texts


def lesson(lang):
    path = places.root() / "lessons" / lang / "06-fast-and-cheap.ipynb"
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    sample.fill(store, "da")
    for n in (1, 2):
        warm_up.put(store, n, "sent", "2026-11-01")
    warm_up.put(store, 2, "answered", True)
    warm_up.put(store, 1, "text", "Kanariefugl")
    store.put(warm_up.STEM, "guess", 0)
    row = {"who": "Kanariefugl", "outcome": "usable", "minutes": "20", "gave": "Kanariefugl", "guess": 30}
    days = {"asked_day": "2026-11-01", "asked_time": "08:00", "answer_day": "2026-11-01"}
    store.add(ask_clock.KIND, to="own_choice", useful=4, price="600", answer_time="13:30", **row, **days)
    store.add(ask_clock.KIND, to="by_lot", useful=8, outcome="silent", minutes="40", guess=50)
    store.put(ask_clock.STEM, "hour_value", "300")
    own = figures(store)
    assert (own["help_fast_help_percent"], own["help_cheap_help_percent"]) == (100, 75)
    assert (own["help_on_one"], own["help_family_only"]) == (6, 1)
    assert (own["warm_up_sent"], own["warm_up_answered"], own["warm_up_guessed"]) == (2, 1, 0)
    assert (own["requests"], own["settled"], own["usable"], own["usable_percent"]) == (2, 2, 1, 50)
    assert (own["guessed_percent"], own["hours_middle"], own["minutes"]) == (40, 5.5, 60)
    assert (own["cost"], own["price"], own["gave"]) == (300, 600, 1)
    assert (own["useful_own"], own["useful_lot"]) == (4, 8)
    assert all(type(value) in (int, float) for value in own.values())
    assert own.keys() == Texts("figures/fast_and_cheap", "da").data.keys()


def test_only_dont_know_gives_no_share_of_a_scale(store):
    who_can_help.set_helpers(store, "extra_hands", None)
    assert figures(store) == {"help_on_one": 0, "help_family_only": 0}


# ---- the worked example ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_bentes_profile_in_the_lesson_is_that_of_her_network(store, lang):
    language(lang)
    sample.fill(store, lang)
    answers = my_network.resources_known(store)
    word = {"da": "af", "en": "of"}[lang]
    scales = Texts("resources", lang)
    wanted = [
        (scales(f"scales.{name}"), f"{len(c.accessible)} {word} {len(c.answered)}", str(len(c.single)))
        for name, c in coverage(answers).items()
    ]
    cells = lesson(lang)
    told = re.findall(r"^\| ([^|]+) \| (\d \w+ \d) \| (\d) \|$", cells["example-profile"], re.MULTILINE)
    assert told == wanted
    assert len(single_points(answers)["Hanne"]) == 2
    assert sum(int(single) for *_, single in told) == 6
    assert list(answers.values()).count(None) == 2


@pytest.mark.parametrize(("lang", "word"), [("da", "og"), ("en", "and")])
def test_bentes_ten_are_those_that_can_be_tried(store, lang, word):
    names = tomllib.loads(dormant_draw.BENTES.read_text(encoding="utf-8"))["names"]
    assert f"{', '.join(names[:-1])} {word} {names[-1]}." in lesson(lang)["example-draw"]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_bentes_stopwatch_adds_up_to_what_the_lesson_says(lang):
    cells = lesson(lang)
    table = re.findall(r"^\| (.+) \|$", cells["example-clock"], re.MULTILINE)
    _, _, guesses, _, _, _, minutes, prices = (row.split(" | ")[1:] for row in table)
    asks = []
    for guess, spent, price in zip(guesses, minutes, prices, strict=True):
        bought = re.sub(r"\D", "", price)
        asks.append(
            Ask(
                guess=int(re.match(r"\d+", guess)[0]),
                outcome="usable" if bought else "silent",
                minutes=float(spent),
                price=float(bought) if bought else None,
            )
        )
    total = add_up(asks, hour_value=300)
    t = Texts("ask_clock", lang)
    read = cells["example-clock-read"]
    for told in (
        t.percent(total.guess),
        f"{total.usable} {'af' if lang == 'da' else 'of'} {total.settled}",
        t.percent(total.low),
        t.percent(total.high),
        f"{total.minutes:.0f} minut",
        t.kroner(total.cost),
        t.kroner(total.price),
    ):
        assert told in read, told
