"""The figures of the LinkedIn evening."""

from datetime import date

from exercises.figures.linkedin_evening import WANTED, figures
from exercises.models import circle_count, message_draft, online_acts, peer_swap, profile_check
from exercises.rules.peer_swap import PARTS
from exercises.texts import Texts


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    store.put(profile_check.STEM, "headline", "Kanariefugl for alle")
    store.put(profile_check.STEM, "about", "Kanariefugl synger højt. " * 15)
    store.put(profile_check.STEM, "item.whom", "before")
    store.put(profile_check.STEM, "item.place", "now")
    for name, n in (("circle.trade", "60"), ("circle.place", "20"), ("age.three", "7"), ("age.longer", "x")):
        store.put(circle_count.STEM, name, n)
    store.put(message_draft.STEM, "comment2.text", "Kanariefugl")
    for at in range(5):
        day = date.today().isoformat()
        store.add(online_acts.KIND, day=day, did="comment", note="Kanariefugl", back="talk" if at else "")
    store.put(peer_swap.STEM, "linkedin-evening.way", "table")
    for part in PARTS:
        store.put(peer_swap.STEM, f"linkedin-evening.{part}", "Kanariefugl så det straks")
    own = figures(store)
    assert (own["headline_words"], own["about_words"]) == (3, 45)
    assert (own["points_before"], own["points_after"]) == (1, 2)
    assert (own["connections"], own["circles"], own["largest_circle_percent"]) == (80, 2, 75)
    assert own["age_three"] == 7 and "age_longer" not in own
    assert (own["drafts"], own["acts"], own["acts_answered"], own["peer_note"]) == (1, 5, 4, 1)
    assert all(type(value) is int for value in own.values())
    assert own.keys() <= Texts("figures/linkedin_evening", "da").data.keys()
    assert all(own[name] >= fewest for name, fewest in WANTED.items())
