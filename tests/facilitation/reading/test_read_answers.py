"""The page for reading answers, worked as a facilitator does, without a browser."""

import ast
import html
import json
import re
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import ipywidgets as W
import pytest

from driving import whole
from exercises.calendar_entry import zone
from exercises.texts import Texts
from facilitation.reading import desk as reading
from facilitation.reading import overall
from facilitation.reading.agreement import LEAST_PAIRS
from facilitation.reading.comment_bank import FILE, Bank
from facilitation.reading.desk import FIRST, SECOND
from facilitation.views import base, read_answers
from facilitation.views.read_answers import ReadAnswers

CANARY = "Kanariefugl <script>alert(1)</script>"
LEARNERS = ("anna", "bodil", "carla", "dora", "erik")
VIEWS = sorted(Path(base.__file__).parent.glob("*.py"))


@pytest.fixture(scope="module")
def full_desk(generated_desk, hand_ins_in, tmp_path_factory):
    """Five learners' hand-ins, made once."""
    made = hand_ins_in(
        shutil.copytree(generated_desk, tmp_path_factory.mktemp("holdet") / generated_desk.name)
    )
    for learner in LEARNERS:
        made.hand_in(learner, figure=24, answer_1=f"{CANARY} {learner}", plan_if="Hvis", plan_then="så")
    return made.folder


@pytest.fixture
def handed_in(full_desk, hand_ins):
    shutil.copytree(full_desk, hand_ins.folder, dirs_exist_ok=True)
    return hand_ins


@pytest.fixture
def page(handed_in):
    return whole(ReadAnswers())


def tell(page, what, **more):
    page.sheet._told(None, {"do": what, **more}, [])
    return whole(page)


def save(page, score, comment=""):
    return tell(page, "save", key=page.sheet.answer["key"], score=score, comment=comment)


def draft(page, score, comment):
    return tell(page, "draft", key=page.sheet.answer["key"], score=score, comment=comment)


def shown(page):
    """Whose answer is on the page, from its own words."""
    return page.sheet.answer["parts"][0][1].removeprefix(f"{CANARY} ")


def said(page, key, **names):
    return page.t(key, **names) in page.sheet.said.get("text", "") + html.unescape(page._message.value)


# ---- reading ---------------------------------------------------------------------------------------------


def test_five_answers_are_read_one_after_the_other_by_saving_alone(lang, page, handed_in):
    seen = []
    for score in (0, 1, 2, 3, 2):
        seen.append(shown(page))
        save(page, score, f"Til {shown(page)}")
    assert sorted(seen) == sorted(LEARNERS)
    for learner, score in zip(seen, (0, 1, 2, 3, 2), strict=True):
        assert handed_in.stored(learner) == (score, False, f"Til {learner}")
    assert said(page, "finished")
    assert page.t("progress_done", read=5, total=5) == page.sheet.progress


def test_the_sheet_shows_the_rubrics_words_the_figures_and_the_time_left(lang, page):
    answer = page.sheet.answer
    assert [value for value, _, _ in answer["levels"]] == [0, 1, 2, 3]
    assert Texts("feedback", lang, folder=base.TEXTS)("levels.2.name") in answer["levels"][2][1]
    assert answer["levels"][1][2] == "Du nævner dine tal."
    assert "egne data" in answer["legend"] and "24" in answer["figures"] and "40–250" in answer["prompt"]
    assert page.t("progress", read=0, total=5, minutes="12") == page.sheet.progress


def test_the_plan_is_shown_with_all_its_parts(page):
    page.question.value = "plan-then"
    assert [text for _, text, *_ in page.sheet.answer["parts"]] == ["Hvis", "så", ""]


def test_back_skip_and_jump_go_where_they_say_and_save_nothing(page, handed_in):
    first = shown(page)
    tell(page, "skip")
    second = shown(page)
    assert second != first
    tell(page, "back")
    assert shown(page) == first
    tell(page, "go", to=page.sheet.places[3][0])
    assert shown(page) not in (first, second)
    tell(page, "go", to="no such place")
    assert {handed_in.stored(learner)[1] for learner in LEARNERS} == {True}


