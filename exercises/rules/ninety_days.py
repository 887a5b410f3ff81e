"""A network plan for ninety days: three goals, four small dated acts a month, and the hours it takes.

Three goals and the four monthly acts are the course's own frame. What stands on firmer ground: a plan that
says when is carried out oftener (gollwitzer2006), meetings that come round again give more than single ones
(cai2018), and ties both close and across serve best (uzzi1997).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from exercises.rules import Finding

DAYS = 90
MONTH_DAYS = 30
GOALS = (1, 2, 3)
MONTHS = (1, 2, 3)
MONTHLY = ("group", "referral", "share", "reconnect")

# What a goal needs before it can be carried out.
PARTS = ("who", "tie", "if_part", "act", "day", "gain")

# Ties inside the circles one has, and ties to circles one is not in.
TIES = CLOSE, ACROSS = ("close", "across")

MOST_HOURS = 200
MOST_WEEKLY = 60

# A week that asks for more than twice what is usual will be put off.
BUSY = 2
# A plan of half as much again as one has been used to takes the time from something else.
STRETCH = 1.5


@dataclass(frozen=True)
class Goal:
    """One goal. ``who`` is a kind of person, ``tie`` one of TIES or "", ``hours`` those it takes in all."""

    number: int
    who: str = ""
    tie: str = ""
    if_part: str = ""
    act: str = ""
    day: date | None = None
    gain: str = ""
    hours: float | None = None

    @property
    def missing(self) -> list[str]:
        """Those of PARTS that have nothing in them."""
        return [part for part in PARTS if not getattr(self, part)]

    @property
    def begun(self) -> bool:
        return len(self.missing) < len(PARTS)


@dataclass(frozen=True)
class Dated:
    """One monthly act: month 1–3, ``kind`` one of MONTHLY, what it is about, and its day."""

    month: int
    kind: str
    what: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Plan:
    """The whole plan. ``hours`` is ``{kind: hours each time or None}``; ``available`` hours a week, or None.

    ``acts`` are twelve :class:`Dated`, month by month.
    """

    start: date
    goals: tuple[Goal, ...]
    acts: tuple[Dated, ...]
    hours: dict
    available: float | None

    @property
    def last(self) -> date:
        return self.start + timedelta(days=DAYS - 1)

    @property
    def begun(self) -> bool:
        return any(goal.begun for goal in self.goals) or any(act.day or act.what for act in self.acts)


def month_span(start: date, month: int) -> tuple[date, date]:
    """First and last day of month 1–3 of a plan."""
    first = start + timedelta(days=(month - 1) * MONTH_DAYS)
    return first, first + timedelta(days=MONTH_DAYS - 1)


def events(plan: Plan) -> list[Dated | Goal]:
    """Everything with a day inside the plan, in order: :class:`Goal` and :class:`Dated`."""
    every: list[Dated | Goal] = [*plan.goals, *plan.acts]
    found = [(one.day, one) for one in every if one.day and plan.start <= one.day <= plan.last]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def hours_of(plan: Plan, event: Dated | Goal) -> float | None:
    """Hours of one event; None where they are not said."""
    return event.hours if isinstance(event, Goal) else plan.hours.get(event.kind)


def total_hours(plan: Plan) -> float | None:
    """Hours over everything that has a day, as far as they are said; None where none are."""
    known = [hours for event in events(plan) if (hours := hours_of(plan, event)) is not None]
    return sum(known) if known else None


def weekly(plan: Plan) -> float | None:
    """Hours a week over the ninety days, or None."""
    total = total_hours(plan)
    return None if total is None else total / (DAYS / 7)


def busiest(plan: Plan) -> tuple[date, float] | None:
    """``(first day of the week, hours)`` of the seven days, counted from the start, that ask for most."""
    weeks: dict[int, float] = defaultdict(float)
    for event in events(plan):
        weeks[((event.day or plan.start) - plan.start).days // 7] += hours_of(plan, event) or 0
    if not weeks:
        return None
    week, hours = max(weeks.items(), key=lambda pair: (pair[1], -pair[0]))
    return plan.start + timedelta(days=7 * week), hours


def unsaid(plan: Plan) -> int:
    """How many events have no hours yet."""
    return sum(hours_of(plan, event) is None for event in events(plan))


def full_months(plan: Plan) -> list[int]:
    """The months that have all four acts dated inside them."""
    return [month for month in MONTHS if not _open(plan, month) and not _astray(plan, month)]


def findings(plan: Plan, today: date, used: float | None = None) -> list[Finding]:
    """What to say of the plan, as ``[(text key, names)]``; ``used`` is what the account says of hours a week.

    Whatever cannot be carried out comes first; then the balance, then the time.
    """
    if not plan.begun:
        return [("nothing_yet", {})]
    said = list(_wrong(plan, today)) + list(_left(plan)) + list(_balance(plan))
    said += list(_time(plan, used))
    whole = [goal for goal in plan.goals if not goal.missing]
    if any(key == "hours_over" for key, _ in said):
        return said
    if len(whole) == len(GOALS) and len(full_months(plan)) == len(MONTHS):
        said.append(("whole", {"n": len(events(plan))}))
    elif whole and 1 in full_months(plan):
        said.append(("short_way", {"goals": len(whole)}))
    return said


def _wrong(plan, today):
    if plan.last < today:
        yield "plan_over", {"last": plan.last}
    for goal in plan.goals:
        if goal.day and not plan.start <= goal.day <= plan.last:
            yield "goal_outside", {"at": goal.number, "day": goal.day, "first": plan.start, "last": plan.last}
    for month in MONTHS:
        for act in _astray(plan, month):
            first, last = month_span(plan.start, month)
            yield "act_outside", {"kind": act.kind, "month": month, "first": first, "last": last}
    crowded = [day for day, n in Counter(event.day for event in events(plan)).items() if n > BUSY]
    for day in sorted(crowded):
        yield "crowded", {"day": day}


def _left(plan):
    for goal in plan.goals:
        if goal.begun and goal.missing:
            yield "goal_missing", {"at": goal.number, "parts": goal.missing}
    for month in MONTHS:
        left = _open(plan, month)
        if left and len(left) < len(MONTHLY):
            yield "month_missing", {"month": month, "kinds": left}


def _open(plan, month):
    return [act.kind for act in plan.acts if act.month == month and act.day is None]


def _astray(plan, month):
    first, last = month_span(plan.start, month)
    return [
        act
        for act in plan.acts
        if act.month == month and act.day is not None and not first <= act.day <= last
    ]


def _balance(plan):
    ties = [goal.tie for goal in plan.goals if goal.tie]
    if len(ties) == len(GOALS):
        across = ties.count(ACROSS)
        key = {0: "all_close", len(GOALS): "all_across"}.get(across, "mixed")
        yield key, {"across": across, "close": len(ties) - across} if key == "mixed" else {}


def _time(plan, used):
    planned = weekly(plan)
    if planned is None:
        return
    if left := unsaid(plan):
        yield "hours_unsaid", {"n": left}
    yield "hours", {"total": total_hours(plan), "weekly": planned}
    if plan.available is None:
        yield "available_missing", {}
    elif planned > plan.available:
        over = total_hours(plan) - plan.available * DAYS / 7
        yield "hours_over", {"available": plan.available, "over": over}
    else:
        yield "hours_fit", {"available": plan.available}
    day, most = busiest(plan)
    if plan.available and most > BUSY * plan.available:
        yield "busy_week", {"day": day, "hours": most}
    if used and planned > STRETCH * used:
        yield "more_than_used", {"used": used, "weekly": planned}
