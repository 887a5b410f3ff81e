"""Tools for whoever writes lessons: readability, twins, sources, and figures held against the evidence.

Every ``…_faults`` function gives a list of plain English sentences, empty when all is well; the tests run
them over each notebook, and ``python -m facilitation.authoring check NOTEBOOK`` over one.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import importlib
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from markdown_it import MarkdownIt

from exercises.references import CITATION, all_references, citations, reference, sources_markdown
from exercises.rules import lesson_steps
from exercises.rules.lix import MOST_LIX, sentences
from exercises.rules.lix import lix as lix_of
from exercises.rules.minutes import ANSWER_WORDS, ESSAY_PART_WORDS, Work, minutes, told, words

MAX_LIX = MOST_LIX
OTHER = {"da": "en", "en": "da"}
SECTIONS = (
    "opening",
    "retrieval",
    "idea",
    "example",
    "own-data",
    "act",
    "reflection",
    "lawful",
    "sources",
)
# What the course blocks of twins have in common; the rest is a matter of language.
COURSE_ALIKE = (
    "kind",
    "number",
    "stem",
    "minutes_screen",
    "minutes_act",
    "minutes_short",
    "minutes_reflection",
    "sittings",
    "lesson",
    "deadline",
    "sources",
    "steps",
)
# Left out on the four-hour way.
LONG = "long"
# An exercise that was done in a lesson before: only what is new since is written, so much of the whole.
AGAIN, SHARE_AGAIN = "again", 4
# A list of sources is looked into, not read.
LOOKED_INTO = 60
# What is written in a box of a reflection, by the beginning of its name; a plan is some lines.
WRITTEN = {"answer": Work(written=ANSWER_WORDS), "essay": Work(written=ESSAY_PART_WORDS)}
A_PLANS_BOX = Work(lines=2)
CELL_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

BOLD_MINUTES = re.compile(r"\*\*(\d+)(?= minut)")
_NUMBER = re.compile(r"(?<![\w.,])[.,]?\d+(?:[.,]\d+)*")
_SHOWN = re.compile(r"from (exercises\.views\.\w+) import (\w+); \w+\((?:[\"']([^\"']*)[\"'])?\)$")
_OPEN, _CLOSE = "\ue001", "\ue002"  # private-use signs around a citation's key inside running text
_CITED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_TRAILING = re.compile(rf"(?:\s*\(?{_CITED.pattern}\)?)+\.?(?=\s|$)")


# -- Text ----------------------------------------------------------------------------------------------------


class _Prose(HTMLParser):
    """Gathers what a reader reads, a string for each paragraph, heading, list item or table cell."""

    BLOCKS = re.compile("p|h[1-6]|li|ul|ol|t[dhr]|table|div|blockquote|details|summary|d[dt]|[bh]r")
    SILENT = frozenset(("pre", "code", "script", "style"))

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        if self.BLOCKS.fullmatch(tag):
            self.blocks.append("")
        self.silent += tag in self.SILENT

    def handle_endtag(self, tag):
        if self.BLOCKS.fullmatch(tag):
            self.blocks.append("")
        self.silent -= tag in self.SILENT

    def handle_data(self, data):
        if not self.silent:
            self.blocks[-1] += data


def _blocks(markdown):
    """The readable blocks of ``markdown``; a citation is left as its key between two private signs."""
    html = MarkdownIt("commonmark").enable("table").render(CITATION.sub(rf" {_OPEN}\2{_CLOSE}", markdown))
    prose = _Prose()
    prose.feed(html)
    prose.close()
    cleaned = (" ".join(re.sub(r"https?://\S*[\w/]", "", block).split()) for block in prose.blocks)
    return [block for block in cleaned if block]


def _sentences(block):
    # a citation may stand after its sentence's full stop
    return sentences(block, aside=_TRAILING)


def lix(markdown: str) -> float:
    """The readability index LIX of the running text: about 20 is very easy, 60 very difficult; 0.0 for none.

    A heading, list item or table cell counts as a sentence. Code, addresses, HTML and citations are not
    running text.
    """
    return lix_of([_CITED.sub("", block) for block in _blocks(markdown)])


def numbers(text: str, lang: str) -> list[str]:
    """The figures in ``text`` in one common form (``"2820"``, ``"8.1"``), read as ``lang`` writes them.

    A figure that ``lang`` does not write so, such as a Danish 8.1, gets a question mark and matches nothing.
    """
    thousands, decimal = (".", ",") if lang == "da" else (",", ".")
    found = []
    for figure in _NUMBER.findall(text):
        plain = figure
        if re.fullmatch(rf"\d{{1,3}}(\{thousands}\d{{3}})+(\{decimal}\d+)?", figure):
            plain = figure.replace(thousands, "")
        if re.fullmatch(rf"\d*\{decimal}?\d+", plain):
            found.append(f"{Decimal(plain.replace(decimal, '.')).normalize():f}")
        else:
            found.append(f"{figure}?")
    return found


# -- One notebook --------------------------------------------------------------------------------------------


def load(path: Path) -> dict:
    """The notebook at ``path`` as it stands, with every cell source as one string.

    Raises ValueError when it is not a notebook.
    """
    try:
        notebook = json.loads(Path(path).read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            cell.setdefault("id", "")
            cell.setdefault("metadata", {})
        notebook.setdefault("metadata", {})
    except (ValueError, KeyError, TypeError) as fault:
        raise ValueError(f"{path} is not a notebook") from fault
    return notebook


def save(notebook: dict, path: Path) -> None:
    """Write ``notebook`` as Jupyter would."""
    nbformat.write(nbformat.from_dict(notebook), str(path), version=nbformat.NO_CONVERT)


def lang_of(notebook: dict) -> str:
    """``da`` or ``en``, as the notebook's course block says. Raises ValueError where it says neither."""
    lang = notebook["metadata"].get("course", {}).get("lang")
    if lang not in OTHER:
        raise ValueError("the notebook's metadata has no course block that names da or en")
    return lang


