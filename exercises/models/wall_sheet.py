"""The sheet for the wall as it lies in the learner's store: of ``wall_sheet`` the fields ``sentence1`` to
``sentence3`` and ``next`` (as written), and ``names`` (true or absent).

Where nothing is written yet the sheet has what is known: who is on the map, and the plan that comes first.
"""

from datetime import date

from exercises.models import my_network
from exercises.rules.ties import CLOSENESS
from exercises.store import Store
from exercises.typed import day

STEM = "wall_sheet"
SENTENCES = ("sentence1", "sentence2", "sentence3")


def counts(store: Store) -> dict[str, int]:
    """What the map comes to: ``people``, ``circles`` with people in them, ``ties``, ``close`` (closeness 4–5)
    and ``alone`` (who know none of the others)."""
    people = my_network.people(store)
    known = {person for pair in my_network.network(store).ties for person in pair}
    return {
        "people": len(people),
        "circles": len({circle for person in people for circle in person.circles}),
        "ties": len(my_network.network(store).ties),
        "close": sum(person.closeness in CLOSENESS[-2:] for person in people),
        "alone": sum(str(person.id) not in known for person in people),
    }


def next_plan(store: Store, today: date) -> tuple[date, str] | None:
    """``(day, then)`` of the act that comes first from today on; None where none has a day to come."""
    fields = store.fields("act")
    lessons = {name.rpartition(".")[0] for name in fields}
    ahead = []
    for one in lessons:
        when, then = day(fields.get(f"{one}.day")), fields.get(f"{one}.then") or ""
        if when and when >= today and then.strip():
            ahead.append((when, then))
    return min(ahead) if ahead else None
