"""Evenings by telephone where servers share no disk: what the host's desk shows, and what people tell.

Both lie in the exchange's database: there the pages find the first (`Evenings`, which is a
`facilitation.evening.own_answers.Place`), and a facilitator's server the second (`Carrier`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from facilitation.evening import own_answers
from facilitation.exchange_service.shelf import PAGE, SHOWN, TOLD, TURNS

if TYPE_CHECKING:
    from facilitation.exchange_service.client import Client
    from facilitation.exchange_service.shelf import Shelf

ONE = 1  # there is one evening at a time
LOCK = 20270204  # a number of our own for PostgreSQL's lock around the order of what is told


class Evenings:
    """The `Place` on the exchange's shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.engine = shelf.engine
        self._read: tuple[int, dict[str, Any]] = 0, {}

    def evening(self) -> dict[str, Any]:
        """The host's word, read anew when it has changed: hundreds ask every few seconds."""
        try:
            turn = self._ask(select(SHOWN.c.turn))
        except OSError:
            return self._read[1]  # what was shown last, until the database is back
        if not turn:
            return {}
        if turn[0].turn != self._read[0]:
            row = self._ask(select(SHOWN.c.turn, SHOWN.c.kept))[0]
            self._read = row.turn, json.loads(row.kept)
        return self._read[1]

    def of(self, account: str) -> dict[str, Any]:
        rows = self._ask(select(TOLD.c.said).where(TOLD.c.person == account))
        return own_answers.understood(rows[0].said) if rows else {}

    def everybody(self) -> dict[str, Any]:
        rows = self._ask(select(TOLD.c.person, TOLD.c.said).order_by(TOLD.c.person))
        there = {row.person: own_answers.understood(row.said) for row in rows}
        return {person: said for person, said in there.items() if said}

    def put(self, account: str, kept: Mapping[str, Any]) -> None:
        row = {"said": json.dumps(kept)}
        self._in_turn(insert(TOLD).values(person=account), ["person"], row)

    def since(self, after: int) -> list[dict[str, Any]]:
        """What was told ``after`` that turn, at most `PAGE` of them: ``person``, ``turn`` and ``said``."""
        found = select(TOLD).where(TOLD.c.turn > after).order_by(TOLD.c.turn).limit(PAGE)
        return [row._asdict() for row in self._ask(found)]

    def show(self, kept: Mapping[str, Any]) -> None:
        """Keep the host's word (see `own_answers.for_telephones`) in place of the one before."""
        self._in_turn(insert(SHOWN).values(evening=ONE), ["evening"], {"kept": json.dumps(kept)})

    def _in_turn(self, put, key, row):
        with _as_of_a_file(), self.engine.begin() as database:
            # who reads on from a turn must never find a lower one later
            database.execute(select(func.pg_advisory_xact_lock(LOCK)))
            row = row | {"turn": database.scalar(select(TURNS.next_value()))}
            database.execute(put.values(row).on_conflict_do_update(index_elements=key, set_=row))

    def _ask(self, question):
        with _as_of_a_file(), self.engine.connect() as database:
            return database.execute(question).all()


@contextmanager
def _as_of_a_file():
    """A database that does not do it is told of as a file is; neither its words nor its trace, which may hold
    what somebody wrote."""
    try:
        yield
    except SQLAlchemyError as error:
        raise OSError(type(error).__name__) from None


class Carrier:
    """Carries between a host's folder and the exchange: the host's word there, and what people tell here."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client, self.place = client, own_answers.Folder(folder)
        self.shown: Any = None
        self.last = 0

    def carry(self) -> int:
        """Carry what is new; gives how many have told. Raises OSError where the exchange does not answer."""
        kept = own_answers.for_telephones(self.place.evening())
        if kept["date"] and kept != self.shown:
            self.client.show_evening(json.dumps(kept).encode())
            self.shown = kept
        new = 0
        for row in self.client.told(self.last):
            said = own_answers.understood(row["said"])
            with suppress(ValueError):  # a name that no file can have
                if said and said != self.place.of(row["person"]):
                    self.place.put(row["person"], said)
                    new += 1
            self.last = row["turn"]
        return new
