"""Every notebook of the course, held against its twin, its sources and its readers."""

import re
from pathlib import Path

import pytest

from exercises import places
from exercises.references import all_references, reference
from facilitation.authoring import (
    MAX_LIX,
    citation_faults,
    figure_faults,
    form_faults,
    lang_of,
    lesson_faults,
    load,
    notebook_citations,
    notebook_lix,
    section_faults,
    sources_faults,
    twin,
    twin_faults,
)

ROOT = places.root()
FIXTURES = Path(__file__).parent / "fixtures" / "twins"
# remembered, never read: they may not come back without a page that shows them
NEVER_CHECKED = {"chetty2022", "kember2008"}

LESSONS = sorted([*ROOT.glob("lessons/*/*.ipynb"), *ROOT.glob("workshops/*/*.ipynb")])
NOTEBOOKS = LESSONS + sorted(ROOT.glob("source/*/*.ipynb"))


def kind(path):
    return load(path)["metadata"]["course"]["kind"]


def named(path):
    return str(path.relative_to(ROOT))


def pair(path):
    return (path, twin(path)) if lang_of(load(path)) == "da" else (twin(path), path)


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
each_page = pytest.mark.parametrize("path", LESSONS, ids=named)
TAUGHT = [path for path in LESSONS if kind(path) in ("lesson", "workshop")]
each_lesson = pytest.mark.parametrize("path", TAUGHT, ids=named)


@each_notebook
def test_no_notebook_lacks_its_twin(path):
    assert twin(path).is_file()


@each_notebook
def test_twins_have_the_same_cells_and_the_text_is_not_stale(path):
    assert twin_faults(*pair(path)) == []


@each_notebook
def test_cells_are_named_in_ascii_kept_from_slips_and_stored_without_output(path):
    assert form_faults(load(path)) == []


@each_notebook
def test_every_citation_names_a_known_work_with_its_year_and_strength(path):
    assert citation_faults(load(path)) == []


@each_lesson
def test_every_lesson_cites(path):
    assert notebook_citations(load(path))


@each_notebook
def test_no_doubtful_work_is_cited_without_its_warning(path):
    notebook = load(path)
    lang = lang_of(notebook)
    listed = "".join(cell["source"] for cell in notebook["cells"] if cell["id"] == "sources")
    for _, key in notebook_citations(notebook):
        assert reference(key).caution(lang) in listed, key


@each_notebook
def test_the_list_of_sources_holds_just_what_is_cited(path):
    assert sources_faults(load(path)) == []


TABLE_HEAD = re.compile(r"^\|(.+)\|\n\|[\s:|-]+\|$", re.MULTILINE)


@each_notebook
def test_every_column_has_a_heading(path):
    """A screen reader reads the heading before each cell."""
    heads = [head for cell in load(path)["cells"] for head in TABLE_HEAD.findall("".join(cell["source"]))]
    assert [head for head in heads if not all(part.strip() for part in head.split("|"))] == []


@each_page
def test_a_page_is_easy_to_read(path):
    assert notebook_lix(load(path)) <= MAX_LIX


@each_lesson
def test_sections_come_in_the_order_of_the_course(path):
    assert section_faults(load(path)) == []


@each_notebook
def test_every_figure_beside_a_citation_stands_in_its_evidence(path):
    assert figure_faults(load(path)) == []


@each_notebook
def test_nothing_that_was_only_remembered_is_named(path):
    text = path.read_text(encoding="utf-8")
    assert [key for key in NEVER_CHECKED if key in text] == []


def test_nothing_that_was_only_remembered_is_a_reference():
    assert NEVER_CHECKED.isdisjoint(all_references())


# The article's sentences, S1 to S34, as the cells that teach them name them (metadata.seed).
SENTENCES = {f"S{number}" for number in range(1, 35)}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_sentence_of_the_article_has_its_place(lang):
    taught = {
        seed
        for path in LESSONS
        if lang_of(load(path)) == lang and kind(path) in ("lesson", "workshop")
        for cell in load(path)["cells"]
        for seed in cell["metadata"].get("seed", ())
    }
    assert SENTENCES - taught == set(), "not taught"
    assert taught - SENTENCES == set(), "not in the article"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_four_hour_way_is_four_hours_and_told_as_the_lessons_have_it(lang):
    folder = ROOT / "lessons" / lang
    minutes = {
        path.name: found
        for path in folder.glob("*.ipynb")
        if (found := load(path)["metadata"]["course"].get("minutes_short"))
    }
    way = next(c for c in load(folder / "93-your-own-way.ipynb")["cells"] if c["id"] == "four-hours")
    told = re.findall(r"^\| \[\d+\]\(([^)]+)\) \| (\d+) \|", way["source"], re.MULTILINE)
    assert {name: int(number) for name, number in told} == minutes
    assert sum(minutes.values()) == 240