def test_what_is_read_comes_after_what_is_not_when_the_question_is_opened_again(page):
    done = shown(page)
    save(page, 2)
    page.question.value = "plan-then"
    page.question.value = "answer-1"
    assert shown(page) != done
    tell(page, "back")
    assert shown(page) == done and page.sheet.answer["score"] == 2


def test_nothing_is_saved_without_a_level(page, handed_in):
    learner = shown(page)
    for score in (None, 7, True, "3"):
        save(page, score, "Fint.")
        assert page.sheet.said["wrong"] and said(page, "sheet.choose")
    assert shown(page) == learner and handed_in.stored(learner)[0] is None


def test_a_second_press_does_not_mark_the_next_learner(page, handed_in):
    key = page.sheet.answer["key"]
    tell(page, "save", key=key, score=3, comment="")
    tell(page, "save", key=key, score=3, comment="")
    assert sum(handed_in.stored(learner)[0] == 3 for learner in LEARNERS) == 1


def test_a_comment_left_without_a_level_is_kept(page, handed_in):
    learner = shown(page)
    draft(page, 2, "Halvvejs")
    tell(page, "skip")
    assert handed_in.stored(learner) == (None, True, "Halvvejs")
    tell(page, "back")
    assert (page.sheet.answer["comment"], page.sheet.answer["score"]) == ("Halvvejs", 2)
    assert whole(ReadAnswers()).fault is None


def test_a_comment_with_a_blank_is_pointed_out_and_not_sent(page, handed_in):
    learner = shown(page)
    save(page, 2, "Du skriver »…«.")
    assert page.sheet.said["blank"] and said(page, "problem.blank")
    assert shown(page) == learner and handed_in.stored(learner)[0] is None


# ---- names -----------------------------------------------------------------------------------------------


def test_hidden_names_are_nowhere_on_the_page_and_numbers_stay(page):
    page.hide.value = True
    heading = page.sheet.answer["heading"]
    rest = json.dumps(
        {name: page.sheet.answer[name] for name in page.sheet.answer if name not in ("parts", "whole")}
    )
    rest += json.dumps(page.sheet.places)
    assert not [learner for learner in LEARNERS if learner in rest]
    page.question.value = "plan-then"
    page.question.value = "answer-1"
    assert page.sheet.answer["heading"] == heading
    page.hide.value = False
    assert any(learner in page.sheet.answer["heading"] for learner in LEARNERS)


def test_no_answer_is_written_into_a_saved_notebook(page):
    assert "Kanariefugl" not in json.dumps(page._repr_mimebundle_())


# ---- beside formgrader -----------------------------------------------------------------------------------


def test_a_mark_made_elsewhere_meanwhile_is_told_and_one_may_insist(page, handed_in):
    learner = shown(page)
    desk = page.desk
    question = desk.questions(handed_in.assignment)[0]
    desk.mark(question, desk.answer(question, learner), 1, "Fra formgrader")
    save(page, 3, "Mit eget")
    assert handed_in.stored(learner) == (1, False, "Fra formgrader")
    assert said(page, "problem.changed_mark", score=page.level(1), comment="Fra formgrader")
    assert (page.sheet.answer["comment"], page.sheet.answer["score"]) == ("Mit eget", 3)
    save(page, 3, "Mit eget")
    assert handed_in.stored(learner) == (3, False, "Mit eget")


def test_an_answer_handed_in_anew_meanwhile_is_shown_and_the_comment_kept(page, handed_in):
    learner = shown(page)
    handed_in.hand_in(learner, day=4, answer_1="Ny tekst")
    save(page, 3, "Mit eget")
    assert said(page, "problem.changed_answer")
    assert shown(page) == "Ny tekst" and page.sheet.answer["comment"] == "Mit eget"
    assert handed_in.stored(learner)[0] is None
    save(page, 2, "Mit eget")
    assert handed_in.stored(learner) == (2, False, "Mit eget")