def _tags(cell):
    return cell["metadata"].get("tags", [])


def _markdown(notebook, sources=False):
    """The Markdown cells, without the generated list of sources unless asked for."""
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return [cell for cell in cells if sources or cell["id"] != "sources"]


def _sources_cell(notebook):
    return next((cell for cell in notebook["cells"] if cell["id"] == "sources"), None)


def notebook_lix(notebook: dict) -> float:
    """LIX of all the running text that a person wrote in the notebook."""
    return lix("\n\n".join(cell["source"] for cell in _markdown(notebook)))


def notebook_citations(notebook: dict) -> list[tuple[str, str]]:
    """Every citation as (link text, key), those in the list of sources left out."""
    return [found for cell in _markdown(notebook) for found in citations(cell["source"])]


def _listed(notebook):
    """The keys that the list of sources holds: what is cited, or all where the course block says so."""
    if notebook["metadata"].get("course", {}).get("sources") == "all":
        return list(all_references())
    return [key for _, key in notebook_citations(notebook)]


def form_faults(notebook: dict) -> list[str]:
    """Cell ids, stored outputs, and cells that a learner could delete or change by a slip."""
    faults = []
    if (notebook.get("nbformat"), notebook.get("nbformat_minor")) != (4, 5):
        faults.append("the notebook format is not 4.5")
    if "widgets" in notebook["metadata"]:
        faults.append("widget state is stored, and may hold contacts")
    ids = [str(cell["id"]) for cell in notebook["cells"]]
    for cell, name in zip(notebook["cells"], ids, strict=True):
        if not CELL_ID.fullmatch(name) or len(name) > 64:
            faults.append(f"{name!r}: the id is not kebab-case ASCII")
        if ids.count(name) > 1:
            faults.append(f"{name}: the id is used twice")
        if cell.get("outputs") or cell.get("execution_count") is not None:
            faults.append(f"{name}: an output or execution count is stored")
        if cell["metadata"].get("deletable") is not False:
            faults.append(f"{name}: the cell can be deleted")
        answer = cell["metadata"].get("nbgrader", {}).get("solution", False)
        if not answer and cell["metadata"].get("editable") is not False:
            faults.append(f"{name}: the cell can be changed")
    return faults


