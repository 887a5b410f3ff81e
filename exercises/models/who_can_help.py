"""Who can help with what, as it lies in the store: rows of kind ``resource``."""

KIND = "resource"


def answers(store):
    """``{item: ids of who can help, or None for "don't know"}`` of the items answered; no ids: nobody can."""
    return {row["key"]: row["people"] for row in store.rows(KIND)}


def set_helpers(store, item, ids):
    """Let ``ids`` be those who can help with an item; none of them is nobody, None is "don't know"."""
    store.add(KIND, key=item, people=None if ids is None else list(ids))


def forget(store, item):
    """Take back the answer to an item."""
    for row in store.rows(KIND):
        if row["key"] == item:
            store.remove(row["id"])
