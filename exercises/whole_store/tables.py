"""Everything in the learner's store as tables with readable headings.

What an exercise keeps is named here by that exercise's own texts wherever they have a word for it, so that a
new exercise is shown without a line of its own. What has no word is shown under its raw name: nothing is
hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises import texts as texts_room
from exercises.models import my_network, progress
from exercises.rules.diversity import ATTRIBUTES
from exercises.texts import MissingText, Texts
from exercises.whole_store.declared import keeper, keeps, scenes, spoken_by

if TYPE_CHECKING:
    from exercises.store import Store


STEM = "my_data"
TRAITS = "alike_or_different"  # whose words name a person's traits
ANSWERS = "answers"
SEPARATOR = " · "
# Between the lines that somebody says in a dialogue.
BETWEEN_LINES = " / "
NETWORK = ("contact", "person", "circle", "tie", "resource")
# Groups of texts that say something about an answer and name none.
SAYINGS = {"found", "kept", "like", "page", "print", "reason", "said", "short", "think"}
# What stands for a whole record of content in a heading.
TITLES = ("question", "title", "rule", "who")
# Where any exercise keeps the names of people as they were typed, one or several.
NAMED_IN = frozenset({"who"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(rf"{DAY.pattern}T\d\d:\d\d(:\d\d)?")
TIME = re.compile(r"(\d\d:\d\d):\d\d")
HINT = re.compile(r" \(([^()]*)\)$")
# Excel counts its days from 1900.
FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Table:
    """One table. ``kind`` is a kind of row or ANSWERS; ``rows`` are tuples as long as ``columns``, of str,
    int, float, date or None; ``names`` are the columns as the store calls them."""

    kind: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    names: tuple[str, ...] = ()


def tables(store: Store, lang: str) -> list[Table]:
    """Every row and every field of the store as a list of :class:`Table`, empty ones left out."""
    words = Words(store, lang)
    others = [kind for kind in store.kinds() if kind not in NETWORK]
    found = [_network_table(kind, store, words) for kind in NETWORK]
    found += [_table_of_rows(kind, store, words) for kind in others]
    found.append(_answers(store, words))
    return [table for table in found if table.rows]


def filled(tables: Sequence[Table]) -> list[Table]:
    """``tables`` without the rows in which nothing is said, such as a card that was only opened."""
    kept = [
        replace(table, rows=tuple(row for row in table.rows if any(cell not in (None, "") for cell in row)))
        for table in tables
    ]
    return [table for table in kept if table.rows]


def search(table: Table, wanted: str) -> Sequence[tuple[Any, ...]]:
    """The rows of a table in which every word of ``wanted`` stands, capitals and accents aside."""
    parts = plain(wanted).split()
    if not parts:
        return table.rows
    return tuple(row for row in table.rows if holds(parts, plain("\n".join(map(str, filter(None, row))))))


def plain(text: str) -> str:
    """``text`` without capitals and accents."""
    import unicodedata

    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def holds(parts: Sequence[str], text: str) -> bool:
    return all(part in text for part in parts)


# ---- what things are called ------------------------------------------------------------------------------


class Words:
    """The learner's language for what lies in one store."""

    separator = SEPARATOR

    def __init__(self, store: Store, lang: str) -> None:
        self.t = Texts(STEM, lang)
        self.lang = lang
        self.store = store
        self.people = {person.id: person.nickname for person in my_network.people(store)}
        self.circles = {circle.id: circle.name for circle in my_network.circles(store)}

    def own(self, key: str) -> str | None:
        """A sentence of texts/my_data.toml, or None."""
        try:
            return self.t(key)
        except MissingText:
            return None

    def kept(self, stem: str, key: str) -> str | None:
        """What an exercise's own texts call something that it keeps, or None."""
        return _sentence(_at(_kept(stem), key.split(".")), self.lang)

    def person(self, person_id: int) -> str:
        return self.people.get(person_id) or self.t("gone")

    def column(self, kind: str, name: str) -> str:
        if name.startswith("trait."):
            return self.part(TRAITS, name.removeprefix("trait."))
        # An exercise that is done a second time keeps the same once more.
        kinds = (kind, kind.removesuffix("_again"))
        keys = [f"column.{kind}.{name}" for kind in kinds]
        own = (
            self.kept(stem, key) or self.own(key) for key in keys for stem in (keeper(kind), spoken_by(kind))
        )
        return (
            next(filter(None, own), None) or self.own(f"column.{name}") or self.field(spoken_by(kind), name)
        )

    def table(self, kind: str) -> str:
        return (
            self.kept(keeper(kind), f"table.{kind}")
            or self.own(f"table.{kind}")
            or self.exercise(keeper(kind))
        )

    def exercise(self, stem: str) -> str:
        return exercise_name(stem, self.lang)

    def label(self, stem: str, name: str) -> str | None:
        """The short word for a field where its label on the page is none, or None."""
        return self.kept(stem, f"field.{name}")

    def field(self, stem: str, name: str) -> str:
        """A field's name in words: ``why-network.if`` is a lesson's title and the label of a box."""
        first, _, rest = name.partition(".")
        if rest and first in keeps(stem).entries:
            return keeps(stem).entries[first](self, rest)
        parts, told = name.split("."), []
        while parts:
            runs = ((n, self._run(stem, parts[:n])) for n in range(len(parts), 1, -1))
            taken, found = next(((n, found) for n, found in runs if found), (1, None))
            if taken > 1 and (heading := self._heading(stem, parts[:taken])):
                told.append((parts[:1], heading))
            told.append((parts[:taken], found or self._part(stem, parts[0])))
            parts = parts[taken:]
        # A part without a word of its own says nothing beside those that have one.
        spoken = [found for _, found in told if found] or [".".join(parts) for parts, _ in told]
        return SEPARATOR.join(map(self._without_hint, spoken))

    def part(self, stem: str, part: str) -> str:
        return self._without_hint(self._part(stem, part) or part)

    def _run(self, stem, parts):
        """What several parts are called together: ``circle.trade`` is an entry of a group."""
        if found := self.label(stem, ".".join(parts)):
            return found
        if parts[-1].isdecimal() and (number := self.label(stem, f"{'.'.join(parts[:-1])}.n")):
            return number.format(n=parts[-1])
        found = (_sentence(_at(data, parts), self.lang) for data in _contents(stem))
        return next((sentence for sentence in found if sentence and "{" not in sentence), None)

    def _heading(self, stem, parts):
        """What stands over entries of the group ``parts[0]``: its own word, or the option it is chosen by."""
        if self.label(stem, ".".join(parts)):
            return None
        groups = (
            group
            for data in _contents(stem)
            for name, group in data.items()
            if name.endswith("_option") and isinstance(group, dict)
        )
        options = (_sentence(group.get(parts[0]), self.lang) for group in groups)
        return self.label(stem, parts[0]) or next(filter(None, options), None)

    def _part(self, stem, part):
        if part.isdecimal():
            number = self.label(stem, "n")
            return number.format(n=part) if number else part
        if found := self.label(stem, part):
            return found
        for data in _contents(stem):
            if found := _named(data, part, self.lang):
                return found
        if found := self.own(f"part.{part}") or _lesson_titles(self.lang).get(part):
            return found
        # What is asked of an answer is kept beside it under a name that begins as the answer's does.
        first, _, last = part.partition("_")
        pair = first and last and [self._part(stem, first), self._part(stem, last)]
        return SEPARATOR.join(pair) if pair and all(pair) else None

    def _without_hint(self, label):
        """A label without a bracket that tells how to fill the box in."""
        found = HINT.search(label)
        hinted = found and any(hint in found[1] for hint in self.t("hints").split(", "))
        return label[: found.start()] if hinted else label

    def place(self, stem: str, name: str) -> list[tuple[int, int]]:
        """Where a field or column stands when they are put in order: as the exercise's own texts go."""
        places, found = _places(stem), []
        for part in name.split("."):
            # As in :meth:`_part`: ``new_told`` comes after ``new``.
            for piece in [part] if part in places else part.split("_"):
                found.append((1, int(piece)) if piece.isdecimal() else (0, places.get(piece, len(places))))
        return found

    def value(self, stem: str, name: str, value: Any) -> Any:
        """One value of an exercise as a cell holds it; a box that is not ticked says nothing."""
        if value is None or value is False or value == "" or value == []:
            return None
        if value is True:
            return self.t("yes")
        if isinstance(value, list):
            return "; ".join(str(self.value(stem, name, one)) for one in value if one not in (None, ""))
        if isinstance(value, dict):
            told = {self.part(stem, key): self.value(stem, key, one) for key, one in value.items()}
            return "; ".join(f"{key}: {'' if one is None else one}" for key, one in told.items())
        if isinstance(value, int | str) and (found := self._option(stem, name, str(value))):
            return found
        return self._moment(value) if isinstance(value, str) else value

    def _option(self, stem, name, value):
        """What an option is called that is kept by its key."""
        parts = name.split(".")
        for part in reversed([*parts, parts[-1].rpartition("_")[2]]):
            groups = (
                keeps(stem).groups.get(part),
                f"{part}_option",
                part,
                f"{part}s",
                part.removesuffix("s"),
            )
            for data in _contents(stem):
                for group in map(data.get, groups):
                    if isinstance(group, dict) and (found := _sentence(group.get(value), self.lang)):
                        return found
                # An answer to a question is kept by the key of its option.
                options = data.get(part, {}).get("options") if isinstance(data.get(part), dict) else None
                if options and (found := _sentence(options.get(value), self.lang)):
                    return found
        return None

    def _moment(self, text):
        """A day or time of day as it is kept, made readable; any other text as it is."""
        if DAY.fullmatch(text):
            return _day(text) or text
        if MOMENT.fullmatch(text):
            return f"{self.t.date(text)}, {self.t.clock(text)}" if _day(text[:10]) else text
        return self.t.clock(f"2000-01-01T{text}") if TIME.fullmatch(text) else text


