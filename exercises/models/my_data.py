"""Everything in the learner's store as tables with readable headings, and the ways to delete from it.

What an exercise keeps is named here by that exercise's own texts wherever they have a word for it, so that a
new exercise is shown without a line of its own. What has no word is shown under its raw name: nothing is
hidden.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from exercises import texts as texts_room
from exercises.models import my_network, progress
from exercises.rules.diversity import ATTRIBUTES
from exercises.texts import MissingText, Texts

STEM = "my_data"
TRAITS = "alike_or_different"  # whose words name a person's traits
ANSWERS = "answers"
SEPARATOR = " · "
# Between the lines that somebody says in a dialogue.
BETWEEN_LINES = " / "
NETWORK = ("contact", "person", "circle", "tie", "resource")
# Which exercise's texts name the values of a kind of row, where the kind is not called as the exercise is.
SPOKEN_BY = {
    "account": "network_account",
    "account_again": "network_account",
    "candidate": "group_composer",
    "conversation": "conversation_log",
    "known_thing": "knowledge_ladder",
    "referral_ask": "referral_log",
    "signal_talk": "signal_book",
    "since": "before_after",
    "snapshot": "before_after",
    "talked": "talk_balance",
    "trail_customer": "customer_trail",
}
# Further texts in which an exercise's keys are named.
ALSO = {
    "guess_first": ("guess_first_figures",),
    "message_draft": ("request_builder",),
    "name_people": ("roles",),
}
# The group of an exercise's texts in which a value is named, where it is not called as the field is.
GROUPS = {
    ("card_match", "drawn"): "cards",
    ("card_match", "chosen"): "cards",
    ("group_composer", "gaps"): "skill",
    ("network_rules", "ticked"): "effect",
    ("profile_check", "item"): "state",
}
# Groups of texts that say something about an answer and name none.
SAYINGS = {"found", "like", "page", "print", "reason", "said", "short", "think"}
# What stands for a whole record of content in a heading.
TITLES = ("question", "title", "rule", "who")
# Where exercises keep the names of people as they were typed, one or several: in any exercise, or in one.
NAMED_IN = {"who"}
ALSO_NAMED_IN = {
    "charter": {"members"},
    "customer_trail": {"name"},
    "introduction": {"one", "other"},
    "ninety_days": {"what"},
}
BETWEEN_NAMES = re.compile(r"([,;/\n]+)")
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
    rows: tuple[tuple, ...]
    names: tuple[str, ...] = ()


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
    import unicodedata

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
        self.store = store
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
            return self.part(TRAITS, name.removeprefix("trait."))
        # An exercise that is done a second time keeps the same once more.
        kinds = (kind, kind.removesuffix("_again"))
        own = (self.own(f"column.{kind}.{name}") for kind in kinds)
        return (
            next(filter(None, own), None) or self.own(f"column.{name}") or self.field(spoken_by(kind), name)
        )

    def table(self, kind):
        return self.own(f"table.{kind}") or self.exercise(spoken_by(kind))

    def exercise(self, stem):
        return exercise_name(stem, self.lang)

    def field(self, stem, name):
        """A field's name in words: ``why-network.if`` is a lesson's title and the label of a box."""
        if stem == "product_board" and name.startswith("idea."):
            return SEPARATOR.join((self.part(stem, "idea"), self.square(name.removeprefix("idea."))))
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

    def part(self, stem, part):
        return self._without_hint(self._part(stem, part) or part)

    def _run(self, stem, parts):
        """What several parts are called together: ``circle.trade`` is an entry of a group."""
        if found := self.own(f"field.{stem}.{'.'.join(parts)}"):
            return found
        if parts[-1].isdecimal() and (number := self.own(f"field.{stem}.{'.'.join(parts[:-1])}.n")):
            return number.format(n=parts[-1])
        found = (_sentence(_at(data, parts), self.lang) for data in _contents(stem))
        return next((sentence for sentence in found if sentence and "{" not in sentence), None)

    def _heading(self, stem, parts):
        """What stands over entries of the group ``parts[0]``: its own word, or the option it is chosen by."""
        if self.own(f"field.{stem}.{'.'.join(parts)}"):
            return None
        groups = (
            group
            for data in _contents(stem)
            for name, group in data.items()
            if name.endswith("_option") and isinstance(group, dict)
        )
        options = (_sentence(group.get(parts[0]), self.lang) for group in groups)
        return self.own(f"field.{stem}.{parts[0]}") or next(filter(None, options), None)

    def _part(self, stem, part):
        if part.isdecimal():
            number = self.own(f"field.{stem}.n")
            return number.format(n=part) if number else part
        if found := self.own(f"field.{stem}.{part}"):
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

    def square(self, key):
        """A square of the product board by the two skills that meet there."""
        from exercises.models import product_board

        if key not in product_board.KEYS:
            return key
        board = product_board.read(self.store)
        sides = zip((board.mine, board.theirs), product_board.KEYS[key], strict=True)
        return " × ".join(side[slot].strip() or str(slot) for side, slot in sides)

    def place(self, stem, name):
        """Where a field or column stands when they are put in order: as the exercise's own texts go."""
        places, found = _places(stem), []
        for part in name.split("."):
            # As in :meth:`_part`: ``new_told`` comes after ``new``.
            for piece in [part] if part in places else part.split("_"):
                found.append((1, int(piece)) if piece.isdecimal() else (0, places.get(piece, len(places))))
        return found

    def value(self, stem, name, value):
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
            groups = (GROUPS.get((stem, part)), f"{part}_option", part, f"{part}s", part.removesuffix("s"))
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


