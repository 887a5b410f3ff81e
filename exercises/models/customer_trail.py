"""The customer trail of lesson 7 as it lies in the store.

Rows of kind ``trail_customer``: ``name`` (a nickname or letter), ``source``, ``known`` and ``still`` (a key
of the rules or ""), ``sent_by`` (the id of another row or ""). Field ``customer_trail.at``: the id of the row
on the page. A row in which nothing is said is not counted.
"""

from exercises.rules import customer_trail as rules

STEM = "customer_trail"
KIND = "trail_customer"
CHOICES = {"source": rules.SOURCES, "known": rules.KNOWN, "still": rules.STILL}
NAMES = ("name", "sent_by", *CHOICES)


def row(store, row_id):
    """``{name: value}`` of the row of that id, ``""`` for what is not said; all ``""`` if the row is gone."""
    found = next((row for row in store.rows(KIND) if row["id"] == row_id), {})
    return {
        "name": str(found.get("name") or ""),
        "sent_by": found.get("sent_by") or "",
        **{name: found.get(name) if found.get(name) in keys else "" for name, keys in CHOICES.items()},
    }


def rows(store):
    """All rows, oldest first; there is always one to write in."""
    if not store.rows(KIND):
        store.add(KIND)
    return store.rows(KIND)


def at(store):
    """The id of the row on the page: the one last looked at, else the last."""
    ids = [row["id"] for row in rows(store)]
    kept = store.get(STEM, "at")
    return kept if kept in ids else ids[-1]


def read(store):
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


def remove(store, row_id):
    """Delete a customer; those they sent no longer say who sent them."""
    with store.transaction():
        for row in store.rows(KIND):
            if row.get("sent_by") == row_id:
                store.change(row["id"], sent_by="")
        store.remove(row_id)
