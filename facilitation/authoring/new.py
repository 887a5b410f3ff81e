"""``python -m facilitation.authoring new NAME``: a lesson's whole set, passing its tests, to write in.

What all lessons share is taken from the last one there is: how a plan is made, how a reflection is read, the
cells that nbgrader checks. The rest comes from ``templates/`` and says what to write there.
"""

import copy
import json
import re
import tomllib
from pathlib import Path
from string import Template

from exercises.places import root as checkout
from facilitation import authoring

TEMPLATES = Path(__file__).parent / "templates"
NAME = re.compile(r"[a-z]+(-[a-z]+)+")
# What a new lesson has word for word from the lesson before it.
SHARED = ("retrieval", "act-plan", "reflect-how-read", "steps-intro")
LANGUAGES = ("da", "en")


def make(name: str, number: int | None = None, root: Path | None = None) -> list[Path]:
    """Lay a lesson called ``name`` ("beyond-the-card") as number ``number`` (default: after the last).

    Returns the files made, release/ left to `facilitation.release`. Raises ValueError for a name that is no
    stem of two words or more, is taken, or a number that is taken.
    """
    root = Path(root or checkout())
    if not NAME.fullmatch(name):
        raise ValueError(f"{name}: small letters a to z in two words or more, with hyphens between")
    lessons = {authoring.load(p)["metadata"]["course"]["number"]: p for p in _lessons(root, "da")}
    number = number or max(lessons) + 1
    module = name.replace("-", "_")
    if number in lessons or (root / f"exercises/views/{module}.py").exists():
        raise ValueError(f"{number} {name}: taken")
    # the last of the course's own is the capstone, which asks and reads otherwise than a lesson does
    model = lessons[sorted(lessons)[-2]]
    names = {
        "stem": name,
        "module": module,
        "class": module.title().replace("_", ""),
        "title": name.replace("-", " ").capitalize(),
        "number": str(number),
    }
    made = [*_exercise(root, names), *_lesson(root, names, model), *_assignment(root, names, model)]
    for lang in LANGUAGES:
        authoring.link_glossary(root / f"lessons/{lang}/{number:02}-{name}.ipynb")
    authoring.stamp_steps(root / f"lessons/da/{number:02}-{name}.ipynb")
    authoring.stamp(root / f"lessons/en/{number:02}-{name}.ipynb")
    authoring.stamp(root / f"source/{number:02}-{name}-en/{name}.ipynb")
    return made


def _lessons(root, lang):
    for path in sorted((root / "lessons" / lang).glob("*.ipynb")):
        if authoring.load(path)["metadata"]["course"]["kind"] == "lesson":
            yield path


def _exercise(root, names):
    made = []
    for template in sorted(TEMPLATES.rglob("*.txt")):
        place = Template(str(template.relative_to(TEMPLATES))).substitute(names).removesuffix(".txt")
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text("utf-8")).substitute(names), encoding="utf-8")
        made.append(path)
    return made


def _texts(kind, lang, names):
    """The cells of a kind of notebook in one language, ``{cell id: text}``."""
    data = tomllib.loads((TEMPLATES / f"{kind}.toml").read_text("utf-8"))
    return {cell: Template(both[lang]).substitute(names, lang=lang).strip() for cell, both in data.items()}


def _lesson(root, names, model):
    for lang in LANGUAGES:
        there = authoring.load(root / "lessons" / lang / model.name)
        course = there["metadata"]["course"]
        texts = _texts("lesson", lang, names)
        shared = {cell["id"]: cell for cell in there["cells"]}
        texts |= {cell: "".join(shared[cell]["source"]) for cell in SHARED}
        order = json.loads((TEMPLATES / "lesson.json").read_text("utf-8"))
        cells = [_cell(one, lang, texts, names) for one in order]
        number, stem = int(names["number"]), names["stem"]
        course = {
            "assignment": f"{number:02}-{stem}-{lang}",
            "kind": "lesson",
            "lang": lang,
            "minutes_act": 20,
            "minutes_screen": 20,
            "number": number,
            "stem": stem,
            "title": names["title"],
        }
        path = root / "lessons" / lang / f"{number:02}-{stem}.ipynb"
        notebook = there | {"cells": cells, "metadata": there["metadata"] | {"course": course}}
        authoring.save(notebook, path)
        authoring.refresh_sources(path)
        yield path


def _cell(one, lang, texts, names):
    cell_id, tag, code = one["id"], one["tag"], one.get("code")
    metadata = {"deletable": False, "editable": False}
    if code:
        tags = ["exercise"] if tag == "exercise" else ["exercise", tag]
        metadata |= {"jupyter": {"source_hidden": True}, "tags": tags}
        source = Template(code).substitute(names, lang=lang)
        return {
            "cell_type": "code",
            "execution_count": None,
            "id": cell_id,
            "metadata": metadata,
            "outputs": [],
            "source": source,
        }
    return {
        "cell_type": "markdown",
        "id": cell_id,
        "metadata": metadata | {"tags": [tag]},
        "source": texts.get(cell_id, ""),
    }


def _assignment(root, names, model):
    number, stem = int(names["number"]), names["stem"]
    for lang in LANGUAGES:
        before = authoring.load(root / "lessons" / lang / model.name)["metadata"]["course"]["assignment"]
        (there,) = (root / "source" / before).glob("*.ipynb")
        notebook = copy.deepcopy(authoring.load(there))
        texts = _texts("reflection", lang, names)
        for cell in notebook["cells"]:
            cell["source"] = texts.get(cell["id"], cell["source"])
            cell["metadata"].pop("translated_from", None)
        course = notebook["metadata"]["course"]
        course |= {
            "assignment": f"{number:02}-{stem}-{lang}",
            "lesson": f"{number:02}-{stem}.ipynb",
            "number": number,
            "stem": stem,
            "title": texts["title"].splitlines()[0].lstrip("# "),
        }
        folder = root / "source" / f"{number:02}-{stem}-{lang}"
        folder.mkdir(parents=True)
        path = folder / f"{stem}.ipynb"
        authoring.save(notebook, path)
        yield path