def section_faults(notebook: dict) -> list[str]:
    """Whether every cell of a lesson but ``language`` has one section tag, and the sections their order."""
    faults, reached = [], 0
    for cell in notebook["cells"]:
        if cell["id"] == "language":
            continue
        sections = [tag for tag in _tags(cell) if tag in SECTIONS]
        if len(sections) != 1:
            faults.append(f"{cell['id']}: one section tag is wanted, not {sections}")
            continue
        place = SECTIONS.index(sections[0])
        if place < reached:
            faults.append(f"{cell['id']}: {sections[0]} comes after {SECTIONS[reached]}")
        reached = max(reached, place)
    return faults


def exercise_work(source: str) -> Work:
    """What there is to do in the exercise that a code cell shows, as its view says it; none is no work."""
    found = _SHOWN.search(source)
    if not found:
        return Work()
    module, name, argument = found.groups()
    return getattr(importlib.import_module(module), name).work_of(argument or "")


def _cell_work(cell):
    whole = exercise_work(cell["source"])
    return whole.part(SHARE_AGAIN) if AGAIN in _tags(cell) else whole


def reflection_work(notebook: dict) -> Work:
    """What there is to read and to write in a reflection."""
    boxes = [cell for cell in _markdown(notebook) if "answer" in _tags(cell)]
    read = [cell for cell in _markdown(notebook) if "answer" not in _tags(cell)]
    written = sum((WRITTEN.get(cell["id"].split("-")[0], A_PLANS_BOX) for cell in boxes), Work())
    return Work(words=sum(words(cell["source"]) for cell in read)) + written


def lesson_parts(notebook: dict) -> list[lesson_steps.Part]:
    """The cells of a lesson as parts that steps are made of, with what there is to read and do in each."""
    parts = []
    for cell in notebook["cells"]:
        section = next((tag for tag in _tags(cell) if tag in SECTIONS), None)
        if cell["id"] == "language" or section is None:
            continue
        is_exercise = "exercise" in _tags(cell)
        to_read = LOOKED_INTO if section == "sources" else words(cell["source"])
        heading = cell["source"][: len(cell["source"]) - len(cell["source"].lstrip("#"))]
        parts.append(
            lesson_steps.Part(
                cell=cell["id"],
                section=section,
                work=_cell_work(cell) if is_exercise else Work(words=to_read),
                heading=0 if is_exercise else len(heading),
                is_exercise=is_exercise,
                is_long=LONG in _tags(cell),
            )
        )
    return parts


def lesson_step_list(notebook: dict) -> list[str]:
    """What a lesson's course block says of its steps: the first cell's id and the minutes of each."""
    return [f"{step.at} {minutes(step.work)}" for step in lesson_steps.steps(lesson_parts(notebook))]


def lesson_minutes(da: dict, reflection: dict) -> dict:
    """What a lesson's course block says of its time, but for that of the act: whole fives, counted up.

    ``sittings`` are the cells at which one sits down anew; where there are several, each has its minutes.
    """
    parts, course = lesson_parts(da), da["metadata"]["course"]
    wanted: dict[str, Any] = {
        "minutes_screen": told(sum((part.work for part in parts), Work())),
        "minutes_reflection": told(reflection_work(reflection)),
    }
    if course.get("minutes_short"):
        wanted["minutes_short"] = told(sum((part.work for part in parts if not part.is_long), Work()))
    if starts := [line.split()[0] for line in course.get("sittings", ())]:
        cells = [part.cell for part in parts]
        ends = [*map(cells.index, starts[1:]), len(parts)]
        each = [parts[cells.index(start) : end] for start, end in zip(starts, ends, strict=True)]
        sums = [told(sum((part.work for part in one), Work())) for one in each]
        wanted["sittings"] = [f"{start} {n}" for start, n in zip(starts, sums, strict=True)]
        wanted["minutes_screen"] = sum(sums)
    return wanted


