"""Everything in the learner's store as tables with readable headings, and the ways to delete from it.

What an exercise keeps is named here by that exercise's own texts wherever they have a word for it, so that a
new exercise is shown without a line of its own. What has no word is shown under its raw name: nothing is
hidden.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from exercises import texts as texts_room
from exercises.models import address_book, alike_or_different, my_network, progress
from exercises.rules.diversity import ATTRIBUTES
from exercises.texts import MissingText, Texts

STEM = "my_data"
ANSWERS = "answers"
NETWORK = ("contact", "person", "circle", "tie", "resource")
# Which exercise's texts name the values of a kind of row.
SPOKEN_BY = {
    "account": "network_account",
    "account_again": "network_account",
    "conversation": "conversation_log",
    "known_thing": "knowledge_ladder",
    "since": "before_after",
    "snapshot": "before_after",
}
# Further texts in which an exercise's keys are named.
ALSO = {"guess_first": ("guess_first_figures",), "name_people": ("roles",)}
# The group of an exercise's texts in which a value is named, where it is not called as the field is.
GROUPS = {
    ("card_match", "drawn"): "cards",
    ("card_match", "chosen"): "cards",
    ("network_rules", "ticked"): "effect",
    ("conversation_log", "how"): "how_option",
    **{("knowledge_ladder", name): f"{name}_option" for name in ("cost", "rarity", "rival", "step")},
    **{("post_checker", name): f"{name}_option" for name in ("place", "said")},
}
# What stands for a whole record of content in a heading.
TITLES = ("question", "title", "rule", "who")
DAYS = ("day", "start", "end", "read", "act", "last_contact", "connected_on")
# Where exercises keep the name of one person as it was typed.
NAMED_IN = ("who",)
# Excel counts its days from 1900.
FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Table:
    """One table. ``kind`` is a kind of row or ANSWERS; ``rows`` are tuples as long as ``columns``, of str,
    int, float, date or None. The first column tells one row from another."""

    kind: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]


@dataclass(frozen=True)
class Someone:
    """One human being: on the map (``person``, a row's id), in the address book (``contact``), or in both."""

    nickname: str = ""
    name: str = ""
    about: str = ""
    person: int | None = None
    contact: int | None = None

    @property
    def names(self):
        """The names by which the learner knows this person, each once."""
        return tuple(dict.fromkeys(filter(None, (self.nickname, self.name))))


def tables(store, lang):
    """Every row and every field of the store as a list of :class:`Table`, empty ones left out."""
    words = _Words(store, lang)
    others = [kind for kind in store.kinds() if kind not in NETWORK]
    found = [_network_table(kind, store, words) for kind in NETWORK]
    found += [_table_of_rows(kind, store, words) for kind in others]
    found.append(_answers(store, words))
    return [table for table in found if table.rows]


def search(table, wanted):
    """The rows of a table in which every word of ``wanted`` stands, capitals and accents aside."""
    parts = plain(wanted).split()
    if not parts:
        return table.rows
    return tuple(row for row in table.rows if _holds(parts, plain("\n".join(map(str, filter(None, row))))))


def plain(text):
    """``text`` without capitals and accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _holds(parts, text):
    return all(part in text for part in parts)


# ---- what things are called ------------------------------------------------------------------------------


class _Words:
    """The learner's language for what lies in one store."""

    def __init__(self, store, lang):
        self.t = Texts(STEM, lang)
        self.lang = lang
        self.people = {person.id: person.nickname for person in my_network.people(store)}
        self.circles = {circle.id: circle.name for circle in my_network.circles(store)}

    def own(self, key):
        """A sentence of texts/my_data.toml, or None."""
        try:
            return self.t(key)
        except MissingText:
            return None

    def person(self, person_id):
        return self.people.get(person_id) or self.t("gone")

    def column(self, kind, name):
        if name.startswith("trait."):
            return self.part(alike_or_different.STEM, name.removeprefix("trait."))
        return (
            self.own(f"column.{kind}.{name}")
            or self.own(f"column.{name}")
            or self.part(spoken_by(kind), name)
        )

    def exercise(self, stem):
        return exercise_name(stem, self.lang)

    def field(self, stem, name):
        """A field's name in words: ``why-network.if`` is a lesson's title and the label of a box."""
        return " · ".join(self.part(stem, part) for part in name.split("."))

    def part(self, stem, part):
        if part.isdecimal():
            number = self.own(f"field.{stem}.n")
            return number.format(n=part) if number else part
        if found := self.own(f"field.{stem}.{part}"):
            return found
        for data in _contents(stem):
            if found := _named(data, part, self.lang):
                return found
        return self.own(f"part.{part}") or _lesson_titles(self.lang).get(part) or part

    def value(self, stem, name, value):
        """One value of an exercise as a cell holds it."""
        if value is None or value == "" or value == []:
            return None
        if isinstance(value, bool):
            return self.t("yes" if value else "no")
        if isinstance(value, list):
            return "; ".join(str(self.value(stem, name, one)) for one in value if one not in (None, ""))
        if isinstance(value, dict):
            told = {self.part(stem, key): self.value(stem, key, one) for key, one in value.items()}
            return "; ".join(f"{key}: {'' if one is None else one}" for key, one in told.items())
        if not isinstance(value, str):
            return value
        last = name.rpartition(".")[2]
        if last in DAYS and (day := _day(value)):
            return day
        groups = (GROUPS.get((stem, last)), last, f"{last}s")
        for data in _contents(stem):
            for group in map(data.get, groups):
                if isinstance(group, dict) and (found := _sentence(group.get(value), self.lang)):
                    return found
            # An answer to a question is kept by the key of its option.
            options = data.get(last, {}).get("options") if isinstance(data.get(last), dict) else None
            if options and (found := _sentence(options.get(value), self.lang)):
                return found
        return value


def spoken_by(kind):
    """The exercise whose texts name what is in the rows of a kind."""
    return SPOKEN_BY.get(kind, kind)


def _contents(stem):
    """The parsed texts that may name what an exercise keeps."""
    if stem == "retrieval":
        return _question_banks()
    return _texts((stem, *ALSO.get(stem, ())))


@cache
def _texts(stems):
    found = []
    for stem in stems:
        try:
            found.append(Texts(stem).data)
        except OSError:
            continue  # an exercise of another edition of the course
    return found


@cache
def _question_banks():
    paths = sorted((Path(texts_room.FOLDER) / "questions").glob("*.toml"))
    return [texts_room.load(path) for path in paths]


@cache
def _lesson_titles(lang):
    from exercises.places import root

    taught = [*progress.lessons(root() / "lessons" / lang), *progress.evenings(root() / "workshops" / lang)]
    return {lesson.stem: lesson.title for lesson in taught}


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
    groups = [group for group in data.values() if isinstance(group, dict)]
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
        title=words.own(f"table.{kind}") or kind,
        columns=tuple(_unlike(words.column(kind, name) for name in names)),
        rows=tuple(tuple(record.get(name) for name in names) for record in records),
    )


