"""Does it work? What a `trial.Trial` shows so far, and what may be concluded from it.

Only what was fixed beforehand decides: one scale, at the last week. The other scales and the weeks between
are told beside it. Nothing is told of a group with fewer than FEWEST answers.

Who drops out may be those whom it did not help, or those who had better things to do; then the others no
longer tell of all. That cannot be seen for certain. It is said when there are many (MANY), when they are more
in one group than in the other, when they had answered otherwise than those who stayed, and when the answer
becomes another if nothing has changed for them since their last one.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from exercises.rules import effect as rules
from facilitation.cohort import difference
from facilitation.cohort.trial import COURSE, FEWEST, LAST, PRIMARY, WAIT_LIST

MANY = 0.2  # of those who began; our own line
DOUBT = 0.05  # chance of as large a difference between those who left and those who stayed, by luck alone
LOST_MANY, LOST_UNEVEN, LOST_OTHERS, LOST_DECIDES = "many", "uneven", "others", "decides"
MORE, LESS, OPEN, TOO_FEW = "more", "less", "open", "too_few"


@dataclass(frozen=True)
class Effect:
    """What was found.

    ``enrolled`` maps each group to its people and ``answered`` to ``{week: how many}``; ``estimates`` maps
    (scale, week) to a `difference.Estimate`, None where a group has fewer than FEWEST; ``verdict`` is MORE,
    LESS, OPEN or TOO_FEW; ``doubts`` are some of the LOST_ kinds, and ``lost`` the share of those who began.
    """

    kind: str
    enrolled: dict
    answered: dict
    estimates: dict
    verdict: str
    doubts: list = field(default_factory=list)
    lost: float = 0.0


def scales(trial: Any) -> Any:
    """``(course, scores)``: (n,) of bool, and {(scale, week): (n,) of float, NaN where there is no score}."""
    import numpy as np

    design, told = trial.design, trial.scores()
    course = np.array([person.group == COURSE for person in design.people])

    def of(person, scale, week):
        found = told[person.code].get(week, {}).get(scale)
        return np.nan if found is None else found

    return course, {
        (scale, week): np.array([of(person, scale, week) for person in design.people], dtype=float)
        for scale in rules.SCALES
        for week in rules.WEEKS
    }


def find(kind: Any, course: Any, scores: Any) -> Any:
    """The `Effect` of `scales`."""
    import numpy as np

    groups = {COURSE: course} | ({"wait": ~course} if kind == WAIT_LIST else {})
    there = {at: ~np.isnan(values) for at, values in scores.items()}
    first, last = there[PRIMARY, 0], there[PRIMARY, LAST]
    estimates = {
        (scale, week): _estimate(kind, course, scores[scale, 0], scores[scale, week])
        for scale in rules.SCALES
        for week in rules.WEEKS[1:]
    }
    main = estimates[PRIMARY, LAST]
    verdict = TOO_FEW if main is None else {1: MORE, -1: LESS, 0: OPEN}[int(main.clear)]
    answered = {
        name: {week: int((there[PRIMARY, week] & group).sum()) for week in rules.WEEKS}
        for name, group in groups.items()
    }
    left = first & ~last
    shown = main is not None
    return Effect(
        kind,
        {name: int(group.sum()) for name, group in groups.items()},
        answered,
        estimates,
        verdict,
        _doubts(kind, course, scores, first, left, main) if shown else [],
        float(left.sum() / first.sum()) if first.any() else 0.0,
    )


def _estimate(kind, course, before, after):
    import numpy as np

    there = ~np.isnan(before) & ~np.isnan(after)
    groups = [there & course] + ([there & ~course] if kind == WAIT_LIST else [])
    if min(int(group.sum()) for group in groups) < FEWEST:
        return None
    if kind == WAIT_LIST:
        return difference.between(before, after, course, there)
    return difference.within(before, after, there)


def _doubts(kind, course, scores, first, left, main):
    """Why those who stayed may tell another story than all would have."""
    from scipy.stats import fisher_exact

    found = []
    if left.sum() > MANY * first.sum():
        found.append(LOST_MANY)
    if kind == WAIT_LIST:
        table = [
            [int((left & group).sum()), int((first & ~left & group).sum())] for group in (course, ~course)
        ]
        if fisher_exact(table).pvalue < DOUBT:
            found.append(LOST_UNEVEN)
    if _others(kind, course, scores, first, left):
        found.append(LOST_OTHERS)
    if main is not None and left.any():
        carried = _estimate(kind, course, scores[PRIMARY, 0], _carried(scores, left))
        if int(carried.clear) != int(main.clear):
            found.append(LOST_DECIDES)
    return found


def _others(kind, course, scores, first, left):
    """Whether those who left had answered otherwise than those of their group who stayed."""
    import numpy as np
    from scipy.stats import ttest_ind

    middle = scores[PRIMARY, rules.WEEKS[1]]
    for last_seen in (scores[PRIMARY, 0], middle, middle - scores[PRIMARY, 0]):
        known = first & ~np.isnan(last_seen)
        values = np.array(last_seen)
        # Each group about its own mean: what the course does is no difference between leaving and staying.
        for group in (course, ~course) if kind == WAIT_LIST else (course,):
            if (known & group).any():
                values[known & group] -= values[known & group].mean()
        gone, stayed = values[known & left], values[known & ~left]
        if min(len(gone), len(stayed)) < 3 or not np.ptp(values[known]):
            continue
        if ttest_ind(gone, stayed, equal_var=False).pvalue < DOUBT / 3:
            return True
    return False


def _carried(scores, left):
    """The last score of everybody, as if nothing had changed since for those who left."""
    import numpy as np

    middle = scores[PRIMARY, rules.WEEKS[1]]
    seen = np.where(np.isnan(middle), scores[PRIMARY, 0], middle)
    return np.where(left, seen, scores[PRIMARY, LAST])


def of(trial: Any) -> Any:
    """The `Effect` of a `trial.Trial`."""
    found, design = find(trial.design.kind, *scales(trial)), trial.design
    return replace(found, enrolled={group: design.enrolled(group) for group in design.groups})


def rows(trial: Any) -> Any:
    """``(columns, rows)`` of what came in, anonymous: the group and the scores, no code, in the order of the
    scores themselves; no rows where a group has fewer than FEWEST people who answered at the last week.
    """
    import numpy as np

    course, scores = scales(trial)
    names = [f"{scale}_{week}" for scale, week in scores]
    if of(trial).verdict == TOO_FEW:
        return ["group", *names], []
    values = np.column_stack(list(scores.values()))
    told = [
        ("course" if on else "wait", *(None if np.isnan(v) else round(float(v), 3) for v in row))
        for on, row in zip(course, values, strict=True)
        if not np.isnan(row).all()
    ]
    return ["group", *names], sorted(
        told, key=lambda row: (row[0], [-1.0 if v is None else v for v in row[1:]])
    )