def _reckoned(path, da):
    """The course block's steps and minutes as the Danish lesson at ``path`` and its reflection make them.

    An evening's steps have no minutes: its own plan says how long a table takes over each.
    """
    if da["metadata"]["course"]["kind"] == "workshop":
        return {"steps": [step.at for step in lesson_steps.steps(lesson_parts(da))]}
    steps = {"steps": lesson_step_list(da)}
    assignment = da["metadata"]["course"].get("assignment", "")
    found = list((Path(path).parents[2] / "source" / assignment).glob("*.ipynb")) if assignment else []
    return steps | (lesson_minutes(da, load(found[0])) if found else {})


def steps_faults(path: Path) -> list[str]:
    """Whether the course block of the Danish notebook at ``path`` has the steps and minutes of its cells."""
    da = load(path)
    course = da["metadata"].get("course", {})
    if "steps" not in course:
        return []
    out = [name for name, value in _reckoned(path, da).items() if course.get(name) != value]
    return [
        f"course.{name} is out of step; run: python -m facilitation.authoring steps NOTEBOOK" for name in out
    ]


def stamp_steps(path: Path) -> bool:
    """Write a lesson's steps and minutes into it and its twin, as the Danish text makes them; whether any
    changed.

    Both have the same, so that whoever changes language stays on the same step.
    """
    pair = [Path(path), twin(path)]
    notebooks = {lang_of(notebook): (one, notebook) for one in pair for notebook in [load(one)]}
    danish, da = notebooks["da"]
    if da["metadata"]["course"].get("kind") not in ("lesson", "workshop"):
        return False
    wanted, changed = _reckoned(danish, da), False
    for one, notebook in notebooks.values():
        before = copy.deepcopy(notebook)
        notebook["metadata"]["course"] |= wanted
        _say_minutes(notebook)
        if notebook != before:
            save(notebook, one)
            changed = True
    return changed


def said_minutes(course: dict) -> list[int]:
    """The minutes that a lesson's opening sets in bold, in their order."""
    sittings = [int(line.split()[1]) for line in course.get("sittings", ())]
    each = [course["minutes_screen"], *sittings, course["minutes_act"], course.get("minutes_reflection")]
    return [minutes for minutes in each if minutes is not None]


def _say_minutes(notebook):
    said = iter(said_minutes(notebook["metadata"]["course"]))
    for cell in notebook["cells"]:
        if cell["id"] == "time-and-tools":
            cell["source"] = BOLD_MINUTES.sub(lambda found: f"**{next(said, found[1])}", cell["source"])


def citation_faults(notebook: dict) -> list[str]:
    """Whether each citation names a known work, by its author, year and strength."""
    faults = []
    for text, key in notebook_citations(notebook):
        if key not in all_references():
            faults.append(f"[{text}](#{key}): references.bib has no entry {key!r}")
            continue
        work = reference(key)
        expected = work.citation(lang_of(notebook))
        # the name of a body may be translated; a person's may not
        names_it = text.startswith(work.surnames[0]) or "," not in work.authors[0]
        if not (names_it and text.endswith(f" {work.year} {work.mark}")):
            faults.append(f"[{text}](#{key}): the work is {expected!r}")
    return faults


def sources_faults(notebook: dict) -> list[str]:
    """Whether the list of sources holds just the works cited, as references.bib has them, warnings too."""
    keys = [key for key in _listed(notebook) if key in all_references()]
    cell = _sources_cell(notebook)
    if cell is None:
        return ["works are cited but there is no cell with the id sources"] if keys else []
    lang = lang_of(notebook)
    faults = [
        f"sources: the warning that goes with {key} is missing"
        for key in dict.fromkeys(keys)
        if (caution := reference(key).caution(lang)) and caution not in cell["source"]
    ]
    if cell["source"].strip() != sources_markdown(keys, lang).strip():
        faults.append(
            "sources: the list is out of step; run: python -m facilitation.authoring sources NOTEBOOK"
        )
    return faults