def _unlike(headings):
    """The headings, a number after one that was there already."""
    seen = {}
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        yield heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"


def _network_table(kind, store, words):
    columns, read = {
        "contact": (address_book.Contact.__dataclass_fields__, _contact),
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


def _contact(row, store, words):
    known = address_book.Contact.__dataclass_fields__
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
        **{
            f"trait.{name}": words.value(alike_or_different.STEM, name, traits.get(name))
            for name in attributes
        },
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
                record[name] = _reference(name, value, words) or words.value(stem, name, value)
        records.append(record)
    return _table(kind, words, (), records)


def _reference(name, value, words):
    """Somebody on the map, where a row names one by id."""
    if name == "person" and isinstance(value, int):
        return words.person(value)
    if name == "people" and isinstance(value, list) and all(isinstance(one, int) for one in value):
        return "; ".join(map(words.person, value)) or None
    return None


def _answers(store, words):
    records = [
        {"exercise": words.exercise(stem), "question": question, "answer": answer}
        for stem, _, question, answer in _told(store, words)
    ]
    return _table(ANSWERS, words, ("exercise", "question", "answer"), records)


def exercise_name(stem, lang):
    """What an exercise is called, or its stem where texts/my_data.toml has no name for it."""
    try:
        return Texts(STEM, lang)(f"exercise.{stem}")
    except MissingText:
        return stem


def answers(store, lang):
    """Every field of the store as ``(stem, field name, question in words, answer)``, by exercise."""
    return list(_told(store, _Words(store, lang)))


def _told(store, words):
    for stem in store.exercises():
        for name, value in store.fields(stem).items():
            yield stem, name, words.field(stem, name), _answer(stem, name, value, words)


def _answer(stem, name, value, words):
    if stem == "describe_people" and name == "person":
        return words.person(value)
    if stem == "describe_people" and name == "circle":
        return words.circles.get(value) or words.t("gone")
    if stem == "network_map" and name == "places":
        return "; ".join(
            f"{words.person(int(i))}: {', '.join(words.t.number(part, 2) for part in spot)}"
            for i, spot in value.items()
        )
    if stem == "act" and name.endswith(".time"):
        return str(value)[11:16] or value
    if stem.startswith("dialogue_") and name.endswith((".choices", ".before")):
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
    return " / ".join(line.text for line in played.lines if line.who == dialogue_rules.EGO) or None


# ---- deleting --------------------------------------------------------------------------------------------


def everybody(store):
    """Everybody whom the store knows, as :class:`Someone`: those on the map first."""
    book = {kept.id: kept for kept in address_book.contacts(store)}
    found = []
    for person in my_network.people(store):
        kept = book.pop(person.contact, None)
        found.append(
            Someone(person.nickname, kept.name if kept else "", _about(kept), person.id, kept and kept.id)
        )
    return found + [Someone("", kept.name, _about(kept), None, kept.id) for kept in book.values()]


def _about(kept):
    return kept.organisation or kept.title or kept.city if kept else ""


def find(there, wanted):
    """Those of ``there`` in whose names and work every word of ``wanted`` stands."""
    parts = plain(wanted).split()
    return [one for one in there if parts and _holds(parts, plain("\n".join((*one.names, one.about))))]


def delete_someone(store, someone):
    """Delete somebody from the map, the address book, every exercise that names them, and the copies."""
    with store.transaction():
        if someone.person is not None:
            my_network.remove_person(store, someone.person)
            _forget_references(store, someone.person)
        if someone.contact is not None:
            store.remove(someone.contact)
        names = {plain(name) for name in someone.names}
        for stem in store.exercises():
            for name, value in store.fields(stem).items():
                if (
                    name.rpartition(".")[2] in NAMED_IN
                    and isinstance(value, str)
                    and plain(value.strip()) in names
                ):
                    store.put(stem, name, None)
        for kind in store.kinds():
            for row in store.rows(kind) if kind not in NETWORK else ():
                held = {
                    n: "" for n in NAMED_IN if isinstance(row.get(n), str) and plain(row[n].strip()) in names
                }
                if held:
                    store.change(row["id"], **held)
    store.renew_copies()


def _forget_references(store, person_id):
    if store.get("describe_people", "person") == person_id:
        store.put("describe_people", "person", None)
    places = store.get("network_map", "places", {})
    if str(person_id) in places:
        others = {key: spot for key, spot in places.items() if key != str(person_id)}
        store.put("network_map", "places", others or None)
    for kind in store.kinds():
        for row in store.rows(kind) if kind not in NETWORK else ():
            if row.get("person") == person_id:
                store.change(row["id"], person=None)
            if person_id in (row.get("people") or ()):
                store.change(row["id"], people=[other for other in row["people"] if other != person_id])


def mentions(store, lang, someone):
    """Where a text of the learner's own still holds one of somebody's names: ``(table, row)`` in words.

    Such a text may be about more than one person, so it is left for its writer to mend.
    """
    names = [re.escape(plain(name)) for name in someone.names if len(name) > 1]
    if not names:
        return []
    named = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
    return [
        (table.title, str(row[0] if table.kind != ANSWERS else row[1]))
        for table in tables(store, lang)
        for row in table.rows
        if any(isinstance(cell, str) and named.search(plain(cell)) for cell in row)
    ]


def set_aside(store):
    """The names of damaged files that were set aside: they may hold anything that was ever written."""
    return sorted(path.name for path in store.path.parent.glob("damaged-*.sqlite"))
