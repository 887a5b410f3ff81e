"""What the exchange keeps, in PostgreSQL: releases, hand-ins, pages of feedback, and an evening by telephone.

A hand-in is one row with one zip: it is there whole or not at all. Its time is the database's own. Of each
person's hand-ins of one reflection the newest `KEPT` keep their zip, all keep their line.
"""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    create_engine,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from facilitation.evening import own_answers
from facilitation.exchange_service.packing import digest
from facilitation.exchange_service.refusals import Refusal

KEPT = 10
MOST_A_DAY = 200
MOST_OF_ONE = 200_000_000  # bytes, all zips of one person
PAGE = 500  # lines in one answer
DAY = timedelta(days=1)
MAKING = 20270115  # a number of our own for PostgreSQL's lock around making tables

TABLES = MetaData()


def _now():
    return Column("at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp())


RELEASES = Table(
    "releases",
    TABLES,
    Column("assignment", Text, primary_key=True),
    Column("notebook", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("files", LargeBinary, nullable=False),
    _now(),
)
HAND_INS = Table(
    "hand_ins",
    TABLES,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("person", Text, nullable=False),
    Column("assignment", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("files", LargeBinary),
    _now(),
    Index("hand_ins_of", "person", "assignment", "id"),
    Index("hand_ins_to", "assignment", "id"),
)
FEEDBACK = Table(
    "feedback",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("assignment", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("page", LargeBinary, nullable=False),
    _now(),
)
# what people told by telephone, and the host's word about the evening; see `evenings`
TURNS = Sequence("turns", metadata=TABLES)  # the order in which they came, for whoever reads on
TOLD = Table(
    "told",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("said", Text, nullable=False),
    Column("turn", BigInteger, nullable=False, index=True),
)
SHOWN = Table(
    "shown",
    TABLES,
    Column("evening", Integer, primary_key=True),
    Column("kept", Text, nullable=False),
    Column("turn", BigInteger, nullable=False),
)
# what is told of a hand-in, its zip apart
LINE = [HAND_INS.c[name] for name in ("id", "person", "assignment", "digest", "size", "at")]


class Shelf:
    """``url`` is the database's address as SQLAlchemy has it. Methods raise Refusal, SQLAlchemyError."""

    def __init__(self, url: str, together: int = 8) -> None:
        self.engine = create_engine(url, pool_size=together, pool_pre_ping=True)

    def make(self) -> None:
        """Make the tables that are not there yet."""
        with self.engine.begin() as database:
            database.execute(select(func.pg_advisory_xact_lock(MAKING)))
            TABLES.create_all(database)

    def is_there(self) -> None:
        with self.engine.connect() as database:
            database.execute(select(1))

    # ---- releases ----------------------------------------------------------------------------------------

    def release(self, assignment: str, notebook: Any, mark: Any, files: Any) -> None:
        row = {"notebook": notebook, "mark": mark, "files": files, "at": func.clock_timestamp()}
        put = insert(RELEASES).values(assignment=assignment, **row)
        self._do(put.on_conflict_do_update(index_elements=["assignment"], set_=row))

    def take_back(self, assignment: str) -> Any:
        return self._do(delete(RELEASES).where(RELEASES.c.assignment == assignment))

    def releases(self) -> Any:
        """``{assignment: the mark of its files}``."""
        found = select(RELEASES.c.assignment, RELEASES.c.mark).order_by(RELEASES.c.assignment)
        return {row.assignment: row.mark for row in self._ask(found)}

    def released(self, assignment: str) -> Any:
        return self._one(select(RELEASES.c.files).where(RELEASES.c.assignment == assignment), "not_released")

    def notebook(self, assignment: str) -> Any:
        """The file name of a release's notebook."""
        where = RELEASES.c.assignment == assignment
        return self._one(select(RELEASES.c.notebook).where(where), "not_released")

    # ---- hand-ins ----------------------------------------------------------------------------------------

    def hand_in(self, person: Any, assignment: str, files: Any) -> Any:
        """Keep a zip and give its line. The very same as this person's newest is that one, sent again."""
        mark = digest(files)
        mine = HAND_INS.c.person == person
        these = mine & (HAND_INS.c.assignment == assignment)
        with self.engine.begin() as database:
            # one at a time of each person, so that what is counted is what there is
            database.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(person, 0))))
            last = database.execute(
                select(*LINE).where(these).order_by(HAND_INS.c.id.desc()).limit(1)
            ).first()
            if last and last.digest == mark:
                return _line(last)
            today = mine & (HAND_INS.c.at > func.clock_timestamp() - DAY)
            count, size = func.count(), func.coalesce(func.sum(HAND_INS.c.size), 0)
            if (database.scalar(select(count).where(today)) or 0) >= MOST_A_DAY:
                raise Refusal("too_often", most=MOST_A_DAY)
            if (database.scalar(select(size).where(mine & HAND_INS.c.files.is_not(None))) or 0) + len(
                files
            ) > MOST_OF_ONE:
                raise Refusal("full", most=MOST_OF_ONE // 1_000_000)
            row = {
                "person": person,
                "assignment": assignment,
                "digest": mark,
                "size": len(files),
                "files": files,
            }
            line = database.execute(insert(HAND_INS).values(row).returning(*LINE)).one()
            newest = select(HAND_INS.c.id).where(these).order_by(HAND_INS.c.id.desc()).limit(KEPT)
            old = these & HAND_INS.c.files.is_not(None) & HAND_INS.c.id.not_in(newest)
            database.execute(update(HAND_INS).where(old).values(files=None))
            return _line(line)

    def hand_ins(
        self, assignment: str | None = None, person: Any = None, after: int = 0, kept: bool = False
    ) -> Any:
        """Lines in the order in which they came, at most `PAGE` of those ``after`` one's number."""
        found = select(*LINE).where(HAND_INS.c.id > after).order_by(HAND_INS.c.id).limit(PAGE)
        if assignment is not None:
            found = found.where(HAND_INS.c.assignment == assignment)
        if person is not None:
            found = found.where(HAND_INS.c.person == person)
        if kept:
            found = found.where(HAND_INS.c.files.is_not(None))
        return [_line(row) for row in self._ask(found)]

    def files(self, number: int, person: Any = None) -> Any:
        """The zip of one hand-in, of ``person``'s alone where one is named."""
        where = (HAND_INS.c.id == number) & HAND_INS.c.files.is_not(None)
        if person is not None:
            where &= HAND_INS.c.person == person
        return self._one(select(HAND_INS.c.files).where(where), "not_there")

    # ---- feedback ----------------------------------------------------------------------------------------

    def give_feedback(self, person: Any, assignment: str, name: str, page: Any) -> None:
        row = {"assignment": assignment, "digest": digest(page), "page": page, "at": func.clock_timestamp()}
        put = insert(FEEDBACK).values(person=person, name=name, **row)
        self._do(put.on_conflict_do_update(index_elements=["person", "name"], set_=row))

    def feedback(self, person: Any) -> Any:
        """``{name of a page: its digest}`` of one person's."""
        found = select(FEEDBACK.c.name, FEEDBACK.c.digest).where(FEEDBACK.c.person == person)
        return {row.name: row.digest for row in self._ask(found.order_by(FEEDBACK.c.name))}

    def page(self, person: Any, name: str) -> Any:
        where = (FEEDBACK.c.person == person) & (FEEDBACK.c.name == name)
        return self._one(select(FEEDBACK.c.page).where(where), "not_there")

    # ---- the end -----------------------------------------------------------------------------------------

    def forget(self, person: Any) -> Any:
        """Erase a person's hand-ins, feedback and words of an evening; gives how many there were of each."""
        own = self._ask(select(TOLD.c.said).where(TOLD.c.person == person))
        called = {person.casefold(), *(json.loads(row.said).get("name", "").casefold() for row in own)} - {""}
        with self.engine.begin() as database:
            # what others have said of them for an evening goes, too
            for row in database.execute(select(TOLD).where(TOLD.c.person != person)).all():
                said = own_answers.understood(row.said)
                if said and (left := own_answers.without(said, called)) != said:
                    words = {"said": json.dumps(left), "turn": TURNS.next_value()}
                    database.execute(update(TOLD).where(TOLD.c.person == row.person).values(words))
        return self._erase({table: table.c.person == person for table in (HAND_INS, FEEDBACK, TOLD)})

    def forget_all(self) -> Any:
        return self._erase(dict.fromkeys((HAND_INS, FEEDBACK, RELEASES, TOLD, SHOWN)))

    def _erase(self, wheres):
        with self.engine.begin() as database:
            return {
                table.name: database.execute(
                    delete(table) if where is None else delete(table).where(where)
                ).rowcount
                for table, where in wheres.items()
            }

    def _ask(self, question):
        with self.engine.connect() as database:
            return database.execute(question).all()

    def _one(self, question, key):
        rows = self._ask(question)
        if not rows:
            raise Refusal(key)
        return rows[0][0]

    def _do(self, change):
        with self.engine.begin() as database:
            return database.execute(change).rowcount


def _line(row):
    return {**row._asdict(), "at": row.at.isoformat()}
