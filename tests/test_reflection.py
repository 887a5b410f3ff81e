"""The two lines of a reflection notebook, run in an assignment folder as learner and as grader."""

import json
from datetime import date, timedelta

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

import exercises
from exercises import reflection
from exercises.models import my_network as model
from exercises.texts import Texts

WORDS = " ".join(f"ord{n}" for n in range(60))


def write(answers, lang="da", stem="why-network"):
    cells = [
        {
            "cell_type": "markdown",
            "id": name,
            "source": text,
            "metadata": {"nbgrader": {"grade_id": name, "solution": True, "grade": True}},
        }
        for name, text in answers.items()
    ]
    course = {"kind": "reflection", "stem": stem, "lang": lang}
    notebook = {"cells": cells, "metadata": {"course": course}, "nbformat": 4, "nbformat_minor": 5}
    with open("why-network.ipynb", "w", encoding="utf-8") as file:
        json.dump(notebook, file)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An assignment folder with a whole reflection in it."""
    place = tmp_path / "01-why-network-da"
    place.mkdir()
    monkeypatch.chdir(place)
    write({"answer-1": f"12 timer {WORDS}", "plan-if": "Når klokken er ni", "plan-then": "ringer jeg til M"})
    return place


def points(shown):
    """What nbgrader makes of a check cell that shows ``shown``."""
    cell = new_code_cell(metadata={"nbgrader": {"grade": True, "solution": False, "points": 1}})
    cell.outputs = [new_output("execute_result", data=shown._repr_mimebundle_())]
    return determine_grade(cell)[0]


def test_own_figures_are_numbers_in_a_file_and_a_table_on_the_page(folder, store, lang):
    store.add("account", hours="2,5", kroner="100", result="idea", what="kaffe med Kanariefugl")
    shown = reflection.figures()
    own = json.loads((folder / "figures.json").read_text())
    assert (own["hours"], own["kroner"], own["idea"]) == (2.5, 100, 1)
    assert all(isinstance(value, int | float) for value in own.values())
    assert Texts("store", lang).number(2.5, 1) in shown.html
    assert "Kanariefugl" not in shown.html + shown.plain + (folder / "figures.json").read_text()


def test_at_grading_the_figures_of_the_file_are_shown_and_no_store_is_made(folder, monkeypatch, own_folder):
    (folder / "figures.json").write_text('{"hours": 7, "guesses": 3}')
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "7" in reflection.figures().html
    assert json.loads((folder / "figures.json").read_text()) == {"hours": 7, "guesses": 3}
    assert not (own_folder / "Mit netværk").exists()


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"hours": "<script>"}', '{"hours": 1e999}', '{"hours": NaN}', '{"x": true}']
)
def test_a_figures_file_that_was_tampered_with_shows_only_numbers(folder, content, monkeypatch):
    (folder / "figures.json").write_text(content)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "script" not in reflection.figures().html
    assert points(reflection.check("figures")) in (0, 1)


def map_of_nine(store):
    people = [model.add_person(store, f"Kanariefugl {n}") for n in range(9)]
    for other in people[1:5]:
        model.set_pair(store, people[0], other, "yes")
    write({"answer-1": f"17 par {WORDS}"}, stem="my-network")


def test_a_map_travels_as_a_grid_of_whole_numbers_that_no_page_shows(folder, store, lang):
    map_of_nine(store)
    shown = reflection.figures()
    file = (folder / "figures.json").read_text()
    own = json.loads(file)
    assert sum(map(sum, own["matrix"])) == 2 * own["tie_count"] == 8
    assert "matrix" not in shown.html
    assert "Kanariefugl" not in file + shown.html
    assert Texts("store", lang).number(own["constraint"], 2) in shown.html


def test_figures_that_do_not_belong_to_their_grid_cost_the_point_and_the_page_says_so(folder, store, lang):
    map_of_nine(store)
    reflection.figures()
    own = json.loads((folder / "figures.json").read_text())
    write({"answer-1": f"{own['tie_count']} par {WORDS}"}, stem="my-network", lang=lang)
    assert points(reflection.check("figures")) == 1
    (folder / "figures.json").write_text(json.dumps(own | {"constraint": 0.99}))
    verdict = reflection.check("figures")
    assert points(verdict) == 0
    assert verdict.data["fixes"] == [Texts("reflection", lang)("fix.figures_changed")]


@pytest.mark.parametrize("matrix", ["[[]]", '["Kanariefugl"]', '{"a": 1}', "7", "[[0, 1], [1]]", "[" * 5000])
def test_a_grid_that_was_tampered_with_is_no_traceback(folder, matrix):
    write({"answer-1": f"3 par {WORDS}"}, stem="my-network")
    (folder / "figures.json").write_text(f'{{"contacts": 3, "density": 0.5, "matrix": {matrix}}}')
    assert points(reflection.check("figures")) == 0


@pytest.mark.parametrize("value", ["Kanariefugl", [["Kanariefugl"]], [[True]], [[0.5]], {"a": 1}, None, True])
def test_what_is_no_number_never_reaches_the_file(folder, store, value, monkeypatch):
    monkeypatch.setattr("exercises.figures.why_network.figures", lambda store: {"hours": value})
    with pytest.raises(TypeError):
        reflection.figures()
    assert not (folder / "figures.json").exists()


def test_without_exercises_done_the_page_says_where_to_begin(folder, lang):
    t = Texts("reflection", lang)
    assert t("figures_none") in reflection.figures().html


@pytest.mark.parametrize("part", ["answers", "plan", "figures", "privacy"])
def test_nbgrader_reads_the_points_of_every_check(folder, part):
    assert 0 <= points(reflection.check(part)) <= 1


def test_the_points_are_partial_credit(folder):
    write({"answer-1": WORDS, "answer-2": "", "plan-if": "", "plan-then": "", "plan-when": ""})
    assert points(reflection.check("answers")) == 0.5
    assert points(reflection.check("plan")) == 0
    assert points(reflection.check("privacy")) == 1


def test_a_copy_that_comes_first_in_the_folder_is_not_the_one_that_is_checked(folder):
    original = folder / "why-network.ipynb"
    (folder / "why-network-Copy1.ipynb").write_text(original.read_text())
    write({"answer-1": ""})
    assert points(reflection.check("answers")) == 0
    original.rename(folder / "mit eget navn.ipynb")
    (folder / "why-network-Copy1.ipynb").unlink()
    assert points(reflection.check("answers")) == 0


def test_the_fix_list_speaks_the_notebooks_language(folder, lang):
    write({"answer-1": ""})
    t = Texts("reflection", lang)
    label = t.data["labels"]["answer-1"][lang]
    data = reflection.check("answers").data
    assert data["fixes"] == [t("fix.empty", label=label, fewest=40)]
    assert (data["points"], data["max"]) == (0, 1)


def test_a_plan_is_judged_from_the_day_it_was_handed_in_and_not_when_it_is_graded(folder):
    write({"plan-if": "Når klokken er ni", "plan-then": "ringer jeg til M", "plan-when": "4. marts 2024"})
    assert points(reflection.check("plan")) < 1
    (folder / "timestamp.txt").write_text("2024-02-28 12:30:00.000000 UTC")
    assert points(reflection.check("plan")) == 1


def test_a_found_address_is_quoted_escaped(folder):
    write({"answer-1": "skriv til <b>a@b.dk</b>"})
    shown = reflection.check("privacy")
    assert points(shown) == 0
    assert "<b>a@b.dk" not in shown.html


def test_answers_in_other_alphabets_and_very_long_ones_are_checked(folder):
    write({"answer-1": "привет " * 60, "answer-2": "العربية " * 100_000})
    assert [fix for fix in reflection.check("answers").data["fixes"]]
    assert points(reflection.check("answers")) == 0.5


def test_figures_of_every_lesson_have_their_sentences():
    for path in (reflection.Path(exercises.__file__).parent / "figures").glob("[a-z]*.py"):
        assert Texts(f"figures/{path.stem}").data


# ---- the capstone ----------------------------------------------------------------------------------------


def test_the_essay_and_the_goals_are_read_from_cells_of_their_own(folder, lang):
    goal = "Mål {n}. Hvem: en indkøber. Hvis det er mandag, så ringer jeg. De får: en prøve. Dag: {day}."
    days = [date.today() + timedelta(days=days) for days in (5, 30, 60)]
    word = {"da": "Mål", "en": "Goal"}[lang]
    plan = "\n\n".join(goal.format(n=n, day=day.isoformat()) for n, day in enumerate(days, start=1))
    answers = {
        f"essay-{name}": " ".join(f"{name}{n}" for n in range(270)) for name in ("theory", "experience")
    }
    write(answers | {"plan-goals": plan.replace("Mål", word), "answer-ethics": WORDS}, lang=lang)
    assert points(reflection.check("goals")) == 1
    assert points(reflection.check("answers")) == 1  # the essay has a length of its own
    shown = reflection.check("essay")
    assert 0 < points(shown) < 1
    assert "540" in shown.html


def test_a_plan_without_dates_or_with_two_goals_is_sent_back(folder):
    write({"plan-goals": f"Mål 1: {WORDS}\n**Mål 2:** {WORDS}, den 1. december 2020\n\nFørste måned. x"})
    shown = reflection.check("goals")
    assert points(shown) == 0
    assert len(shown.data["fixes"]) == 3


def test_measures_of_two_maps_that_do_not_fit_their_matrices_score_nothing(folder):
    write({"essay-theory": f"12 kontakter {WORDS}"}, stem="my-plan")
    own = {"size_now": 12, "matrix": [[0]], "before_matrix": [[0]]}
    (folder / "figures.json").write_text(json.dumps(own))
    assert points(reflection.check("figures")) == 0
    (folder / "figures.json").write_text(json.dumps({"acts_now": 12}))
    assert points(reflection.check("figures")) == 1
