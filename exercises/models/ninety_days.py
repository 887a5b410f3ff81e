"""The plan for ninety days as it lies in the learner's store: fields of ``ninety_days``.

``start`` (ISO date); for each goal ``goal1.`` … ``goal3.``: ``who``, ``tie``, ``if_part``, ``act``, ``day``
(ISO date), ``gain``, ``hours`` (as typed); for each month ``month1.<kind>.what`` and ``month1.<kind>.day``
for the four kinds of :data:`~exercises.rules.ninety_days.MONTHLY`; ``time.<kind>`` (hours each time, as
typed) and ``time.available`` (hours a week, as typed).
"""

from datetime import date

from exercises.models.typed import day, number
from exercises.rules import ninety_days as rules

STEM = "ninety_days"


def start(store):
    """The first day of the plan; today until one is chosen."""
    return day(store.get(STEM, "start")) or date.today()


def read(store):
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
        kind: number(fields.get(f"time.{kind}"), rules.MOST_HOURS, kind, faults) for kind in rules.MONTHLY
    }
    available = number(fields.get("time.available"), rules.MOST_WEEKLY, "available", faults)
    return rules.Plan(start(store), goals, acts, hours, available), faults


def _goal(fields, n, faults):
    words = {
        name: (fields.get(f"goal{n}.{name}") or "").strip()
        for name in ("who", "tie", "if_part", "act", "gain")
    }
    if words["tie"] not in rules.TIES:
        words["tie"] = ""
    hours = number(fields.get(f"goal{n}.hours"), rules.MOST_HOURS, f"goal{n}", faults)
    return rules.Goal(n, day=day(fields.get(f"goal{n}.day")), hours=hours, **words)


def used(store):
    """Hours a week by the newest account there is, or None."""
    from exercises.models import before_after
    from exercises.rules.before_after import per_week

    accounts = before_after.accounts(store)
    for account, span in ((accounts.again, accounts.span), (accounts.first, accounts.first_span)):
        if account is not None and account.occasions and account.hours:
            return per_week(account.hours, span)
    return None
