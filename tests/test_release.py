"""release/ is what nbgrader makes of source/, byte for byte, and tells no learner an answer."""

import json
import shutil
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