def _contents(stem):
    """The parsed texts that may name what an exercise keeps."""
    if stem == "retrieval":
        return _question_banks()
    return _texts((stem, *keeps(stem).texts))


@cache
def _texts(stems):
    found = []
    for stem in stems:
        try:
            found.append(Texts(stem).data)
        except OSError:
            continue  # an exercise of another edition of the course
    return found


def _kept(stem):
    try:
        return Texts(stem).data.get("kept", {})
    except OSError:
        return {}  # an exercise of another edition of the course, or none


@cache
def _question_banks():
    paths = sorted((Path(texts_room.FOLDER) / "questions").glob("*.toml"))
    return [texts_room.load(path) for path in paths]


@cache
def _lesson_titles(lang):
    from exercises.places import root

    taught = [*progress.lessons(root() / "lessons" / lang), *progress.evenings(root() / "workshops" / lang)]
    return {lesson.stem: lesson.title for lesson in taught}


@cache
def _places(stem):
    """``{part of a name: place}`` as the exercise's own texts name them, which is as the page asks."""
    keys = [*_lesson_titles("da"), *(key for data in _contents(stem) for key in _keys(data))]
    exact = {key: at for at, key in reversed(list(enumerate(keys)))}
    # One label of several wordings: ``guess_percent`` and ``guess_people`` are both the field ``guess``.
    begun = {key.partition("_")[0]: at for key, at in exact.items()}
    ours = _keys(_kept(stem).get("field", {}))
    return {key: at for at, key in enumerate(ours, start=len(keys))} | begun | exact