def test_a_locked_gradebook_is_said_and_the_words_stay(page, handed_in):
    learner = shown(page)
    page.desk.course.db_url += "?timeout=0.1"
    with sqlite3.connect(handed_in.folder / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        save(page, 3, "Mit eget")
        other.execute("ROLLBACK")
    assert said(page, "problem.locked") and page.sheet.said["wrong"]
    save(page, 3, "Mit eget")
    assert handed_in.stored(learner) == (3, False, "Mit eget")


def test_a_removed_learner_is_said_and_gone_past(page, handed_in):
    learner = shown(page)
    with handed_in.gradebook() as gradebook:
        gradebook.remove_student(learner)
    save(page, 3, "Mit eget")
    assert said(page, "problem.gone")
    tell(page, "skip")
    assert shown(page) != learner


def test_a_file_that_is_gone_is_said_in_the_answers_place(page, handed_in):
    for path in handed_in.folder.glob("autograded/*/*/*.ipynb"):
        path.unlink()
    tell(page, "skip")
    assert page.sheet.answer["note"] == page.t("problem.no_file") and page.sheet.answer["levels"] == []
    tell(page, "draft", key=page.sheet.answer["key"], score=1, comment="x")


def test_a_new_hand_in_comes_last_and_is_read_in_turn(page, handed_in):
    handed_in.hand_in("frida", answer_1=f"{CANARY} frida")
    for _ in range(5):
        save(page, 2)
    assert shown(page) == "frida"


def test_a_new_version_shows_the_mark_it_had(page, handed_in):
    learner = shown(page)
    save(page, 1, "Skriv mere.")
    handed_in.hand_in(learner, day=5, answer_1=f"{CANARY} {learner}")
    page.question.value = "plan-then"
    page.question.value = "answer-1"
    tell(page, "go", to=next(key for key, label in page.sheet.places if learner in label))
    assert page.sheet.answer["note"] == page.t("earlier", score=page.level(1))
    assert page.sheet.answer["comment"] == "Skriv mere."


def test_no_hand_ins_are_said_and_looked_for_again(hand_ins):
    page = whole(ReadAnswers())
    assert said(page, "nothing_yet") and page.sheet.answer == {}
    tell(page, "save", key="", score=1, comment="")
    hand_ins.hand_in("anna", answer_1=f"{CANARY} anna")
    page.look_again()
    assert shown(whole(page)) == "anna" and page._message.value == ""


def test_looking_again_stays_at_the_learner_on_show(page):
    tell(page, "skip")
    here = shown(page)
    page.look_again()
    assert shown(whole(page)) == here


def test_a_page_outside_the_facilitators_folder_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(tmp_path))
    page = ReadAnswers()
    assert page.t("problem.no_folder")[:20] in page._message.value and page.fault is None


# ---- the bank --------------------------------------------------------------------------------------------


def of(page, **wanted):
    return [one for one in page.sheet.bank if wanted.items() <= one.items()]


def test_the_bank_is_that_of_the_criterion_in_the_answers_language(page):
    assert {one.criterion for one in page.shelf.values()} == {"own_data", "general"}
    assert {one.lang for one in page.shelf.values()} == {"da"}
    page.question.value = "answer-3"
    assert {one.criterion for one in page.shelf.values()} == {"theory", "general"}


def test_comments_are_added_changed_and_deleted_and_outlive_the_page(page, handed_in):
    tell(page, "bank_add", text="Min egen.", level=2)
    (own,) = of(page, own=True)
    assert (own["text"], own["level"]) == ("Min egen.", 2) and said(page, "bank_added")
    tell(page, "bank_change", id=own["id"], text="Min bedre.")
    assert of(whole(ReadAnswers()), own=True)[0]["text"] == "Min bedre."
    tell(page, "bank_delete", id=own["id"])
    assert not of(page, own=True) and Bank(handed_in.folder).own() == []


