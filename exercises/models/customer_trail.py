"""The customer trail of lesson 7 as it lies in the store.

Rows of kind ``trail_customer``: ``name`` (a nickname or letter), ``source``, ``known`` and ``still`` (a key
of the rules or ""), ``sent_by`` (the id of another row or ""). Earlier editions kept the id of a row as the
field ``customer_trail.at``. A customer of whom nothing is said is on the page alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exercises.keeps import Keeps
from exercises.rules import customer_trail as rules

if TYPE_CHECKING:
    from exercises.store import Store


if TYPE_CHECKING:
    from exercises.store import Store


STEM = "customer_trail"
KIND = "trail_customer"
CHOICES = {"source": rules.SOURCES, "known": rules.KNOWN, "still": rules.STILL}
NAMES = ("name", "sent_by", *CHOICES)


def row(store: Store, row_id: int) -> dict[str, Any]:
    """``{name: value}`` of the row of that id, ``""`` for what is not said; all ``""`` if the row is gone."""
    found = next((row for row in store.rows(KIND) if row["id"] == row_id), {})
    return {
        "name": str(found.get("name") or ""),
        "sent_by": found.get("sent_by") or "",
        **{name: found.get(name) if found.get(name) in keys else "" for name, keys in CHOICES.items()},
    }


def sent_others(store: Store, row_id: int) -> bool:
    """Whether another customer came by this one, who is a row then even if nothing else is said."""
    return any(row.get("sent_by") == row_id for row in store.rows(KIND))


def read(store: Store) -> tuple[list[rules.Customer], dict[int, tuple[int, str]]]:
    """``(customers, names)``: a list of :class:`rules.Customer` and ``{row id: (number from 1, name)}``."""
    customers, names = [], {}
    for number, row in enumerate(store.rows(KIND), start=1):
        names[row["id"]] = (number, str(row.get("name") or "").strip())
        if any(str(row.get(name) or "").strip() for name in NAMES):
            customers.append(_customer(row))
    return customers, names


def _customer(row):
    chosen = {name: row.get(name) if row.get(name) in keys else None for name, keys in CHOICES.items()}
    return rules.Customer(row["id"], sent_by=row.get("sent_by") or None, **chosen)


def remove(store: Store, row_id: int) -> None:
    """Delete a customer; those they sent no longer say who sent them."""
    with store.transaction():
        for row in store.rows(KIND):
            if row.get("sent_by") == row_id:
                store.change(row["id"], sent_by="")
        store.remove(row_id)


def _customer_name(words, row_id):
    """Whom a row names by the id of another row; None where it names nobody."""
    if not row_id:
        return None
    names = (kept.get("name") for kept in words.store.rows(KIND) if kept["id"] == row_id)
    return next(names, None) or words.t("gone")


KEEPS = Keeps(
    kinds=(KIND,),
    names=frozenset({"name"}),
    answers={"at": _customer_name},
    cells={"sent_by": _customer_name},
)