def _keys(data):
    for key, inner in data.items():
        if isinstance(inner, dict) and not _says(key):
            yield key.removesuffix("_label")
            yield from _keys(inner)


def _says(group):
    return group in SAYINGS or group.endswith("_like")


def _at(data, parts):
    for part in parts:
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _sentence(record, lang):
    """The sentence of a ``{da, en}`` record, or that of the record's title; None where there is none."""
    if not isinstance(record, dict):
        return None
    if isinstance(record.get(lang), str):
        return record[lang]
    return next((found for title in TITLES if (found := _sentence(record.get(title), lang))), None)


def _named(data, key, lang):
    """What texts call ``key``: a label of that name first, then an entry of one of their groups."""
    for name in (f"{key}_label", key):
        found = _sentence(data.get(name), lang)
        if found and "{" not in found:
            return found
    groups = [group for name, group in data.items() if isinstance(group, dict) and not _says(name)]
    found = (_sentence(group.get(key), lang) for group in groups if isinstance(group.get(key), dict))
    return next((sentence for sentence in found if sentence and "{" not in sentence), None)


def _day(text):
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found >= FIRST_DAY else None


# ---- the tables ------------------------------------------------------------------------------------------


def _table(kind, words, columns, records):
    """``records`` are dicts; keys that ``columns`` lack become columns of their own at the end."""
    more = [name for record in records for name in record if name not in columns]
    names = tuple(dict.fromkeys([*columns, *more]))
    return Table(
        kind=kind,
        title=words.table(kind),
        columns=tuple(_unlike(words.column(kind, name) for name in names)),
        rows=tuple(tuple(record.get(name) for name in names) for record in records),
        names=names,
    )