SOURCES_PAGES = [ROOT / "lessons" / lang / "91-sources-and-myths.ipynb" for lang in ("da", "en")]


@pytest.mark.parametrize("path", SOURCES_PAGES, ids=named)
def test_the_page_of_sources_lists_every_work_and_tells_of_each_doubtful_one(path):
    notebook = load(path)
    cells = {cell["id"]: cell["source"] for cell in notebook["cells"]}
    listed = set(re.findall(r'<a id="([^"]+)"', cells["sources"]))
    assert listed == set(all_references())
    doubtful = {key for key, work in all_references().items() if work.caution(lang_of(notebook))}
    assert doubtful <= set(re.findall(r"\(#([^)]+)\)", cells["disputed"]))


@pytest.mark.parametrize("path", SOURCES_PAGES, ids=named)
def test_every_myth_of_the_overview_is_explained(path):
    notebook = load(path)
    overview = next(cell["source"] for cell in notebook["cells"] if cell["id"] == "myths-overview")
    explained = [cell for cell in notebook["cells"] if cell["id"].startswith("myth-")]
    assert len(explained) == len(overview[overview.index("|---") :].splitlines()) - 1 == 14


# -- The same checks, seen to catch each fault ---------------------------------------------------------------

FAULTS = {
    "danish_twin_has_no_english_one": "is missing",
    "english_twin_has_no_danish_one": "is missing",
    "twin_lacks_a_cell": "one-act: the English twin lacks the cell",
    "twin_stands_in_another_order": "another order",
    "twin_has_another_cell_type": "quiz: code in Danish, markdown in English",
    "twin_lacks_a_tag": "quiz: tags",
    "twin_teaches_another_seed_sentence": "regular-meetings: other seed sentences",
    "twin_takes_another_time": "course.minutes_act",
    "twin_gives_other_points": "learned-answer: nbgrader points is 2 in Danish, 3 in English",
    "twin_runs_other_code": "quiz: other code",
    "twin_text_is_stale": "one-act: the Danish text has changed",
    "twin_text_was_never_stamped": "one-act: the English cell has no translated_from",
    "cell_id_is_danish": "not kebab-case ASCII",
    "output_is_stored": "quiz: an output",
    "execution_count_is_stored": "quiz: an output or execution count",
    "widget_state_is_stored": "widget state is stored",
    "cell_can_be_deleted": "one-act: the cell can be deleted",
    "cell_can_be_changed": "one-act: the cell can be changed",
    "section_comes_too_late": "idea comes after act",
    "section_is_not_said": "one-act: one section tag",
    "work_is_unknown": "no entry 'chetty2022'",
    "mark_is_too_strong": "(#casciaro2014): the work is",
    "year_is_wrong": "(#cai2018): the work is",
    "author_is_wrong": "(#cai2018): the work is",
    "lesson_cites_nothing": "the lesson cites nothing",
    "warning_is_left_out": "the warning that goes with casciaro2014 is missing",
    "list_of_sources_is_out_of_step": "the list is out of step",
    "list_of_sources_is_missing": "no cell with the id sources",
    "figure_is_not_in_the_evidence": "12 is not in the evidence of cai2018",
    "figure_has_the_other_languages_decimal_mark": "is not in the evidence of cai2018",
    "sentences_are_too_heavy": "LIX is",
}
SOUND = ("twins_match", "reflections_match")


def own_faults(folder):
    """What is said of each notebook of a fixture by itself, and of the pair."""
    notebooks = sorted(folder.rglob("*.ipynb"))
    alone = {path: lesson_faults(load(path)) for path in notebooks}
    together = [fault for path in notebooks for fault in twin_faults(*pair(path))]
    return alone, together


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_pair_is_caught(fault):
    alone, together = own_faults(FIXTURES / fault)
    # a fault inside one notebook must be seen in Danish and in English
    seen = all(any(FAULTS[fault] in line for line in lines) for lines in alone.values())
    assert seen or any(FAULTS[fault] in line for line in together), (alone, together)


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_pair_is_left_in_peace(name):
    alone, together = own_faults(FIXTURES / name)
    assert (list(alone.values()), together) == ([[], []], [])


def test_every_faulty_fixture_is_used():
    assert {folder.name for folder in FIXTURES.iterdir()} == {*FAULTS, *SOUND}
