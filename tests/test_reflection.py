"""The two lines of a reflection notebook, run in an assignment folder as learner and as grader."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

import exercises
from exercises import reflection
from exercises.models import my_network as model
from exercises.texts import Texts

HERE = Path(__file__).parents[1]
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


# ---- what the check says to whom: a table ----------------------------------------------------------------

GOOD = (
    "Jeg brugte 12 timer på tre måneder, og fire gange kom der noget ud af det. Den ene ordre var mest held, "
    "for den gamle leverandør var lukket. Opkaldet til min gamle kollega var mindre held, for det var mig, "
    "der ringede. Næste gang ringer jeg først."
)
OFF_TOPIC = (
    "Opskriften er nem. Rør smør og sukker, slå æg i ét ad gangen, og vend mel og bagepulver i til sidst. "
    "Bag kagen på nederste rille, og lad den køle af på en rist, før du skærer den i firkanter og fryser "
    "resten ned i poser med låg til børnene."
)
NONSENSE = " ".join(f"blabla{n} dutte{n}" for n in range(25))
PLAN = {"plan-if": "Hvis klokken er ni", "plan-then": "så ringer jeg til M"}
# A Monday: what is said of days is reckoned from the hand-in.
MONDAY = "2026-11-23 09:15:00.000000 UTC"
# What is written: the answer, when the plan is for, and the text keys of what is to be mended.
ANSWERS = {
    "good": (GOOD, "den 4. december", []),
    "thin": ("Det gik fint.", "snart", ["fix.short", "fix.plan_when", "fix.figure_missing"]),
    "empty": ("", "", ["fix.empty", "fix.plan_when", "fix.figure_missing"]),
    "off topic: the check cannot read": (f"{OFF_TOPIC} 12", "4/12", []),
    "nonsense: the check cannot read": (f"{NONSENSE} 12", "4. dec.", []),
    "off topic and without a figure of one's own": (OFF_TOPIC, "4/12", ["fix.figure_missing"]),
    "a number in words": (GOOD.replace("12 timer", "tolv timer"), "den 4. december", []),
    "another number in words": (GOOD.replace("12 timer", "elleve timer"), "4/12", ["fix.figure_missing"]),
    "Friday": (GOOD, "på fredag", []),
    "tomorrow": (GOOD, "i morgen", []),
    "a week": (GOOD, "i uge 50", []),
    "a week too late": (GOOD, "i uge 5", ["fix.plan_late"]),
    "a day that has gone": (GOOD, "den 4. november 2026", ["fix.plan_past"]),
    "a phone number": (f"{GOOD} Ring på 20 30 40 50.", "i morgen", ["fix.found_phone"]),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_the_check_says_to_answers_of_every_kind(folder, kind):
    answer, when, wanted = ANSWERS[kind]
    write({"answer-1": answer, **PLAN, "plan-when": when})
    (folder / "figures.json").write_text('{"hours": 12}')
    (folder / "timestamp.txt").write_text(MONDAY)
    shown = [reflection.check(part).data for part in ("answers", "plan", "figures", "privacy")]
    said = [fix for data in shown for fix in data["fixes"]]
    t = Texts("reflection")
    # a sentence is known by its words around the names that are filled in
    for key, fix in zip(wanted, said, strict=True):
        words = re.split(r"\{\w+\}", t.data["fix"][key.removeprefix("fix.")]["da"])
        assert all(part in fix for part in words), key
    # points come from a person; the check's own are full where there is nothing to mend
    assert (sum(data["points"] for data in shown) == 4) == (not wanted)


def test_who_took_the_short_way_is_told_what_to_write_instead(folder, lang):
    write({"answer-1": WORDS}, lang=lang)
    said = reflection.check("figures").data["fixes"]
    assert said == [Texts("reflection", lang)("fix.no_figures")]
    assert {"da": "den korte vej", "en": "the short route"}[lang] in said[0]


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


def test_a_name_from_the_learners_own_contacts_is_to_be_mended_and_costs_nothing(
    folder, store, lang, monkeypatch
):
    store.add("contact", name="Mette Marie Holm", organisation="Holm Keramik")
    store.add("contact", name="Lille Lerhus", organisation="Lille Lerhus")
    write({"answer-1": f"Jeg talte med Mette Holm fra Lille Lerhus. {WORDS}"})
    shown = reflection.check("privacy")
    assert shown.data["fixes"] == [Texts("reflection", lang)("fix.found_name", text="Mette Holm")]
    assert points(shown) == 1
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    graded = reflection.check("privacy")
    assert (points(graded), graded.data["fixes"]) == (1, [])


def test_a_plan_from_the_lesson_is_offered_while_the_plan_is_empty(folder, store):
    store.put("act", "why-network.if", "Hvis klokken er ni")
    store.put("act", "why-network.then", "ringer jeg til M")
    store.put("act", "why-network.day", "2026-12-04")
    write({"answer-1": WORDS, "plan-if": "", "plan-then": "", "plan-when": ""})
    offers = reflection.figures()._repr_mimebundle_()[reflection.BOXES]["offers"]
    assert (offers["plan-if"], offers["plan-then"]) == ("Hvis klokken er ni", "ringer jeg til M")
    assert "2026" in offers["plan-when"]
    write({"answer-1": WORDS, "plan-if": "Når jeg vågner", "plan-then": "", "plan-when": ""})
    assert reflection.BOXES not in reflection.figures()._repr_mimebundle_()


def test_the_goals_of_the_plan_are_offered_and_read_with_their_days(folder, store, lang):
    days = ("2026-12-10", "2027-01-14", "2027-02-11")
    for n, day in enumerate(days, start=1):
        goal = {"who": "V", "if_part": "klokken er ni", "act": "skriver jeg til V", "day": day}
        for name, value in goal.items():
            store.put("ninety_days", f"goal{n}.{name}", value)
    write({"plan-goals": "", "plan-if": "Jeg er i gang", "plan-then": "", "plan-when": ""}, lang, "my-plan")
    offers = reflection.figures()._repr_mimebundle_()[reflection.BOXES]["offers"]
    assert list(offers) == ["plan-goals"]
    goals = reflection._goals(offers["plan-goals"])
    assert [found for _, found in goals] == [date.fromisoformat(day) for day in days]
    write(
        {"plan-goals": "Mål 1. Mit eget", "plan-if": "Jeg er i gang", "plan-then": "", "plan-when": ""},
        lang,
        "my-plan",
    )
    assert reflection.BOXES not in reflection.figures()._repr_mimebundle_()


def test_the_check_says_that_a_box_is_gone_and_counts_words_in_a_code_cell(folder):
    released = json.loads((HERE / "release/01-why-network-da/why-network.ipynb").read_text("utf-8"))
    cells = {cell["id"]: cell for cell in released["cells"]}
    cells["answer-1"]["source"] = WORDS
    cells["answer-3"].update(
        cell_type="code", outputs=[], execution_count=None, source=WORDS.replace("ord", "ting")
    )
    released["cells"].remove(cells["answer-2"])
    (folder / "why-network.ipynb").write_bytes(b"\xef\xbb\xbf" + json.dumps(released).encode())
    shown = reflection.check("answers")
    t = Texts("reflection")
    assert t("fix.box_gone", label=t.data["labels"]["answer-2"][t.lang]) in shown.data["fixes"]
    assert shown.data["points"] == 0.67
    boxes = shown._repr_mimebundle_()[reflection.BOXES]
    assert len(boxes["gone"]) == 2 and {type(one) for one in boxes["cells"]} == {int, dict}
