"""The plan for ninety days as it lies in the learner's store: fields of ``ninety_days``.

``start`` (ISO date); for each goal ``goal1.`` … ``goal3.``: ``who``, ``tie``, ``if_part``, ``act``, ``day``
(ISO date), ``gain``, ``hours`` (as typed); for each month ``month1.<kind>.what`` and ``month1.<kind>.day``
for the four kinds of :data:`~exercises.rules.ninety_days.MONTHLY`; ``time.<kind>`` (hours each time, as
typed) and ``time.available`` (hours a week, as typed).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.models.act import bare
from exercises.rules import ninety_days as rules
from exercises.typed import Slip, day, number

if TYPE_CHECKING:
    from exercises.store import Store
    from exercises.texts import Texts


if TYPE_CHECKING:
    from exercises.store import Store


if TYPE_CHECKING:
    from exercises.store import Store


STEM = "ninety_days"


def set_off(store: Store) -> None:
    """From the first word on, the first day of the plan stands still."""
    if store.get(STEM, "start") is None and store.fields(STEM):
        store.put(STEM, "start", date.today().isoformat())


def start(store: Store) -> date:
    """The first day of the plan; today until one is chosen."""
    return day(store.get(STEM, "start")) or date.today()


def read(store: Store) -> tuple[rules.Plan, list[Slip]]:
    """``(Plan, faults)``; ``faults`` is a list of ``(text key, where, {names})`` for slips in hours.

    ``where`` is ``goal1`` to ``goal3``, one of MONTHLY, or ``available``.
    """
    fields, faults = store.fields(STEM), []
    goals = tuple(_goal(fields, n, faults) for n in rules.GOALS)
    acts = tuple(
        rules.Dated(
            month,
            kind,
            (fields.get(f"month{month}.{kind}.what") or "").strip(),
            day(fields.get(f"month{month}.{kind}.day")),
        )
        for month in rules.MONTHS
        for kind in rules.MONTHLY
    )
    hours = {
        kind: number(fields.get(f"time.{kind}"), rules.MOST_HOURS, kind, faults, "hours")
        for kind in rules.MONTHLY
    }
    available = number(fields.get("time.available"), rules.MOST_WEEKLY, "available", faults, "hours")
    return rules.Plan(start(store), goals, acts, hours, available), faults


def _goal(fields, n, faults):
    words = {
        name: (fields.get(f"goal{n}.{name}") or "").strip()
        for name in ("who", "tie", "if_part", "act", "gain")
    }
    if words["tie"] not in rules.TIES:
        words["tie"] = ""
    hours = number(fields.get(f"goal{n}.hours"), rules.MOST_HOURS, f"goal{n}", faults, "hours")
    return rules.Goal(n, day=day(fields.get(f"goal{n}.day")), hours=hours, **words)


def used(store: Store) -> float | None:
    """Hours a week by the newest account there is, or None."""
    from exercises.models import before_after
    from exercises.rules.before_after import per_week

    accounts = before_after.accounts(store)
    for account, span in ((accounts.again, accounts.span), (accounts.first, accounts.first_span)):
        if account is not None and span is not None and account.occasions and account.hours:
            return per_week(account.hours, span)
    return None


# ---- in words, for the reflection and the calendar ---------------------------------------------------------


def in_words(hours: float, t: Texts) -> str:
    """Hours with a decimal where they need one."""
    return t.number(hours, 0 if round(hours, 1) == round(hours) else 1)


def sentence(goal: rules.Goal, t: Texts) -> str:
    """A goal as an if–then sentence in the texts ``t`` of this stem; "" while a part of it is missing."""
    if not (goal.if_part and goal.act):
        return ""
    return t("sentence", if_part=bare(goal.if_part, t("if_word")), act=bare(goal.act, t("act_word")))


def gain(goal: rules.Goal, t: Texts) -> str:
    """What a goal is to give, as a sentence, or ""."""
    return t("gain_line", gain=goal.gain.rstrip(" .")) if goal.gain else ""


def lines(goal: rules.Goal, t: Texts) -> list[str]:
    """A goal in up to three lines: who, what, and when with what it gives and takes."""
    who = [
        t("who_line", who=goal.who.rstrip(" .")) if goal.who else "",
        t(f"tie_line.{goal.tie}") if goal.tie else "",
    ]
    when = [
        t("day_line", day=t.date(goal.day)) if goal.day else "",
        gain(goal, t),
        t("hours_line", hours=in_words(goal.hours, t)) if goal.hours is not None else "",
    ]
    told = (" ".join(filter(None, part)) for part in (who, [sentence(goal, t)], when))
    return [line for line in told if line]


def as_text(store: Store, t: Texts) -> str | None:
    """The plan as plain text for the reflection, a paragraph a goal; None while nothing is written.

    What the monthly acts are about may name people, so only their dates go along.
    """
    plan, _ = read(store)
    if not plan.begun:
        return None
    parts = [
        f"{t(f'card.goal{goal.number}')}. {' '.join(lines(goal, t))}" for goal in plan.goals if goal.begun
    ]
    for month in rules.MONTHS:
        acts = [
            t("act_title", kind=t(f"monthly.{act.kind}"), what=t.date(act.day))
            for act in plan.acts
            if act.month == month and act.day
        ]
        if acts:
            parts.append(f"{t(f'card.month{month}')}. {'; '.join(acts)}.")
    if (weekly := rules.weekly(plan)) is not None:
        parts.append(t("weekly_line", weekly=in_words(weekly, t)))
    return "\n\n".join(parts)


KEEPS = Keeps(names=frozenset({"what"}))
