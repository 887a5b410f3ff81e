"""The capstone: six measures then and now, the two accounts and counts of acts, and the plan in numbers.

The measures come with the two anonymous matrices that they can be computed again from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exercises.figures.my_network import DECIMALS
from exercises.models import before_after, behaviour_grid, insurance, ninety_days
from exercises.rules import before_after as rules
from exercises.rules import insurance as insurance_rules
from exercises.rules import ninety_days as plan_rules
from exercises.rules.ego_network import measure_matrix, shown_measures
from exercises.texts import Texts

if TYPE_CHECKING:
    from exercises.store import Store


MATRICES = ("before_matrix", "matrix")
WHENS = ("before", "now")
# The pre-test and the post-test.
BANKS = ("why_network", "my_plan")


def figures(store: Store) -> dict[str, Any]:
    """``{name: number}`` and, where a map was frozen, the two matrices. What is undefined is left out."""
    found = {}
    if maps := before_after.maps(store):
        matrices = (maps.frozen.matrix, maps.matrix)
        found |= dict(zip(MATRICES, matrices, strict=True)) | measured(*matrices)
        lists = maps.lists
        found |= {"lost": len(lists.lost) + lists.gone, "new": len(lists.new)}
    return found | _tests(store) | _accounts(store) | _acts(store) | _plan(store)


def measured(before: Any, now: Any) -> dict[str, float]:
    """``{name: number}`` of the six measures that may be shown of two anonymous matrices.

    Raises ValueError where one is no such matrix: it may come from a file that somebody changed.
    """
    found = {}
    for when, matrix in zip(WHENS, (before, now), strict=True):
        measures = measure_matrix(matrix)
        shown = (*shown_measures(measures.size), "size")
        found |= {
            f"{name}_{when}": round(getattr(measures, name), DECIMALS) for name in rules.SIX if name in shown
        }
    return found


def agree(
    own: Mapping[str, float],
    before: Any,
    now: Any,
) -> bool:
    """Whether the measures among ``own`` (``{name: number}``) are those of the matrices, None for none."""
    names = [f"{name}_{when}" for name in rules.SIX for when in WHENS]
    try:
        true = measured(before or [], now or [])
    except ValueError:
        return False
    step = 10**-DECIMALS  # half a step apart is rounding
    return all(name in true and abs(own[name] - true[name]) < step for name in names if name in own)


def _tests(store):
    """How many of the same situations were answered rightly before the course and after it, if all were."""
    found = {}
    for when, bank in zip(WHENS, BANKS, strict=True):
        questions = dict(Texts(f"questions/{bank}").data)
        lesson = questions.pop("lesson")
        given = {
            key: store.get("retrieval", f"{lesson['name']}.{lesson['number']}.{key}") for key in questions
        }
        if all(given.get(key) in questions[key]["options"] for key in questions):
            right = (questions[key]["options"][option].get("correct") for key, option in given.items())
            found[f"situations_{when}"] = sum(map(bool, right))
    return found


def _accounts(store):
    found, both = {}, before_after.accounts(store)
    for when, account, span in (
        ("before", both.first, both.first_span),
        ("now", both.again, both.span),
    ):
        if account is None or not account.occasions:
            continue
        found[f"hours_per_week_{when}"] = round(rules.per_week(account.hours, span), 1)
        found[f"gains_{when}"] = account.gains
        if account.hours_per_gain is not None:
            found[f"hours_per_gain_{when}"] = round(account.hours_per_gain, 1)
    return found


def _acts(store):
    grid, found = behaviour_grid.read(store), {}
    for when, turn in zip(WHENS, (grid.first, grid.again), strict=True):
        found |= {f"acts_{when}": turn.total, f"rating_{when}": turn.rating}
    found["acts_guessed"] = grid.prediction
    return {name: value for name, value in found.items() if value is not None}


def _plan(store):
    found = {}
    plan, _ = ninety_days.read(store)
    if plan.begun:
        whole = [goal for goal in plan.goals if not goal.missing]
        found |= {"goals": len(whole), "days_set": len(plan_rules.events(plan))}
        found["goals_across"] = sum(goal.tie == plan_rules.ACROSS for goal in plan.goals)
        if (weekly := plan_rules.weekly(plan)) is not None:
            found["planned_per_week"] = round(weekly, 1)
        if plan.available is not None:
            found["available_per_week"] = plan.available
    if covered := insurance_rules.covered(insurance.covers(store)):
        found["covered"] = covered
    return found
