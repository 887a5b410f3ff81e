"""The figures of the Facebook evening, and what its hand-in must hold."""

import json
from datetime import date

from exercises import reflection
from exercises.figures.facebook_evening import WANTED, figures
from exercises.models import peer_swap, post_plan, post_reach
from exercises.rules.peer_swap import PARTS
from exercises.texts import Texts

EVENING = "facebook-evening"


def work(store):
    for n in ("412", "186", "538"):
        store.add(post_reach.KIND, what="Kanariefugl", reach=n)
    for letter in ("A", "B"):
        store.put(post_plan.STEM, f"opening_{letter}", f"Kanariefugl {letter}")
    store.put(post_plan.STEM, "count", 4)
    store.put(post_plan.STEM, "start", date.today().isoformat())
    post_plan.draw(store)
    for at, letter in enumerate(post_plan.lot(store), start=1):
        store.put(post_plan.STEM, f"reach.{at}", {"A": "300", "B": "100"}[letter])
    store.put(peer_swap.STEM, f"{EVENING}.way", "mail")
    for part in PARTS:
        store.put(peer_swap.STEM, f"{EVENING}.{part}", "Kanariefugl så det straks")


def test_nothing_done_gives_no_figures(store):
    assert figures(store) == {}


def test_everything_done_gives_numbers_only_each_with_a_name(store):
    work(store)
    own = figures(store)
    assert (own["posts"], own["reach_low"], own["reach_middle"], own["reach_high"]) == (3, 186, 412, 538)
    assert (own["openings"], own["planned_posts"], own["peer_note"]) == (2, 4, 1)
    assert (own["mean_a"], own["mean_b"], own["as_large"], own["ways"]) == (300, 100, 2, 6)
    assert all(type(value) is int for value in own.values())
    assert own.keys() <= Texts("figures/facebook_evening", "da").data.keys()


def test_a_hand_in_without_the_evenings_work_is_told_what_is_missing(store, lang, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = {"nbgrader": {"grade_id": "answer-1", "solution": True, "grade": True}}
    course = {"kind": "reflection", "stem": EVENING, "lang": lang}
    cells = [{"cell_type": "markdown", "id": "a", "source": "Det højeste nåede 538.", "metadata": answer}]
    (tmp_path / "x.ipynb").write_text(json.dumps({"cells": cells, "metadata": {"course": course}}))
    store.add(post_reach.KIND, reach="538")
    reflection.figures()
    early = reflection.check("figures").data
    assert (early["points"], len(early["fixes"])) == (0.25, len(WANTED))
    work(store)
    reflection.figures()
    assert reflection.check("figures").data["points"] == 1