def figure_faults(notebook: dict) -> list[str]:
    """Figures that stand in a sentence with a citation, but not in what was read of the works it cites."""
    faults = []
    for cell in _markdown(notebook):
        for block in _blocks(cell["source"]):
            for sentence in _sentences(block):
                works = [all_references()[key] for key in _CITED.findall(sentence) if key in all_references()]
                if not works:
                    continue
                known = {
                    figure
                    for work in works
                    for figure in numbers(f"{work.evidence} {work.title} ({work.year})", "en")
                }
                told = _CITED.sub("", sentence)
                strange = [n for n in numbers(told, lang_of(notebook)) if n not in known]
                if strange:
                    names = ", ".join(work.key for work in works)
                    faults.append(
                        f"{cell['id']}: {', '.join(strange)} is not in the evidence of {names}: {told}"
                    )
    return faults


def lesson_faults(notebook: dict) -> list[str]:
    """All that can be said of one notebook by itself."""
    faults = form_faults(notebook) + citation_faults(notebook) + sources_faults(notebook)
    faults += figure_faults(notebook)
    kind = notebook["metadata"]["course"].get("kind")
    if kind in ("lesson", "workshop"):
        faults += section_faults(notebook)
        if not notebook_citations(notebook):
            faults.append("the lesson cites nothing")
    if kind != "reflection" and (found := notebook_lix(notebook)) > MAX_LIX:
        faults.append(f"LIX is {found:.1f}, more than {MAX_LIX}")
    return faults


# -- The glossary --------------------------------------------------------------------------------------------

GLOSSARY = "94-glossary.ipynb"
# Where no link is put: in a heading, a picture, a table, what somebody says, code, HTML, or a link there is.
_NO_LINK = re.compile(
    r"^(?:#|\||>|<|!\[).*$|!?\[[^\]]*\]\([^)]*\)|`[^`]*`|<[^>]*>|\*\*[^*]*\*\*", re.MULTILINE
)


def glossary(lang: str, folder: Path) -> dict[str, list[str]]:
    """``{cell id: the forms of the word}`` of the glossary in the folder of a language's lessons."""
    cells = load(Path(folder) / lang / GLOSSARY)["cells"]
    return {cell["id"]: cell["metadata"]["forms"] for cell in cells if "forms" in cell["metadata"]}


def _first_use(cells, forms):
    """The cell and the match where a word is first used in running text, or None."""
    word = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
    for cell in cells:
        if cell["id"] in ("sources", "title"):
            continue
        plain = _NO_LINK.sub(lambda found: "\0" * len(found[0]), cell["source"])
        if found := word.search(plain):
            return cell, found
    return None


def glossary_links(notebook: dict, terms: dict[str, list[str]]) -> list[str]:
    """Put a link to the glossary where a word is first used and none leads there; the ids linked."""
    linked = []
    for term, forms in terms.items():
        address = f"{GLOSSARY}#{term}"
        if any(f"]({address})" in cell["source"] for cell in _markdown(notebook)):
            continue
        if found := _first_use(_markdown(notebook), forms):
            cell, match = found
            before, after = cell["source"][: match.start()], cell["source"][match.end() :]
            cell["source"] = f"{before}[{cell['source'][match.start() : match.end()]}]({address}){after}"
            linked.append(term)
    return linked


def link_glossary(path: Path) -> list[str]:
    """:func:`glossary_links` in the lesson at ``path``, written; the ids that were linked."""
    notebook = load(path)
    linked = glossary_links(notebook, glossary(lang_of(notebook), Path(path).parents[1]))
    if linked:
        save(notebook, path)
    return linked


# -- Twins ---------------------------------------------------------------------------------------------------


