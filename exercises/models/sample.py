"""Bente's network, an invented one to try things on, in a store of its own.

It lies in memory alone and goes when the kernel stops. Nothing done there reaches the learner's store.
Which of the two a page shows is one answer for all exercises of a kernel: a page has one network.
"""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from weakref import WeakKeyDictionary, WeakSet

from exercises.models import alike_or_different, my_network
from exercises.store import Store

DATA = Path(__file__).parents[1] / "data"
CONNECTIONS = DATA / "bente_connections.csv"

_samples = WeakKeyDictionary()
_shown = WeakSet()


def shown(own: Store) -> bool:
    """Whether the exercises on the learner's store ``own`` show Bente's network just now."""
    return own in _shown


def show(own: Store, yes: bool) -> None:
    """Let the exercises on ``own`` show Bente's network, or the learner's again."""
    (_shown.add if yes else _shown.discard)(own)


def sample_of(own: Store, lang: str) -> Store:
    """The store with Bente's network that stands beside the learner's ``own``; made when first asked for.

    ``lang`` is the language of the circles' names.
    """
    if own not in _samples:
        _samples[own] = Store(":memory:")
        fill(_samples[own], lang)
    return _samples[own]


def fill(store: Store, lang: str, today: date | None = None) -> None:
    """Put Bente's people, circles, pairs and resources into an empty store, and what Bente is like."""
    today = today or date.today()
    bente = tomllib.loads((DATA / "bente.toml").read_text(encoding="utf-8"))
    with store.transaction():
        circles = {c["key"]: my_network.add_circle(store, c[lang]) for c in bente["circles"]}
        ids = {}
        for person in bente["people"]:
            values = dict(person)
            values["circles"] = [circles[key] for key in person["circles"]]
            days = timedelta(days=round(365.25 * values.pop("last_contact_years")))
            values["last_contact"] = (today - days).isoformat()
            ids[person["nickname"]] = my_network.add_person(store, **values)
        for tie in bente["ties"]:
            one, other = (ids[name] for name in tie["between"])
            my_network.set_pair(store, one, other, tie["knows"])
        for item, names in bente["resources"].items():
            people = None if names == "unknown" else [ids[name] for name in names]
            store.add("resource", key=item, people=people)
        for attribute, category in bente["owner"]["traits"].items():
            alike_or_different.set_own(store, attribute, category)