@cache
def _places(stem):
    """``{part of a name: place}`` as the exercise's own texts name them, which is as the page asks."""
    keys = [*_lesson_titles("da"), *(key for data in _contents(stem) for key in _keys(data))]
    exact = {key: at for at, key in reversed(list(enumerate(keys)))}
    # One label of several wordings: ``guess_percent`` and ``guess_people`` are both the field ``guess``.
    begun = {key.partition("_")[0]: at for key, at in exact.items()}
    ours = _keys(Texts(STEM).data["field"].get(stem, {}))
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


def _reference(kind, name, value, words):
    """Somebody on the map, or another row, where a row names one by id."""
    if name == "person" and isinstance(value, int):
        return words.person(value)
    if name == "people" and isinstance(value, list) and all(isinstance(one, int) for one in value):
        return "; ".join(map(words.person, value)) or None
    if kind == "trail_customer" and name == "sent_by" and value:
        return _customer(value, words)
    if kind == "signal_talk" and name.endswith("_same") and value:
        row_id, _, question = str(value).partition(".")
        found = next((row for row in words.store.rows(kind) if str(row["id"]) == row_id), {})
        return found.get(question) or words.t("gone")
    return None


def _customer(row_id, words):
    names = (row.get("name") for row in words.store.rows("trail_customer") if row["id"] == row_id)
    return next(names, None) or words.t("gone")


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
        fields = store.fields(stem)
        for name in sorted(fields, key=lambda name: words.place(stem, name)):
            value = fields[name]
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
        return words.value(stem, name, str(value).partition("T")[2] or value)
    if stem == "before_after" and name == "frozen":
        days = {row["id"]: row.get("day") for row in words.store.rows("snapshot")}
        return words.value(stem, name, days.get(value)) or words.t("gone")
    if stem == "customer_trail" and name == "at":
        return _customer(value, words)
    if stem == "product_board" and name in ("cell", "picked"):
        return words.square(value)
    if stem == "red_chair" and name == "clock":
        from exercises.models import red_chair

        return red_chair.clock(words.store).rounds
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
    return BETWEEN_LINES.join(line.text for line in played.lines if line.who == dialogue_rules.EGO) or None


# ---- deleting --------------------------------------------------------------------------------------------


def everybody(store):
    """Everybody whom the store knows, as :class:`Someone`: those on the map first."""
    from exercises.models import address_book

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
                if name.rpartition(".")[2] in named_in(stem):
                    left = without(value, names)
                    if left != value:
                        store.put(stem, name, left or None)
        for kind in store.kinds():
            for row in store.rows(kind) if kind not in NETWORK else ():
                held = {name: row[name] for name in named_in(spoken_by(kind)) if name in row}
                left = {name: without(value, names) for name, value in held.items()}
                if left != held:
                    store.change(row["id"], **left)
    store.renew_copies()


def named_in(stem):
    """Under which names an exercise keeps people's names as they were typed."""
    return NAMED_IN | ALSO_NAMED_IN.get(stem, set())


def without(value, names):
    """A text of one name or several, without those of ``names`` (see :func:`plain`); "" if none is left."""
    if not isinstance(value, str):
        return value
    parts = BETWEEN_NAMES.split(value)
    kept = [at for at in range(0, len(parts), 2) if plain(parts[at].strip()) not in names]
    if 2 * len(kept) == len(parts) + 1:
        return value
    return "".join(parts[at] + (parts[at + 1] if at != kept[-1] else "") for at in kept).strip()


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
                # The row may hold an earlier nickname of theirs.
                typed = {name: "" for name in named_in(spoken_by(kind)) if name in row}
                store.change(row["id"], person=None, **typed)
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
        (table.title, row[1] if table.kind == ANSWERS else _first(row, lang))
        for table in tables(store, lang)
        for row in table.rows
        if any(isinstance(cell, str) and named.search(plain(cell)) for cell in row)
    ]


def _first(row, lang):
    """What tells a row from others, in words."""
    found = next(cell for cell in row if cell is not None)
    return Texts(STEM, lang).date(found) if isinstance(found, date) else str(found)


def set_aside(store):
    """The names of damaged files that were set aside: they may hold anything that was ever written."""
    return sorted(path.name for path in store.path.parent.glob("damaged-*.sqlite"))