def test_an_empty_comment_is_not_put_in_the_bank(page):
    tell(page, "bank_add", text=" ", level=2)
    assert said(page, "problem.bank_empty") and not of(page, own=True)


def test_a_comment_of_the_course_cannot_be_deleted(page):
    before = page.sheet.bank
    tell(page, "bank_delete", id="own_data.1.seen")
    tell(page, "bank_delete", id="no such")
    assert page.sheet.bank == before


def test_a_damaged_bank_leaves_the_courses_comments_and_may_begin_afresh(lang, handed_in):
    (handed_in.folder / FILE).write_text("{")
    page = whole(ReadAnswers())
    assert said(page, "problem.bank_damaged", file=FILE) and of(page, own=False)
    save(page, 2)
    page.afresh.click()
    assert said(page, "bank_aside", name="comments-1.json")
    tell(page, "bank_add", text="Ny.", level=None)
    assert len(of(page, own=True)) == 1


# ---- two readers -----------------------------------------------------------------------------------------


@pytest.fixture
def drawn(page):
    page.together.size.value = 5
    page.together.draw.click()
    assert whole(page).t("together.drawn", n=5)[:12] in page.together.state.value
    return page


def read_all(page, reader, scores):
    page.reading_as.value = reader
    for name in list(page.asked):
        page.question.value = name
        while any(one.waiting for one in page.pile):
            save(page, scores(shown(page)))


def test_the_second_reader_sees_none_of_the_first_ones_levels(drawn, handed_in):
    save(drawn, 3, "Fra den første")
    drawn.reading_as.value = SECOND
    assert {label for _, label in drawn.sheet.places} == {
        drawn.t("place_waiting", who=learner) for learner in LEARNERS
    }
    before = {learner: handed_in.stored(learner) for learner in LEARNERS}
    save(drawn, 1)
    assert {learner: handed_in.stored(learner) for learner in LEARNERS} == before


def test_a_second_reader_without_a_sample_is_told(page):
    page.reading_as.value = SECOND
    assert said(page, "problem.no_sample") and page.sheet.answer == {}
    page.reading_as.value = FIRST
    assert page.sheet.answer["key"]


def test_two_readings_are_compared_with_kappa_a_table_and_what_to_talk_about(lang, drawn):
    levels = dict(zip(LEARNERS, (0, 1, 2, 3, 2), strict=True))
    read_all(drawn, FIRST, lambda words: levels.get(words, 1))
    read_all(drawn, SECOND, lambda words: 0 if words == "dora" else levels.get(words, 1))
    drawn.together.compare.click()
    shown_ = whole(drawn).together.found.value
    pairs, _ = drawn.desk.compare(drawn.which.value)
    assert len(pairs) == LEAST_PAIRS
    # by hand: one answer three levels apart, where chance would have 11.0 (squared) and 7.4 in ten
    assert f" {drawn.t.number(1 - 9 / 11, 2)} " in shown_ and f" {drawn.t.number(1 - 3 / 7.4, 2)} " in shown_
    assert shown_.count("<details>") == 1
    assert "<script" not in shown_ and "&lt;script" in shown_
    assert shown_.count("<tr>") == 5
    drawn.together.scope.value = "answer-1"
    drawn.together.compare.click()
    assert drawn.t("compared.few", n=5, least=LEAST_PAIRS) in drawn.together.found.value


def test_an_answer_to_talk_about_is_opened_from_the_comparison(drawn):
    read_all(drawn, FIRST, lambda words: 3)
    read_all(drawn, SECOND, lambda words: 0 if words == "dora" else 3)
    drawn.reading_as.value = FIRST
    drawn.question.value = "plan-then"
    drawn.together.compare.click()
    (way,) = whole(drawn).together.talks.children
    assert "dora" in way.description
    way.click()
    assert whole(drawn).question.value == "answer-1" and shown(drawn) == "dora"
    assert drawn.sheet.answer["focus"]


