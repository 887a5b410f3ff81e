"""How much one takes off a mother's praise: the same sentence, heard from four people.

The sentence is the same each time, so what differs is what one thinks of the sender. That a paid
recommendation makes the receiver doubt the motive is measured (verlegh2013); how much oneself takes off,
one can try.
"""

from collections.abc import Mapping

from exercises.rules import Finding

# From whom the sentence is heard; the stranger is paid a hundred kroner for it.
SENDERS = ("mother", "friend", "customer", "paid")
MOST = 100


def findings(sure: Mapping[str, float | None]) -> list[Finding]:
    """What can be said of ``{sender: percent}`` (None where nothing is written), as ``[(key, names)]``."""
    told = {sender: n for sender, n in sure.items() if n is not None}
    if not told:
        return [("nothing_yet", {})]
    if len(told) < len(SENDERS):
        return [("more", {"n": len(SENDERS) - len(told)})]
    found: list[Finding] = []
    off = told["customer"] - told["mother"]
    if off > 0:
        found.append(("mother_less", {"off": off}))
    else:
        found.append(("mother_as_much" if off == 0 else "mother_more", {}))
    if told["paid"] < told["customer"]:
        found.append(("paid_less", {"off": told["customer"] - told["paid"]}))
    if len(set(told.values())) == 1:
        return [("all_alike", {})]
    best = max(SENDERS, key=lambda sender: told[sender])
    return [*found, (f"best_{best}", {})]