def _unlike(headings):
    """The headings, a number after one that was there already."""
    seen = {}
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        yield heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"


def _network_table(kind, store, words):
    columns, read = {
        "contact": (_contact_fields(), _contact),
        "person": (
            ("nickname", "name", "relation", "closeness", "last_contact", "circles", "prompts", "roles"),
            _person,
        ),
        "circle": (("name", "people"), _circle),
        "tie": (("one", "other", "knows"), _tie),
        "resource": (("item", "people"), _resource),
    }[kind]
    return _table(kind, words, columns, [read(row, store, words) for row in _numbered(store, kind)])


def _numbered(store, kind):
    rows = store.rows(kind)
    if kind == "person":
        names = {row["id"]: row.get("name", "") for row in store.rows("contact")}
        rows = [row | {"contact_name": names.get(row.get("contact"))} for row in rows]
    return rows


def _rest(row, read, words, stem):
    """What an edition of the course may have put into a row beside what this one knows."""
    return {
        name: words.value(stem, name, value)
        for name, value in row.items()
        if name not in (*read, "id", "key")
    }


def _contact_fields():
    from exercises.contact_files import Contact

    return Contact.__dataclass_fields__


def _contact(row, store, words):
    known = _contact_fields()
    record = {name: words.value("contact_files", name, row.get(name)) for name in known}
    if row.get("source"):
        record["source"] = (
            Texts("contact_files", words.lang)
            .data.get(f"kind_{row['source']}", {})
            .get(words.lang, row["source"])
        )
    return record | _rest(row, known, words, "contact_files")


def _person(row, store, words):
    closeness = row.get("closeness")
    traits = row.get("traits") or {}
    attributes = (*ATTRIBUTES, *(name for name in traits if name not in ATTRIBUTES))
    named = {
        "nickname": row.get("nickname"),
        "name": row["contact_name"],
        "relation": words.value("describe_people", "relation", row.get("relation")),
        "closeness": closeness,
        "last_contact": words.value("describe_people", "last_contact", row.get("last_contact")),
        "circles": "; ".join(words.circles.get(i) or words.t("gone") for i in row.get("circles") or ())
        or None,
        "prompts": "; ".join(words.part("name_people", key) for key in row.get("prompts") or ()) or None,
        "roles": "; ".join(words.part("name_people", key) for key in row.get("roles") or ()) or None,
        **{f"trait.{name}": words.value(TRAITS, name, traits.get(name)) for name in attributes},
    }
    read = (*named, "traits", "contact", "contact_name")
    return named | _rest(row, read, words, "describe_people")