def twin(path: str | Path) -> Path:
    """Where the same notebook lies in the other language.

    ``lessons/da/x.ipynb`` answers to ``lessons/en/x.ipynb``, ``source/01-x-da/x.ipynb`` to
    ``source/01-x-en/x.ipynb``. Raises ValueError when the folder names no language.
    """
    path = Path(path)
    found = re.fullmatch(r"(|.*-)(da|en)", path.parent.name)
    if not found:
        raise ValueError(f"the folder of {path} is named for no language")
    return path.parent.parent / (found[1] + OTHER[found[2]]) / path.name


def text_hash(source: str) -> str:
    """What an English cell remembers of the Danish cell that it was made from."""
    return hashlib.sha256(source.encode("utf-8")).hexdigest()[:10]


def twin_faults(da_path: Path, en_path: Path) -> list[str]:
    """Where the Danish notebook and its English twin have drifted apart.

    Compared are ids and their order, cell types, tags, seed sentences, nbgrader metadata with points, code
    (but for the cell ``language``), the course block, and whether an English text was made from the Danish
    text as it stands now.
    """
    missing = [str(path) for path in (da_path, en_path) if not Path(path).is_file()]
    if missing:
        return [f"the twin {path} is missing" for path in missing]
    da, en = load(da_path), load(en_path)
    faults = steps_faults(da_path)
    for notebook, lang in ((da, "da"), (en, "en")):
        course = notebook["metadata"].get("course", {})
        if course.get("lang") != lang:
            faults.append(f"the course block of the {lang} notebook says {course.get('lang')!r}")
    for name in COURSE_ALIKE:
        values = [notebook["metadata"].get("course", {}).get(name) for notebook in (da, en)]
        if values[0] != values[1]:
            faults.append(f"course.{name}: {values[0]!r} in Danish, {values[1]!r} in English")

    danish = {cell["id"]: cell for cell in da["cells"]}
    english = {cell["id"]: cell for cell in en["cells"]}
    faults += [f"{name}: the English twin lacks the cell" for name in danish if name not in english]
    faults += [f"{name}: the Danish twin lacks the cell" for name in english if name not in danish]
    common = [name for name in danish if name in english]
    if common != [name for name in english if name in danish]:
        faults.append("the cells stand in another order")
    for name in common:
        faults += _cell_faults(name, danish[name], english[name])
    return faults


def _cell_faults(name, da, en):
    if da["cell_type"] != en["cell_type"]:
        return [f"{name}: {da['cell_type']} in Danish, {en['cell_type']} in English"]
    faults = []
    if sorted(_tags(da)) != sorted(_tags(en)):
        faults.append(f"{name}: tags {_tags(da)} in Danish, {_tags(en)} in English")
    if da["metadata"].get("seed") != en["metadata"].get("seed"):
        faults.append(f"{name}: other seed sentences")
    da_grade, en_grade = da["metadata"].get("nbgrader", {}), en["metadata"].get("nbgrader", {})
    for field in sorted((da_grade.keys() | en_grade.keys()) - {"checksum"}):
        if da_grade.get(field) != en_grade.get(field):
            faults.append(
                f"{name}: nbgrader {field} is {da_grade.get(field)!r} in Danish, "
                f"{en_grade.get(field)!r} in English"
            )
    if da["cell_type"] == "code" and name != "language" and da["source"] != en["source"]:
        faults.append(f"{name}: other code")
    # the list of sources is made in each language, not translated
    if da["cell_type"] == "markdown" and name != "sources":
        stamped = en["metadata"].get("translated_from")
        if stamped is None:
            faults.append(f"{name}: the English cell has no translated_from")
        elif stamped != text_hash(da["source"]):
            faults.append(f"{name}: the Danish text has changed since it was translated")
    return faults


