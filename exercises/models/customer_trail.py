"""The customer trail of lesson 7 as it lies in the store.

Rows of kind ``trail_customer``: ``name`` (a nickname or letter), ``source``, ``known`` and ``still`` (a key
of the rules or ""), ``sent_by`` (the id of another row or ""). Field ``customer_trail.at``: the id of the row
on the page. A customer of whom nothing is said is on the page alone.
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


def at(store: Store) -> int | None:
    """The id of the row on the page: the one last looked at, else the last; None while there is none."""
    ids = [row["id"] for row in store.rows(KIND)]
    kept = store.get(STEM, "at")
    return kept if kept in ids else ids[-1] if ids else None


def put(store: Store, row_id: int, name: str, value: str) -> bool:
    """Keep one value of a customer, who is a row from the first of them to the last; say whether they are."""
    with store.transaction():
        if any(row["id"] == row_id for row in store.rows(KIND)):
            store.change(row_id, **{name: value})
        elif value:
            store.begin(row_id, KIND, **{name: value})
            store.put(STEM, "at", row_id)
        if not _said(store, row_id):
            store.remove(row_id)
            store.put(STEM, "at", None)
            return False
    return True


def _said(store, row_id):
    """Whether a row holds something: also that another customer came by it."""
    sent = any(row.get("sent_by") == row_id for row in store.rows(KIND))
    return sent or any(str(value).strip() for value in row(store, row_id).values())


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