def _circle(row, store, words):
    inside = [p.nickname for p in my_network.people(store) if row["id"] in p.circles]
    return {"name": row.get("name"), "people": "; ".join(inside) or None} | _rest(
        row, ("name",), words, "circle"
    )


def _tie(row, store, words):
    one, other = (words.person(int(i)) for i in row["key"].split("-"))
    knows = words.value("describe_people", "knows", row.get("knows"))
    return {"one": one, "other": other, "knows": knows} | _rest(row, ("knows",), words, "describe_people")


def _resource(row, store, words):
    people = row.get("people")
    if people is None:
        who = words.t("do_not_know")
    else:
        who = "; ".join(map(words.person, people)) or words.t("nobody")
    item = words.part("resources", row["key"])
    return {"item": item, "people": who} | _rest(row, ("people",), words, "resources")


def _table_of_rows(kind, store, words):
    stem = spoken_by(kind)
    records = []
    for row in store.rows(kind):
        record = {"key": words.field(stem, row["key"])} if "key" in row else {}
        for name, value in row.items():
            if name not in ("id", "key"):
                record[name] = _reference(kind, name, value, words) or words.value(stem, name, value)
        records.append(record)

    def place(name):
        return name != "key", name not in named_in(stem), words.place(stem, name)

    names = dict.fromkeys(name for record in records for name in record)
    return _table(kind, words, sorted(names, key=place), records)


def named_in(stem: str) -> frozenset[str]:
    """Under which names an exercise keeps people's names as they were typed."""
    return NAMED_IN | keeps(stem).names


def _reference(kind, name, value, words):
    """Somebody on the map, or another row, where a row names one by id."""
    if name == "person" and isinstance(value, int):
        return words.person(value)
    if name == "people" and isinstance(value, list) and all(isinstance(one, int) for one in value):
        return "; ".join(map(words.person, value)) or None
    in_words = keeps(keeper(kind)).cells.get(name)
    return in_words(words, value) if in_words else None


def _answers(store, words):
    records = [
        {"exercise": words.exercise(stem), "question": question, "answer": answer}
        for stem, _, question, answer in _told(store, words)
    ]
    return _table(ANSWERS, words, ("exercise", "question", "answer"), records)


def exercise_name(stem: str, lang: str) -> str:
    """What an exercise is called, or its stem where no texts have a name for it."""
    return _sentence(_kept(stem).get("name"), lang) or stem


def answers(store: Store, lang: str) -> list[tuple[str, str, str, int | str | date]]:
    """Every field of the store as ``(stem, field name, question in words, answer)``, by exercise."""
    return list(_told(store, Words(store, lang)))


def _told(store, words):
    for stem in store.exercises():
        fields = store.fields(stem)
        for name in sorted(fields, key=lambda name: words.place(stem, name)):
            value = fields[name]
            yield stem, name, words.field(stem, name), _answer(stem, name, value, words)


def _answer(stem, name, value, words):
    if in_words := keeps(stem).answers.get(name.rpartition(".")[2]):
        return in_words(words, value)
    if stem in scenes() and name.endswith((".choices", ".before")):
        return _said(stem, name.split(".")[0], value, words)
    return words.value(stem, name, value)


def _said(stem, key, options, words):
    """What the learner chose to say in a dialogue, in order."""
    from exercises.models import dialogue
    from exercises.rules import dialogue as dialogue_rules

    try:
        played = dialogue_rules.play(dialogue.scene(Texts(stem, words.lang), key), options)
    except (OSError, KeyError):
        return "; ".join(map(str, options))
    return BETWEEN_LINES.join(line.text for line in played.lines if line.who == dialogue_rules.EGO) or None