def stamp(en_path: Path) -> int:
    """Note in one English notebook that its texts match the Danish ones as they stand; the number changed.

    Raises ValueError for a notebook that is not the English one of a pair.
    """
    en_path = Path(en_path)
    da_path = twin(en_path)
    if not re.fullmatch(r"(|.*-)en", en_path.parent.name):
        raise ValueError(f"{en_path} is not the English notebook")
    if not da_path.is_file():
        raise ValueError(f"the twin {da_path} is missing")
    danish = {cell["id"]: cell for cell in load(da_path)["cells"]}
    notebook = load(en_path)
    changed = 0
    for cell in _markdown(notebook):
        if cell["id"] not in danish:
            raise ValueError(f"{cell['id']}: the Danish twin lacks the cell")
        current = text_hash(danish[cell["id"]]["source"])
        if cell["metadata"].get("translated_from") != current:
            cell["metadata"]["translated_from"] = current
            changed += 1
    if changed:
        save(notebook, en_path)
    return changed


def refresh_sources(path: Path) -> bool:
    """Write the list of the works that the notebook cites into its ``sources`` cell; whether it changed.

    Raises KeyError for a work that references.bib lacks, ValueError when there is no such cell.
    """
    notebook = load(path)
    cell = _sources_cell(notebook)
    if cell is None:
        raise ValueError(f"{path} has no cell with the id sources")
    wanted = sources_markdown(_listed(notebook), lang_of(notebook))
    if cell["source"] == wanted:
        return False
    cell["source"] = wanted
    save(notebook, path)
    return True


# -- Command line --------------------------------------------------------------------------------------------


def _say_stamp(path):
    stamp_steps(path)
    print(f"{stamp(path)} cells stamped anew")


def _say_steps(path):
    print("the steps were written anew" if stamp_steps(path) else "the steps were as the cells make them")


def _say_sources(path):
    print("the list of sources was rewritten" if refresh_sources(path) else "the list of sources was in step")


def _say_glossary(path):
    print(f"linked to the glossary: {', '.join(link_glossary(path)) or 'nothing new'}")


def _say_lix(path):
    notebook = load(path)
    print(f"{notebook_lix(notebook):5.1f}  {path}")
    hardest = sorted(((lix(cell["source"]), cell["id"]) for cell in _markdown(notebook)), reverse=True)
    for found, name in hardest[:5]:
        print(f"{found:5.1f}  {name}")


def _say_faults(path):
    faults = lesson_faults(load(path))
    pair = (Path(path), twin(path)) if lang_of(load(path)) == "da" else (twin(path), Path(path))
    faults += twin_faults(*pair)
    print("\n".join(faults) or "no faults found")
    return bool(faults)


def _make_new(name, number):
    from exercises.places import root
    from facilitation import release
    from facilitation.authoring import new

    for path in new.make(name, number):
        print(path.relative_to(root()))
    release.make(root())
    return 0


COMMANDS = {
    "stamp": (
        _say_stamp,
        "note that an English notebook matches its Danish twin as it stands, and write the steps",
    ),
    "steps": (_say_steps, "write the steps of a lesson (or evening) with their minutes into it and its twin"),
    "sources": (_say_sources, "rewrite the list of sources from what the notebook cites"),
    "glossary": (_say_glossary, "link each word of the glossary where the lesson first uses it"),
    "lix": (_say_lix, "readability of the notebook and of its five hardest cells"),
    "check": (_say_faults, "everything that the tests would say of the notebook and its twin"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the author's commands; 0 when all is well, 1 when faults were found."""
    parser = argparse.ArgumentParser(prog="python -m facilitation.authoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, purpose) in COMMANDS.items():
        commands.add_parser(name, help=purpose, description=purpose).add_argument("notebook", type=Path)
    purpose = "lay a lesson's whole set: twins, exercise, texts, figures, assignments, tests"
    new = commands.add_parser("new", help=purpose, description=purpose)
    new.add_argument("name", help="small letters and hyphens: beyond-the-card")
    new.add_argument("--number", type=int, help="default: after the last lesson")
    asked = parser.parse_args(argv)
    try:
        if asked.command == "new":
            return _make_new(asked.name, asked.number)
        return int(bool(COMMANDS[asked.command][0](asked.notebook)))
    except (OSError, ValueError, KeyError) as fault:
        parser.error(str(fault.args[0]) if isinstance(fault, KeyError) else str(fault))
