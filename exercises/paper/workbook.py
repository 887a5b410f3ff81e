"""The workbook: every page that has something to fill in, as blocks, from the course's own notebooks.

A lesson's reading stays in the lesson; what comes along is what explains an exercise or an act, the exercises
themselves, and the questions of the reflection.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercises.paper.blocks import Block, Heading, Later, Lines, Words
from exercises.paper.marked_up import markdown_blocks
from exercises.texts import Texts

# Sections whose text is about what is to be done; of the others only that which an exercise follows at once.
TOLD = ("retrieval", "own-data", "act")
KINDS = ("lesson", "workshop", "page")
# As many lines as an answer of 40 to 250 words takes, a part of the essay, and a field of the plan.
ANSWER_LINES, ESSAY_LINES, PLAN_LINES = 13, 24, 2
EVENINGS = 50  # the first of their numbers


@dataclass(frozen=True)
class Source:
    """One notebook, read."""

    course: dict[str, Any]
    cells: list[dict[str, Any]]


def read(folders: Iterable[Path]) -> list[Source]:
    """The pages of these folders, in the order of the course: lessons, evenings, then the other pages."""
    found = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.ipynb"))):
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
            source = Source(notebook["metadata"]["course"], notebook["cells"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a notebook of the learner's own
        if source.course.get("kind") in KINDS:
            found[source.course["stem"]] = source
    return sorted(found.values(), key=_order)


def _order(source):
    number = source.course["number"]
    return number if number == 0 else number + KINDS.index(source.course["kind"]) * 1000


def chapters(
    pages: Iterable[Source], reflections: Path, shown: Callable[[str], list[Block]], t: Texts
) -> list[Block]:
    """The whole book as blocks; ``shown`` gives those of an exercise, from the line of its cell."""
    blocks: list[Block] = []
    for page in pages:
        own = _of_page(page, shown)
        if not any(isinstance(block, Lines) or hasattr(block, "options") for block in own):
            continue
        number = page.course["number"]
        named = f"{number}. " if 0 < number < EVENINGS else ""
        blocks += [Heading(named + page.course["title"], 1), *_minutes(page.course, t), *own]
        blocks += _reflection(page.course, reflections, t)
    return _answers_last(blocks, t)


def _minutes(course, t):
    screen, act, writing = (course.get(f"minutes_{name}", 0) for name in ("screen", "act", "reflection"))
    if not screen:
        return []
    key = "minutes" if writing else "minutes_evening" if act else "minutes_first"
    return [Words(t(key, screen=screen, act=act, reflection=writing))]


def _of_page(page, shown):
    blocks, waiting = [], []
    for cell in page.cells:
        tags, text = cell["metadata"].get("tags", ()), "".join(cell["source"])
        if cell["cell_type"] == "code":
            if "exercises.views" in text and "example" not in tags:
                blocks += [*waiting, *shown(text)]
            waiting = []
        elif set(TOLD) & set(tags):
            blocks += [*waiting, *_lower(markdown_blocks(text))]
            waiting = []
        elif "idea" in tags:
            waiting = _lower(markdown_blocks(text))
        else:
            waiting = []
    return blocks


def _lower(blocks):
    """Headings below the chapter's."""
    return [Heading(one.text, max(2, one.level)) if isinstance(one, Heading) else one for one in blocks]


def _reflection(course, reflections, t):
    name = course.get("assignment")
    path = reflections / str(name) / f"{course['stem']}.ipynb"
    if not name or not path.is_file():
        return []
    blocks: list[Block] = [Heading(t("reflection"), 2), Words(t("reflection_how"))]
    asked: Sequence[Block] = ()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if "answer" in cell["metadata"].get("tags", ()):
            blocks += [*asked, Lines("", _room(cell["id"]))]
            asked = ()
        elif cell["id"].startswith("prompt-"):
            asked = [*asked, *(_deeper(one) for one in markdown_blocks("".join(cell["source"])))]
    return blocks


def _room(cell_id):
    if cell_id == "plan-when":
        return 1
    if cell_id.startswith("plan"):
        return PLAN_LINES
    return ESSAY_LINES if cell_id.startswith("essay") else ANSWER_LINES


def _deeper(block):
    return Heading(block.text, 3) if isinstance(block, Heading) else block


def _answers_last(blocks, t):
    """What is best seen afterwards stands at the back, under the heading of its lesson."""
    last: list[Block] = []
    chapter = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter = block.text
        elif isinstance(block, Later):
            last += [
                Heading(f"{chapter}: {block.title}", 3),
                *(Words(words, small=True) for words in block.words),
            ]
    kept = [block for block in blocks if not isinstance(block, Later)]
    return [*kept, Heading(t("answers"), 1), *last] if last else kept
