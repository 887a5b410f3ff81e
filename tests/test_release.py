"""release/ is what nbgrader makes of source/, byte for byte, and tells no learner an answer."""

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from facilitation import release
from facilitation.exchange import assignments

HERE = Path(__file__).parent
COURSES = {"the course": HERE.parent, "the fixture": HERE / "fixtures" / "cycle"}
TAUGHT = [
    pytest.param(course, name, id=name)
    for course in COURSES.values()
    for name in assignments(course / "source")
]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def notebooks(course, room, name):
    return [json.loads(path.read_text("utf-8")) for path in sorted((course / room / name).glob("*.ipynb"))]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every source there is, released anew in one scratch course."""
    scratch = tmp_path_factory.mktemp("ny udgave")
    for course in COURSES.values():
        if (course / "source").is_dir():
            shutil.copytree(course / "source", scratch / "source", dirs_exist_ok=True)
    release.make(scratch)
    return scratch / "release"


@pytest.mark.parametrize(("course", "name"), TAUGHT)
def test_the_release_is_byte_for_byte_what_its_source_gives(made, course, name):
    assert contents(course / "release" / name) == contents(made / name)


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
def test_no_release_is_without_a_source(course):
    assert assignments(course / "release") == assignments(course / "source")


def text(cell):
    return "".join(cell["source"])


@pytest.mark.parametrize(("course", "name"), TAUGHT)
def test_no_line_of_a_model_answer_is_in_the_release(course, name):
    answers = [
        line.strip()
        for nb in notebooks(course, "source", name)
        for cell in nb["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
        for line in text(cell).splitlines()
        if line.strip()
    ]
    assert answers, "a source without a model answer"
    released = "\n".join(text(cell) for nb in notebooks(course, "release", name) for cell in nb["cells"])
    assert [line for line in answers if len(line) > 12 and line in released] == []


@pytest.mark.parametrize(("course", "name"), TAUGHT)
def test_every_answer_box_starts_empty(course, name):
    for nb in notebooks(course, "release", name):
        boxes = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        assert boxes and [text(cell) for cell in boxes if text(cell)] == []


@pytest.mark.parametrize("course", COURSES.values(), ids=COURSES)
@pytest.mark.parametrize("name", release.NEVER_IN_SOURCE)
def test_the_learners_own_figures_are_not_in_source(course, name):
    assert list((course / "source").rglob(name)) == []


def test_a_file_that_would_overwrite_the_learners_own_is_refused(tmp_path):
    shutil.copytree(COURSES["the fixture"] / "source", tmp_path / "source")
    (tmp_path / "source/01-trial-da/figures.json").write_text("{}")
    with pytest.raises(ValueError, match=r"figures\.json"):
        release.make(tmp_path)
    assert not (tmp_path / "release").exists()


# -- What only authors and facilitators may read -------------------------------------------------------------

SHINGLE = 12  # words in a row; a prompt may well use an example of fewer that an answer takes up
MARKS = re.compile(r"(BEGIN|END) (HIDDEN|SOLUTION|MARK|TEST)|AUTOTEST|HASHED", re.IGNORECASE)
RELEASED = sorted((HERE.parent / "release").rglob("*"))


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def strings(value):
    """Every string in a JSON value, keys too: metadata hides as well as cells do."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return "\n".join(map(strings, value)) if isinstance(value, list) else ""


@pytest.fixture(scope="module")
def secret():
    """Twelve words in a row of every model answer, every example in the guide, and the bank of comments."""
    course = HERE.parent
    found = set()
    for path in course.glob("source/*/*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution"):
                found |= shingles(text(cell))
    for path in course.glob("workshops/*/facilitator-guide.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["id"].startswith("example-"):
                found |= shingles(text(cell))
    comments = tomllib.loads((course / "facilitation/texts/comments.toml").read_text("utf-8"))
    found |= {shingle for words in strings(comments).splitlines() for shingle in shingles(words)}
    assert len(found) > 10_000
    return found


def test_release_holds_nothing_but_notebooks():
    assert {path.suffix for path in RELEASED if path.is_file()} == {".ipynb"}
    assert not any(path.is_symlink() for path in RELEASED)


@pytest.mark.parametrize(
    "path", [one for one in RELEASED if one.is_file()], ids=lambda path: path.parent.name
)
def test_no_released_notebook_holds_a_solution_a_readers_words_or_a_hidden_test(path, secret):
    nb = json.loads(path.read_text("utf-8"))
    assert shingles(strings(nb)) & secret == set()
    assert MARKS.search(path.read_text("utf-8")) is None
    assert "widgets" not in nb["metadata"]
    for cell in nb["cells"]:
        assert not cell.get("outputs") and not cell.get("attachments")
        if cell["cell_type"] == "code":
            # what a check asks for stands in the fix-list, and how it asks in the course's own package
            assert len(text(cell).splitlines()) == 1 and text(cell).startswith(
                ("import exercises", "from exer")
            )
