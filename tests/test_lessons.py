"""Every notebook of the course, held against its twin, its sources and its readers."""

import importlib
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from exercises import places
from exercises.models.progress import hours, lessons
from exercises.references import all_references, reference
from exercises.rules.minutes import exact, told
from facilitation.authoring import (
    MAX_LIX,
    SECTIONS,
    citation_faults,
    exercise_work,
    figure_faults,
    form_faults,
    glossary,
    glossary_links,
    lang_of,
    lesson_faults,
    lesson_parts,
    load,
    notebook_citations,
    notebook_lix,
    reflection_work,
    said_minutes,
    save,
    section_faults,
    sources_faults,
    stamp_steps,
    steps_faults,
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


# The heading of these cells is the same in every lesson that has them.
SAME_HEADING = (
    *("outcomes", "time-and-tools", "act-quiet", "act-plan", "reflect", "reflect-how-read", "steps-intro"),
    *("retrieval", "lawful", "sources", "example-thoughts"),
)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_headings_are_alike_in_all_lessons_and_an_act_begins_with_its_minutes(lang):
    found = {}
    for path in sorted((ROOT / "lessons" / lang).glob("[01]*.ipynb")):
        notebook = load(path)
        course = notebook["metadata"]["course"]
        if course["kind"] != "lesson":
            continue
        headed = [cell for cell in notebook["cells"] if cell["source"].startswith("#")]
        act = next(cell for cell in headed if "act" in cell["metadata"]["tags"])
        assert re.match(rf"## {course['minutes_act']} minut(ter|es): ", act["source"]), path
        for cell in headed:
            kind = "read" if cell["id"].endswith("-read") and "own-data" in cell["metadata"]["tags"] else ""
            if (kind or cell["id"]) in (*SAME_HEADING, "read") and course["number"] < 11:
                found.setdefault(kind or cell["id"], set()).add(cell["source"].split("\n")[0])
    assert found.keys() == {*SAME_HEADING, "read"}
    assert {name: headings for name, headings in found.items() if len(headings) > 1} == {}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_page_is_found_by_its_number_and_no_two_share_one(lang):
    numbers = {}
    for path in LESSONS:
        if lang_of(load(path)) == lang and path.name[:2].isdigit() and path.name != "00-welcome.ipynb":
            assert load(path)["metadata"]["course"]["number"] == int(path.name[:2])
            numbers.setdefault(path.name[:2], []).append(path.name)
    assert [names for names in numbers.values() if len(names) > 1] == []


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
    reflections = 2 * load(folder / "06-fast-and-cheap.ipynb")["metadata"]["course"]["minutes_reflection"]
    assert bold(way["source"]) == [sum(minutes.values()), reflections]
    assert sum(minutes.values()) + reflections == 4 * 60


def bold(text):
    """The minutes that a text sets in bold, in their order."""
    return [int(number) for number in re.findall(r"\*\*(\d+) minut", text)]


ALL_LESSONS = [path for path in LESSONS if kind(path) == "lesson"]


@pytest.mark.parametrize("path", ALL_LESSONS, ids=named)
def test_each_lesson_says_the_minutes_that_are_reckoned_and_no_sitting_is_over_an_hour(path):
    course, cells = load(path)["metadata"]["course"], {cell["id"]: cell for cell in load(path)["cells"]}
    assert bold(cells["time-and-tools"]["source"]) == said_minutes(course)
    assert (
        max(int(line.split()[1]) for line in course.get("sittings", [f"- {course['minutes_screen']}"])) <= 60
    )
    if "short-way" in cells:
        assert re.findall(r"\d+(?= minut)", cells["short-way"]["source"]) == [str(course["minutes_short"])]


HALF_AN_HOUR = {"da": "en halv time", "en": "half an hour"}


@pytest.mark.parametrize("path", ALL_LESSONS, ids=named)
def test_each_reflection_says_the_minutes_that_are_reckoned(path):
    course = load(path)["metadata"]["course"]
    (source,) = (ROOT / "source" / course["assignment"]).glob("*.ipynb")
    said = next(cell["source"] for cell in load(source)["cells"] if cell["id"] == "title")
    minutes = told(reflection_work(load(source)))
    if minutes == 30:
        assert HALF_AN_HOUR[course["lang"]] in said
    else:
        assert bold(said) == [minutes]


def rubric_rows(path):
    """``{criterion: [level 0, …, level 3]}`` of a reflection's table."""
    table = next(cell["source"] for cell in load(path)["cells"] if cell["id"] == "rubric")
    rows = re.findall(r"^\| \*\*(?:[^:*]*: )?([^*]+)\*\* \| (.+) \|$", table, re.MULTILINE)
    return {criterion.lower(): levels.split(" | ") for criterion, levels in rows}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_nothing_and_the_highest_level_mean_the_same_in_every_lesson_and_of_a_plan_one_thing(lang):
    tables = {path: rubric_rows(path) for path in ROOT.glob(f"source/*-{lang}/*.ipynb")}
    plans = {"da": ("næste skridt og etik", "næste skridt"), "en": ("next step and ethics", "next step")}[
        lang
    ]
    assert len({table[plan][3] for table in tables.values() for plan in plans if plan in table}) == 1
    for criterion in {"da": ("erfaring", "egne data"), "en": ("experience", "own data")}[lang]:
        rows = [table[criterion] for path, table in tables.items() if path.stem != "my-plan"]
        assert len(rows) == len(tables) - 1
        assert (len({row[0] for row in rows}), len({row[3] for row in rows})) == (1, 1), criterion


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_whole_course_is_an_hour_or_so_a_week_for_half_a_year(lang):
    folder = ROOT / "lessons" / lang
    said = next(c for c in load(folder / "93-your-own-way.ipynb")["cells"] if c["id"] == "title")["source"]
    promise = {"da": "en times tid om ugen i et halvt år", "en": "an hour or so a week for half a year"}
    assert promise[lang] in said
    course = hours(lessons(folder))
    assert 50 <= (course.screen + course.act + course.reflection) * 60 / 26 <= 65


@pytest.mark.parametrize("lang", ["da", "en"])
def test_lesson_0_takes_the_quarter_of_an_hour_that_it_says(lang):
    page = load(ROOT / f"lessons/{lang}/00-first-win.ipynb")
    work = sum(part.work for part in lesson_parts(page))
    assert told(work) == page["metadata"]["course"]["minutes_screen"] == 15


# Where the page says that less than what is shown is enough: the sentence that says so.
ENOUGH = {
    "RoleAgreement": ("07-referrals", "agreement-how", "Tre felter er nok"),
    "ChannelCosts": ("08-share-and-charge", "channels-how", "nøjes med to af vejene"),
}
KINDS = {
    "choices": ("Dropdown", "Checkbox", "RadioButtons", "ToggleButtons", "Select", "SelectionSlider"),
    "lines": ("Text", "Combobox", "DatePicker", "TimePicker"),
    "texts": ("Textarea",),
}


def shown(widget):
    if widget.layout is None or widget.layout.display != "none":
        yield type(widget).__name__
        for child in getattr(widget, "children", ()):
            yield from shown(child)


def test_no_exercise_shows_more_fields_than_its_minutes_reckon_with(store):
    for path in ALL_LESSONS:
        for cell in load(path)["cells"]:
            found = re.search(r"from (\S+) import (\w+); \w+\((.*)\)$", cell["source"])
            if cell["cell_type"] != "code" or not found:
                continue
            module, name, argument = found.groups()
            if name in ENOUGH:
                lesson, place, sentence = ENOUGH[name]
                there = load(ROOT / f"lessons/da/{lesson}.ipynb")["cells"]
                assert sentence in next(c["source"] for c in there if c["id"] == place)
                continue
            view = getattr(importlib.import_module(module), name)
            fields = Counter(shown(view(*filter(None, [argument.strip("\"'")]))))
            work = exercise_work(cell["source"])
            for field, kinds in KINDS.items():
                assert sum(fields[one] for one in kinds) <= getattr(work, field), f"{name} {field}"


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


GLOSSARIES = {lang: glossary(lang, ROOT / "lessons") for lang in ("da", "en")}


def test_the_glossary_is_complete_in_both_languages_and_says_what_each_word_means():
    assert list(GLOSSARIES["da"]) == list(GLOSSARIES["en"])
    assert len(GLOSSARIES["da"]) >= 15
    for lang in GLOSSARIES:
        for cell in load(ROOT / f"lessons/{lang}/94-glossary.ipynb")["cells"]:
            if cell["id"] in GLOSSARIES[lang]:
                heading, meaning = cell["source"].split("\n\n", 1)
                assert heading.startswith("## ") and len(meaning.split()) >= 8, cell["id"]


@pytest.mark.parametrize("path", ALL_LESSONS, ids=named)
def test_the_first_use_of_a_word_of_the_glossary_leads_there_and_no_link_leads_nowhere(path):
    lesson, terms = load(path), GLOSSARIES[lang_of(load(path))]
    text = "\n".join(cell["source"] for cell in lesson["cells"] if cell["cell_type"] == "markdown")
    led = re.findall(r"\(94-glossary\.ipynb#([^)]+)\)", text)
    assert set(led) <= set(terms)
    assert len(led) == len(set(led)), "once is enough"
    assert glossary_links(lesson, terms) == []


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_word_of_the_glossary_is_one_that_no_lesson_leads_to(lang):
    texts = "".join(path.read_text("utf-8") for path in ALL_LESSONS if path.parent.name == lang)
    assert [term for term in GLOSSARIES[lang] if f"94-glossary.ipynb#{term})" not in texts] == []


def test_a_word_in_a_heading_a_table_or_a_link_is_not_linked_and_the_first_in_running_text_is():
    source = (
        "# Tæthed\n\n| tæthed | 1 |\n\n> tæthed\n\n[tæthed](#x) og tætheden, `tæthed`, så tæthed og tæthed"
    )
    notebook = {"cells": [{"id": "a", "cell_type": "markdown", "source": source}]}
    assert glossary_links(notebook, {"density": ["tæthed"]}) == ["density"]
    linked = "så [tæthed](94-glossary.ipynb#density) og tæthed"
    assert notebook["cells"][0]["source"] == source.replace("så tæthed og tæthed", linked)


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


def test_every_exercise_of_a_lesson_is_reckoned_with_in_its_minutes():
    for path in LESSONS:
        if kind(path) == "lesson":
            for cell in load(path)["cells"]:
                if cell["cell_type"] == "code" and cell["id"] != "language":
                    assert exact(exercise_work(cell["source"])), f"{path}: {cell['source']}"


@each_lesson
def test_every_lesson_and_evening_has_its_steps(path):
    course = load(path)["metadata"]["course"]
    assert len(course["steps"]) >= len(SECTIONS), "one for each section at least"


def test_a_lesson_whose_text_has_grown_says_that_its_steps_and_minutes_are_out_of_step(tmp_path):
    copied = shutil.copytree(ROOT / "lessons", tmp_path / "lessons") / "da/01-why-network.ipynb"
    shutil.copytree(ROOT / "source/01-why-network-da", tmp_path / "source/01-why-network-da")
    assert steps_faults(copied) == []
    lesson = load(copied)
    lesson["cells"][6]["source"] += " ord" * 400
    save(lesson, copied)
    out = {fault.split()[0] for fault in steps_faults(copied)}
    assert out == {"course.steps", "course.minutes_screen", "course.minutes_short"}
    assert stamp_steps(copied)
    assert steps_faults(copied) == []
