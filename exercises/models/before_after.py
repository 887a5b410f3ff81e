"""What was then and what is now, read from the learner's store.

Rows of kind ``since``, key ``lost`` or ``recalled``: ``people`` (ids), the learner's marks on the frozen list
and on those who came after it. Rows of kind ``account_again``: an occasion of the second account, as those of
:mod:`exercises.models.network_account`. Fields of ``before_after``: ``frozen`` (id of the snapshot compared
with; the oldest where there is none), ``end`` (ISO date on which the second account ends).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from exercises.keeps import Keeps
from exercises.models import my_network, network_account, snapshot
from exercises.models.snapshot import Snapshot, matrix_of
from exercises.rules import before_after as rules
from exercises.rules import network_account as account_rules
from exercises.rules.ego_network import Measures, measure_matrix
from exercises.typed import day, number

if TYPE_CHECKING:
    from exercises.store import Store


if TYPE_CHECKING:
    from exercises.store import Store


STEM = "before_after"
SINCE = "since"
MARKS = ("lost", "recalled")
AGAIN = "account_again"


# ---- the map ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Maps:
    """Two maps. ``frozen`` is the snapshot, ``matrix`` that of the people who count today.

    stayed: the measures of those who were there then and still are, with the ties of today.
    """

    frozen: Snapshot
    lists: rules.Lists
    stayed: Measures
    matrix: list

    @property
    def before(self) -> Measures:
        return self.frozen.measures

    @property
    def now(self) -> Measures:
        return measure_matrix(self.matrix)


def frozen(store: Store) -> snapshot.Snapshot | None:
    """The :class:`Snapshot` to compare with, or None."""
    there = snapshot.snapshots(store)
    chosen = store.get(STEM, "frozen")
    return next((one for one in there if one.id == chosen), there[0] if there else None)


def marked(store: Store, mark: str) -> tuple[int, ...]:
    """The ids under one of MARKS."""
    return tuple(next((row["people"] or () for row in store.rows(SINCE) if row.get("key") == mark), ()))


def set_marked(store: Store, mark: str, people: Sequence[int]) -> None:
    """Keep the ids under one of MARKS."""
    with store.transaction():
        row_id = store.add(SINCE, key=mark, people=list(people))
        if not people:
            store.remove(row_id)


def maps(store: Store) -> Maps | None:
    """The :class:`Maps`, or None where nothing was frozen."""
    before = frozen(store)
    if before is None:
        return None
    found = rules.lists(
        before.people,
        [person.id for person in my_network.people(store)],
        **{mark: marked(store, mark) for mark in MARKS},
        frozen_size=len(before.matrix),
    )
    stayed = measure_matrix(matrix_of(store, found.stayed))
    return Maps(before, found, stayed, matrix_of(store, found.now))


# ---- the account -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Accounts:
    """Both accounts with their spans. ``faults`` are those of the second, as
    :func:`exercises.models.network_account.read` gives them. span and again are None where the second would
    end before it begins."""

    first: account_rules.Account
    first_span: rules.Span
    again: account_rules.Account | None
    span: rules.Span | None
    faults: list


def set_off(store: Store) -> None:
    """From its first occasion on, the day on which the second account ends stands still."""
    if store.rows(AGAIN) and store.get(STEM, "end") is None:
        store.put(STEM, "end", date.today().isoformat())


def end(store: Store) -> date:
    """The day on which the second account ends."""
    return day(store.get(STEM, "end")) or date.today()


def accounts(store: Store) -> Accounts:
    """The :class:`Accounts`.

    Occasions that were written into the first account's list after its three months count in the second.
    """
    first, _ = network_account.read(store)
    first_end = network_account.last_day(store)
    first_span = rules.Span(*account_rules.period(first_end))
    span, faults = rules.again_span(first_end, end(store)), []
    entries = list(_entries(store, AGAIN, faults))
    if span is None:
        return Accounts(first, first_span, None, None, faults)
    late = [one for one in _entries(store, network_account.KIND, []) if one.day]
    inside = [one for one in entries if one.day is None or span.first <= one.day <= span.last]
    inside += [one for one in late if span.first <= one.day <= span.last]
    prices = [
        number(store.get(network_account.STEM, name), account_rules.MOST_KRONER, name, [], "kroner")
        for name in network_account.PRICES
    ]
    again = account_rules.account(inside, span.last, *prices)
    return Accounts(first, first_span, again, span, faults)


def left_out(store: Store) -> int:
    """How many occasions of the second list lie outside its span."""
    span = rules.again_span(network_account.last_day(store), end(store))
    if span is None:
        return 0
    days = [one.day for one in _entries(store, AGAIN, [])]
    return sum(one is not None and not span.first <= one <= span.last for one in days)


def _entries(store, kind, faults):
    for at, row in enumerate(store.rows(kind), start=1):
        hours = number(row.get("hours"), account_rules.MOST_HOURS, at, faults, "hours")
        kroner = number(row.get("kroner"), account_rules.MOST_KRONER, at, faults, "kroner")
        result = row.get("result") or None
        if (hours, kroner, result) != (None, None, None):
            yield account_rules.Entry(day(row.get("day")), hours or 0, kroner or 0, result)


def _day_frozen(words, row_id):
    days = {row["id"]: row.get("day") for row in words.store.rows(snapshot.KIND)}
    return words.value(STEM, "frozen", days.get(row_id)) or words.t("gone")


KEEPS = Keeps(
    kinds=(SINCE, snapshot.KIND, AGAIN),
    worded_by={AGAIN: network_account.STEM},
    furniture=frozenset({"frozen"}),
    unlisted=frozenset({snapshot.KIND}),
    answers={"frozen": _day_frozen},
)