def test_too_few_or_all_alike_is_said_instead_of_a_number(lang, drawn):
    drawn.together.compare.click()
    assert drawn.t("compared.few", n=0, least=LEAST_PAIRS) in drawn.together.found.value
    read_all(drawn, FIRST, lambda words: 2)
    read_all(drawn, SECOND, lambda words: 2)
    drawn.together.compare.click()
    assert drawn.t("compared.one_level") in whole(drawn).together.found.value
    assert "kappa" not in drawn.together.found.value.replace(drawn.t("compared.one_level"), "")


def test_a_sample_is_put_aside_and_drawn_anew(drawn):
    drawn.together.aside.click()
    assert drawn.together.draw.layout.display == ""
    drawn.together.draw.click()
    assert whole(drawn).together.draw.layout.display == "none"


# ---- the room --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_no_page_overwrites_something_of_its_widget(path):
    own = {name for name in dir(W.VBox()) if not name.startswith("__")} - {"children", "_repr_mimebundle_"}
    boxes = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.bases
    ]
    names = [
        part.attr if isinstance(part, ast.Attribute) else part.name
        for node in boxes
        for part in ast.walk(node)
        if isinstance(part, ast.FunctionDef)
        or (
            isinstance(part, ast.Attribute)
            and isinstance(part.ctx, ast.Store)
            and isinstance(part.value, ast.Name)
            and part.value.id == "self"
        )
    ]
    assert [name for name in names if name in own] == []


def test_only_the_views_know_how_a_thing_looks():
    house = Path(reading.__file__).parents[1]
    elsewhere = [
        path
        for path in house.rglob("*.py")
        # the site names the packages that it takes along
        if path.parts[len(house.parts)] not in ("views", "site", "kernels")
        and re.search(r"\bipywidgets|\banywidget", path.read_text("utf-8"))
    ]
    assert [path.name for path in elsewhere if path.name != "command.py"] == []
    assert read_answers.SAMPLE == 20  # as the facilitator's guide has it


# ---- beside the answer -----------------------------------------------------------------------------------


def go_to(page, learner):
    for at, one in enumerate(page.pile):
        if one.student == learner:
            page._go(at)
            return page.sheet.answer
    raise AssertionError(learner)


def test_what_the_machine_found_stands_beside_the_answer(lang, handed_in):
    words = (
        "Jeg skrev til kim@example.dk, og hun svarede samme dag, at hun gerne ville se tallene for hele året."
    )
    handed_in.hand_in("anna", figure=24, answer_1=words, plan_if="Hvis", plan_then="så")
    handed_in.hand_in("bodil", figure=24, answer_1=words, plan_if="Hvis", plan_then="så")
    other = handed_in.assignment.replace("-da", "-en")
    (handed_in.folder / "submitted" / "anna" / other).mkdir(parents=True)
    page = whole(ReadAnswers())
    found = go_to(page, "anna")["found"]
    t = page.t
    kind = t("found.kind.email")
    assert t("found.person", kind=kind, words="kim@example.dk") in found
    assert t("found.same_words", names="bodil") in found
    assert t("found.both_languages", language=t("language_of.english")) in found
    assert "kim@example.dk" in page.sheet.answer["whole"] and "Hvis" in page.sheet.answer["whole"]
    page.hide.value = True
    assert "bodil" not in str(go_to(page, "anna")["found"])
    clean = go_to(page, "carla")["found"]
    assert not [one for one in clean if "@" in one or "bodil" in one]


def test_what_is_new_since_the_last_hand_in_is_marked(handed_in):
    checked = next((handed_in.folder / "autograded" / "anna").glob("*/*.ipynb"))
    before = json.loads(checked.read_text(encoding="utf-8"))
    page = whole(ReadAnswers())
    assignment = page._question.assignment
    for cell in before["cells"]:
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") == "answer-1":
            cell["source"] = "Kanariefugl gamle ord"
    kept = handed_in.folder / "submitted-earlier" / "anna" / assignment / "2026-01-01"
    kept.mkdir(parents=True)
    (kept / f"{page._question.notebook}.ipynb").write_text(json.dumps(before), encoding="utf-8")
    changes = go_to(whole(ReadAnswers()), "anna")["changes"]
    assert "<del>gamle ord</del>" in changes and "<ins>" in changes and "<script>" not in changes


