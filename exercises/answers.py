"""Where a learner's words are in a reflection, whatever has become of its cells.

A box (an answer cell) may be split, copied, deleted, turned into code, or pasted into without its metadata,
and people write beside it. The learner's own check and the grading both ask here, so that both see the same.

A cell is a dict as in the notebook's file. Its text and names may be anything: a learner's file is not
believed.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exercises.places import root
from exercises.rules.reflection import alike

# On a cell that the grading has put beside the answers, with words that belong to none of them.
OWN = "learners_own"
# So little alike, a text is no older form of the course's own.
ANOTHER = 0.3
# So much alike, it is one.
SAME = 0.8
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass
class Gathered:
    """What was found.

    ``elsewhere`` tells whether any words stood where no box can be known from. ``texts`` has every box's name
    and its whole text, ``pictures`` the attachments that go with it (box to label to attachment). ``beside``
    are words that belong to no box: (id of the course's cell before them or None, text, attachments).
    ``missing`` are the boxes that no cell is left of, ``damaged`` those that are there in another form:
    split, copied, of another kind or without their metadata. ``pieces`` are the places of the cells whose
    words a box now has, by its name.
    """

    elsewhere: bool = False
    texts: dict = field(default_factory=dict)
    pictures: dict = field(default_factory=dict)
    beside: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    damaged: list = field(default_factory=list)
    pieces: dict = field(default_factory=dict)


def gather(cells: Sequence[dict[str, Any]], course: Sequence[dict[str, Any]]) -> Gathered:
    """Find the words in the learner's ``cells``; ``course`` are the course's own, in its order.

    Words belong to the box they were written in; those written right after a prompt or a box belong to that
    one; others to the nearest box that is empty, if there is one.
    """
    own = _Course(course)
    found = Gathered(texts=dict.fromkeys(own.boxes, ""))
    claims = _claims(cells, own)
    loose: list[Any] = []
    target, before = None, None
    for at, cell in enumerate(cells):
        text, pictures = text_of(cell), attachments_of(cell)
        if at in claims:
            target = before = claims[at]
            _put(found, target, at, text, pictures)
            continue
        place = own.place(cell, text)
        if place is not None:
            before, target = own.ids[place], own.box_after(place)
            if extra := _extra(text, own.texts[place]):
                # the cell itself stays where it is
                loose.append((target, before, None, extra, pictures))
        elif OWN in _metadata(cell):
            loose.append((target, before, at, unquoted(text), pictures))
        elif target in own.for_words:
            _put(found, target, at, text, pictures)
        elif text.strip() or pictures:
            loose.append((None, before, at, text, pictures))
    found.elsewhere = bool(loose)
    for wanted, before, at, text, pictures in loose:
        name = _empty_box(found, own, wanted, before)
        if name is None:
            found.beside.append((before, text.strip(), pictures))
        else:
            _put(found, name, at, text, pictures)
    for name in own.boxes:
        mine = [cells[at] for at, claimed in claims.items() if claimed == name]
        if not mine:
            found.missing.append(name)
        elif len(mine) > 1 or not _is_whole(mine[0], name):
            found.damaged.append(name)
        _mention_pictures(found, name)
    return found


class _Course:
    """The course's own cells, by all that they can be known by."""

    def __init__(self, cells: Sequence[dict[str, Any]]) -> None:
        self.ids = [_id(cell) for cell in cells]
        self.names = [grade_id(cell) for cell in cells]
        self.texts = [text_of(cell) for cell in cells]
        self.boxes = {
            name: at
            for at, (cell, name) in enumerate(zip(cells, self.names, strict=True))
            if name and is_box(cell)
        }
        # words that stood elsewhere go into no box for code
        self.for_words = {name for name, at in self.boxes.items() if cells[at].get("cell_type") != "code"}
        self._by_name = {name: at for at, name in enumerate(self.names) if name}
        self._by_id = {one: at for at, one in enumerate(self.ids) if one}
        self._boxes = set(self.boxes.values())
        self._by_text = {
            _folded(text): at for at, text in enumerate(self.texts) if text.strip() and at not in self._boxes
        }

    def place(self, cell, text):
        """Which of the course's cells this is, None for none. Boxes are not looked for."""
        for known, key in ((self._by_name, grade_id(cell)), (self._by_id, _id(cell))):
            at = known.get(key) if key else None
            if at is not None and at not in self._boxes:
                return at
        if _folded(text) in self._by_text:
            return self._by_text[_folded(text)]
        if len(text.split()) < 8 or cell.get("cell_type") == "code":
            return None
        nearest = max(self._by_text.items(), key=lambda one: alike(text, one[0]), default=None)
        return nearest[1] if nearest and alike(text, nearest[0]) >= SAME else None

    def box_after(self, at):
        """The box that the course's cell ``at`` is, or asks for, else None."""
        for place in (at, at + 1):
            if place < len(self.names) and self.names[place] in self.boxes:
                return self.names[place]
        return None

    def behind(self, cells, at):
        """Where among ``cells`` the course's cell ``at`` belongs: behind the nearest of those before it."""
        places = [self._by_name.get(grade_id(cell), self.place(cell, text_of(cell))) for cell in cells]
        for before in range(at - 1, -1, -1):
            if before in places:
                return len(places) - places[::-1].index(before)
        return 0

    def place_of(self, before):
        """The place of a course's cell by its name or id, -1 for None."""
        return self._by_name.get(before, self._by_id.get(before, -1))


def _claims(cells, own):
    """``{place: name of the box}`` of the cells that are a box, or a piece of one."""
    claims = {}
    for at, cell in enumerate(cells):
        if grade_id(cell) in own.boxes:
            claims[at] = grade_id(cell)
    for at, cell in enumerate(cells):
        name = _id(cell)
        if name in own.boxes and grade_id(cell) not in own.names:
            claims[at] = name
    # two boxes with one name, of which one is another by its id
    claimed = set(claims.values())
    for at, name in claims.items():
        number = _id(cells[at])
        if number != name and number in own.boxes and number not in claimed:
            claims[at] = number
    return claims


def _put(found, name, at, text, pictures):
    """Add words to a box's, each paragraph once: a copy holds what the box has already."""
    there = found.texts[name]
    if not there.strip():
        found.texts[name] = text.strip() if text.strip() else there
    else:
        kept = _paragraphs(there)
        for new in _paragraphs(text):
            if any(_folded(new) in _folded(one) for one in kept):
                continue
            # a copy that was written on holds what the first one has
            within = [at for at, one in enumerate(kept) if _folded(one) in _folded(new)]
            kept[within[0] if within else len(kept) :] = [
                new,
                *(one for at, one in enumerate(kept) if within and at > within[0] and at not in within),
            ]
        found.texts[name] = "\n\n".join(kept)
    for label, picture in pictures.items():
        _add_picture(found, name, label, picture)
    if at is not None:
        found.pieces.setdefault(name, []).append(at)


def _paragraphs(text):
    return [one.strip("\n").rstrip() for one in re.split(r"\n\s*\n", text.strip("\n")) if one.strip()]


def _add_picture(found, name, label, picture):
    mine = found.pictures.setdefault(name, {})
    new = label
    number = 1
    while new in mine and mine[new] != picture:
        number += 1
        new = f"{number}-{label}"
    mine[new] = picture
    if new != label:
        before, _, last = found.texts[name].rpartition(f"(attachment:{label})")
        found.texts[name] = f"{before}(attachment:{new}){last}" if before or last else last


def _mention_pictures(found, name):
    """A picture whose line in the text was lost is still shown to be there."""
    for label in found.pictures.get(name, {}):
        if f"attachment:{label}" not in found.texts[name]:
            line = f"![{label}](attachment:{label})"
            found.texts[name] = f"{found.texts[name]}\n\n{line}".strip()


def _empty_box(found, own, wanted, before):
    """The box that loose words go into: the one they stand at, else the nearest, if it is empty."""
    if wanted in own.for_words:
        return wanted if not found.texts[wanted].strip() else None
    at = own.place_of(before)
    empty = [name for name in own.boxes if name in own.for_words and not found.texts[name].strip()]
    return min(empty, key=lambda name: (own.boxes[name] > at, abs(own.boxes[name] - at)), default=None)


def _extra(text, course):
    """What a learner has written into a cell of the course's own, "" where it may be an older form of it."""
    theirs = {_folded(line) for line in course.splitlines() if line.strip()}
    lines = [line for line in text.splitlines() if line.strip() and _folded(line) not in theirs]
    if not any(map(_WORD.search, lines)):
        return ""  # a figure or a sign in the place of the course's code is nobody's answer
    mine = {_folded(line) for line in text.splitlines()}
    return "\n".join(lines) if theirs <= mine or alike(text, course) < ANOTHER else ""


def unquoted(text: str) -> str:
    """The words in a quotation that the grading has made."""
    lines = [line[1:].removeprefix(" ") for line in text.splitlines() if line.startswith(">")]
    return "\n".join(lines)


def _is_whole(cell, name):
    return cell.get("cell_type") == "markdown" and grade_id(cell) == name and is_box(cell)


def text_of(cell: Mapping[str, Any]) -> str:
    """A cell's text, "" where it has none."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(one for one in source if isinstance(one, str))
    return source if isinstance(source, str) else ""


def attachments_of(cell: Mapping[str, Any]) -> dict:
    """The pictures that were pasted into a cell: label to what a notebook keeps of one."""
    found = cell.get("attachments")
    if not isinstance(found, Mapping):
        return {}
    return {label: one for label, one in found.items() if isinstance(label, str) and isinstance(one, Mapping)}


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """A cell's name in the gradebook, None for none."""
    name = _marks(cell).get("grade_id")
    return name if isinstance(name, str) and name else None


def is_box(cell: Mapping[str, Any]) -> bool:
    return bool(_marks(cell).get("solution"))


def _marks(cell):
    marks = _metadata(cell).get("nbgrader")
    return marks if isinstance(marks, Mapping) else {}


def _metadata(cell):
    metadata = cell.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _id(cell):
    found = cell.get("id")
    return found if isinstance(found, str) else None


def _folded(text):
    return " ".join(text.split()).casefold()


# -- The course's own notebook, where a learner is -----------------------------------------------------------


def course_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cells of the course's own form of a learner's ``notebook``: of its release, or guessed from it."""
    block = _metadata(notebook).get("course")
    block = block if isinstance(block, Mapping) else {}
    cells = [cell for cell in notebook.get("cells", []) if isinstance(cell, Mapping)]
    name, stem = block.get("assignment"), block.get("stem")
    if all(isinstance(one, str) and re.fullmatch(r"[a-z0-9-]+", one) for one in (name, stem)):
        try:
            text = Path(root(), "release", str(name), f"{stem}.ipynb").read_text(encoding="utf-8")
            return json.loads(text)["cells"]
        except (OSError, ValueError, KeyError):
            pass
    return guessed([dict(cell) for cell in cells])


# What a box is called after its prompt: prompt-1 asks for answer-1.
COURSES = {"opening", "reflection", "exercise", "check"}
NAMES = {"theory": "essay-", "experience": "essay-", "unknown": "essay-", "goals": "plan-"}


def guessed(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The course's cells as far as a learner's own tell: each prompt asks for a box."""
    there = {grade_id(cell) for cell in cells if is_box(cell) and grade_id(cell)}
    found, taken = [], set()
    for at, cell in enumerate(cells):
        number, name = _id(cell), grade_id(cell)
        if number and number.startswith("prompt-"):
            after = cells[at + 1] if at + 1 < len(cells) else {}
            end = number.removeprefix("prompt-")
            asked = end if end.startswith("plan-") else f"{NAMES.get(end, 'answer-')}{end}"
            asked = grade_id(after) if is_box(after) and grade_id(after) and _id(after) != asked else asked
            found += [cell] if asked in taken else [cell, _box(asked)]
            taken.add(asked)
        elif name and is_box(cell):
            found += [] if name in taken else [{**cell, "source": ""}]
            taken.add(name)
        elif (name and name not in there) or _is_the_courses(cell):
            found.append(cell)
    return found


def _is_the_courses(cell):
    """The page and the course mark what is not for a learner to write in."""
    metadata = _metadata(cell)
    tags = metadata.get("tags")
    return metadata.get("editable") is False or (
        isinstance(tags, list) and bool(COURSES.intersection(map(str, tags)))
    )


def put_right(
    cells: Sequence[dict[str, Any]], course: Sequence[dict[str, Any]], found: Gathered
) -> list | None:
    """The notebook's ``cells`` with every box there again: each a place among them, or a new cell.

    None where every box is there to be written in. No word is left out (``found`` is `gather`'s of them).
    """
    lost = [
        name
        for name in found.texts
        if not any(_is_whole(cells[at], name) for at in found.pieces.get(name, ()))
    ]
    if not lost:
        return None
    own = _Course(course)
    gone = {at for name in lost for at in found.pieces.get(name, ())}
    order: list[Any] = [at for at in range(len(cells)) if at not in gone]
    for name in lost:
        made = {**course[own.boxes[name]], "source": found.texts[name]}
        if found.pictures.get(name):
            made["attachments"] = found.pictures[name]
        shown = [cells[one] if isinstance(one, int) else one for one in order]
        order.insert(own.behind(shown, own.boxes[name]), made)
    return order


def _box(name):
    points = 0 if name in ("plan-if", "plan-when") else 3
    marks = {"grade": True, "grade_id": name, "locked": False, "points": points, "schema_version": 3}
    return {
        "cell_type": "markdown",
        "id": name,
        "metadata": {
            "deletable": False,
            "nbgrader": marks | {"solution": True, "task": False},
            "tags": ["answer"],
        },
        "source": "",
    }
