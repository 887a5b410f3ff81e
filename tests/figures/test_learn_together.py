"""The figures of lesson 10."""

from exercises.figures.learn_together import figures
from exercises.models import charter, group_composer, red_chair, talk_balance
from exercises.rules.charter import PARTS
from exercises.texts import Texts

NOW = 1_800_000_000.0


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store, lang):
    store.put(group_composer.STEM, "trade", "Keramiker")
    store.put(group_composer.STEM, "gaps", ["prices", "online"])
    other = {"who": "Kanariefugl", "trade": "keramik", "skills": ["prices"], "ground": "Kanariefugl"}
    store.add(group_composer.KIND, chosen=True, **other)
    store.add(group_composer.KIND, chosen=False, **other)
    for name, value in {
        "name": "Kanariefugl",
        "weeks": 4,
        "first": "2027-01-05",
        "last": "2027-05-25",
    }.items():
        store.put(charter.STEM, name, value)
    for what in ("start", "next", "next", "next", "next"):
        red_chair.press(store, what, NOW)
    store.put(talk_balance.STEM, "invited", "6")
    store.put(talk_balance.STEM, "came", "5")
    for minutes in ("18", "9", "21", "6", "16", "en del"):
        store.add(talk_balance.KIND, who="Kanariefugl", minutes=minutes)
    own = figures(store)
    assert own == {
        "group_people": 2,
        "gaps": 2,
        "gaps_covered": 1,
        "competitor_pairs": 1,
        "charter_parts": 4,
        "meetings": 6,
        "red_chair_rounds": 1,
        "said_yes": 6,
        "came": 5,
        "talkers": 5,
        "talk_minutes": 70,
        "longest_minutes": 21,
        "longest_share_percent": 30,
        "talk_gini": 0.28,
    }
    assert list(own) == list(Texts("figures/learn_together").data)


def test_the_number_of_points_in_the_label_is_that_of_the_charter():
    assert all(
        str(len(PARTS)) in label for label in Texts("figures/learn_together").data["charter_parts"].values()
    )


def test_a_meeting_of_one_has_no_unevenness(store):
    store.add(talk_balance.KIND, who="B.", minutes="5")
    assert "talk_gini" not in figures(store)