def test_the_last_level_can_be_taken_back(page, handed_in):
    first = shown(page)
    save(page, 2, "Godt set.")
    second = shown(page)
    save(page, 3)
    page.undo.click()
    assert handed_in.stored(second) == (None, True, None) and shown(page) == second
    page.undo.click()
    # what was written to it stays
    assert whole(page) and handed_in.stored(first) == (None, True, "Godt set.")
    assert page.sheet.answer["comment"] == "Godt set." and page.undo.layout.display == "none"


# ---- the whole hand-in -----------------------------------------------------------------------------------


def say_overall(page, words, what="draft", score=None):
    return tell(page, what, key=page.sheet.answer["key"], score=score, comment="", overall=words)


def test_a_comment_on_the_whole_is_kept_and_stands_at_every_answer_of_that_learner(page, handed_in):
    learner = shown(page)
    say_overall(page, "En flot helhed.")
    assert said(page, "overall_kept", clock=page.t.clock(datetime.now(zone())))
    again = whole(ReadAnswers())
    again.question.value = "plan-then"
    assert go_to(again, learner)["overall"] == "En flot helhed."
    other = next(one for one in LEARNERS if one != learner)
    assert go_to(again, other)["overall"] == ""
    say_overall(go_to(again, learner) and again, "")
    assert overall.of(handed_in.folder, learner, handed_in.assignment) == ""


def test_a_comment_on_the_whole_is_kept_together_with_a_level(page, handed_in):
    learner = shown(page)
    say_overall(page, "En flot helhed.", "save", 2)
    assert handed_in.stored(learner)[0] == 2
    assert overall.of(handed_in.folder, learner, handed_in.assignment) == "En flot helhed."


def test_what_somebody_else_wrote_on_the_whole_meanwhile_is_told_and_one_may_insist(page, handed_in):
    learner = shown(page)
    overall.put(handed_in.folder, learner, handed_in.assignment, "Fra en anden", "")
    say_overall(page, "Mit eget", "save", 2)
    assert said(page, "problem.changed_overall", words="Fra en anden")
    assert handed_in.stored(learner)[0] is None and shown(page) == learner
    say_overall(page, "Mit eget", "save", 2)
    assert overall.of(handed_in.folder, learner, handed_in.assignment) == "Mit eget"
    assert handed_in.stored(learner)[0] == 2


def test_a_damaged_file_of_such_comments_is_said_and_not_written_over(page, handed_in):
    (handed_in.folder / overall.FILE).write_text("{i stykker")
    say_overall(page, "Mit eget")
    assert said(page, "problem.overall_damaged", file=overall.FILE)
    assert (handed_in.folder / overall.FILE).read_text() == "{i stykker"
    tell(page, "skip")
    tell(page, "back")
    assert page.sheet.answer["overall"] == "Mit eget"


def test_the_second_reader_writes_nothing_that_a_learner_gets(drawn, handed_in):
    drawn.reading_as.value = SECOND
    assert drawn.sheet.answer["overall"] is None and drawn.sheet.answer["levels_before"] == []
    say_overall(drawn, "Fra den anden")
    assert not (handed_in.folder / overall.FILE).exists()


def test_levels_of_the_learners_other_answers_are_a_click_away(page, handed_in):
    learner = shown(page)
    save(page, 2)
    page.question.value = "plan-then"
    (line,) = go_to(page, learner)["levels_before"]
    assert page.level(2) in line and "egne data" in line
    other = next(one for one in LEARNERS if one != learner)
    assert go_to(page, other)["levels_before"] == []
