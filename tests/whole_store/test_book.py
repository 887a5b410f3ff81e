import html
import json
import re
import shutil

import pytest

from driving import whole
from exercises import places
from exercises.models import guess_first, my_network, progress
from exercises.views.network_book import NetworkBook
from exercises.whole_store import book as network_book
from exercises.whole_store import tables as my_data
from exercises.whole_store.declared import keeper, keeps, scenes


@pytest.fixture
def lessons(own_folder, lang, monkeypatch):
    """The course as it lies in a learner's folder."""
    folder = own_folder / lang
    for room in ("lessons", "workshops"):
        shutil.copytree(places.root() / room / lang, folder, dirs_exist_ok=True)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(own_folder / "data"))
    monkeypatch.chdir(folder)
    return folder


def write_reflection(own_folder, lang, **answers):
    name = f"01-why-network-{lang}"
    source = places.root() / "release" / name / "why-network.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    path = own_folder / "reflections" / name / "why-network.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def words(chapter):
    """Everything a chapter says."""
    return str(chapter)


def test_an_untouched_course_is_an_empty_book(store, lang, lessons):
    assert network_book.chapters(store, lang) == []


def test_what_was_written_stands_under_its_lesson_in_the_order_of_the_course(store, lang, lessons):
    store.put("pitch_builder", "1.audience", "En nabo")
    store.put("guess_first", "micro_share.guess", "56")
    store.add("account", day="2026-10-01", what="Kaffe hos Gry", hours="2", kroner="", result="idea")
    found = network_book.chapters(store, lang)
    assert [chapter.number for chapter in found] == [1, 5]
    assert "Kaffe hos Gry" in words(found[0])
    assert "En nabo" in words(found[1])


def test_a_plan_and_the_days_of_a_lesson_are_told(store, lang, lessons):
    store.put("act", "why-network.if", "Hvis klokken er ti")
    store.put("act", "a-skill.if", "Hvis det er mandag")
    store.put("progress", "why-network.act", "2026-11-02")
    first = network_book.chapters(store, lang)[0]
    assert [answer for _, answer in first.plan] == ["Hvis klokken er ti"]
    assert all(" · " not in question for question, _ in first.plan)
    assert first.act.isoformat() == "2026-11-02"
    assert not first.parts


def test_the_reflection_is_quoted_with_its_prompts(store, lang, lessons, own_folder):
    write_reflection(own_folder, lang, **{"answer-1": "Jeg brugte 24 timer.", "plan-when": "4. december"})
    (chapter,) = network_book.chapters(store, lang)
    prompts, answers = zip(*chapter.reflection, strict=True)
    assert answers == ("Jeg brugte 24 timer.", "4. december")
    assert prompts[0].startswith("1. ")
    assert not any("#" in prompt for prompt in prompts)


def test_a_broken_reflection_is_left_out_and_the_book_is_whole(store, lang, lessons, own_folder):
    path = write_reflection(own_folder, lang)
    path.write_text('{"cells": [', encoding="utf-8")
    store.put("guess_first", "micro_share.guess", "56")
    assert [chapter.number for chapter in network_book.chapters(store, lang)] == [1]


def test_the_map_is_told_by_its_people_and_not_by_pairs(full, lang, lessons):
    chapters = network_book.chapters(full, lang)
    kinds = {table.kind for chapter in chapters for part in chapter.parts for table in part.tables}
    assert {"person", "resource", "signal_talk"} <= kinds
    assert not kinds & network_book.NOT_LISTED


def parts(chapters, stem, lang):
    """``[(chapter, part)]`` of an exercise."""
    name = my_data.exercise_name(stem, lang)
    return [(chapter, part) for chapter in chapters for part in chapter.parts if part.title == name]


def test_every_exercise_of_the_course_is_told_on_the_page_that_asks_for_it(full, lang, lessons):
    chapters = network_book.chapters(full, lang)
    numbers = [lesson.number for lesson in progress.lessons()]
    assert [chapter.number for chapter in chapters] == [None, *numbers, *[None] * 8], (
        "lesson 0, lessons, evenings, the questionnaire, experiences, promises, this book and afterwards"
    )
    assert all(chapter.title for chapter in chapters), "nothing is left over"
    played = set(scenes()) | network_book.NOT_TOLD | {"network_map"}
    stems = set(full.exercises()) | {keeper(kind) for kind in full.kinds()}
    untold = {stem for stem in stems - played if not parts(chapters, stem, lang)}
    # People and their circles are told as what another exercise asked for.
    assert untold == {*my_data.NETWORK, "describe_people"}


def test_an_evening_has_what_was_written_on_it_and_no_number(full, lang, lessons):
    found = parts(network_book.chapters(full, lang), "peer_swap", lang)
    assert [chapter.title for chapter, _ in found] == [evening.title for evening in progress.evenings()][:2]
    (_, facebook), (_, linkedin) = found
    assert "Et billede" in str(facebook) and "Et billede" not in str(linkedin)
    assert all(chapter.title not in str(part) for chapter, part in found)


def test_what_is_done_a_second_time_stands_where_it_can_be_compared(full, lang, lessons):
    chapters = network_book.chapters(full, lang)
    ((_, grid),) = parts(chapters, "behaviour_grid", lang)
    (counted,) = grid.tables
    assert [row[1:] for row in counted.rows] == [("3", "5"), ("1", None)]
    ((chapter, again),) = parts(chapters, "before_after", lang)
    assert chapter.number == 11
    assert {table.kind for table in again.tables} == {"since", "account_again"}
    assert all(table.title for table in again.tables)


def test_questions_that_begin_alike_stand_under_one_heading(full, lang, lessons):
    ((_, plan),) = parts(network_book.chapters(full, lang), "ninety_days", lang)
    headings = [heading for heading, _ in plan.groups if heading]
    assert len(headings) == len(set(headings))
    assert len(dict(plan.groups)[my_data.Texts("ninety_days", lang)("card.goal1")]) == 7
    assert not any(my_data.SEPARATOR in question for _, told in plan.groups for question, _ in told)


def test_neither_furniture_nor_empty_rows_are_told(full, lang, lessons):
    book = str(network_book.chapters(full, lang))
    assert my_data.Texts("my_data", lang)("part.at") not in book
    for stem, name in (("product_board", "cell"), ("message_draft", "draft"), ("dormant_draw", "draws")):
        assert my_data.Texts(stem, lang)(f"kept.field.{name}") not in book
    assert my_data.Texts("request_builder", lang)("law_selling.question") not in book
    assert my_data.Texts("charter", lang)("part.at") in book, "the time of the meeting is not furniture"
    ((_, group),) = parts(network_book.chapters(full, lang), "group_composer", lang)
    assert len(full.rows("candidate")) == 2 and len(group.tables[0].rows) == 1


def test_how_far_one_is_in_an_exercise_is_not_told(store, lang, lessons):
    store.put("name_people", "at", 3)
    store.put("network_map", "places", {"1": [0.5, 0.5]})
    store.put("retrieval", "why-network.1.nine_hours", "a")
    assert network_book.chapters(store, lang) == []


def test_what_no_lesson_asks_for_is_not_lost(store, lang, lessons):
    store.put("an_exercise_of_old", "word", "Kanariefugl")
    (chapter,) = network_book.chapters(store, lang)
    assert chapter.number is None
    assert "Kanariefugl" in words(chapter)


def test_every_lesson_finds_its_exercises(lessons):
    for path in sorted(lessons.glob("0[1-9]-*.ipynb")):
        assert "act" in network_book.exercises_of(path), path.name


# ---- what is read in it ----------------------------------------------------------------------------------


def test_the_right_answer_stands_beside_a_guess_once_it_was_shown(store, lang, lessons):
    store.put("guess_first", "micro_share.guess", "56")
    (chapter,) = network_book.chapters(store, lang)
    truth = guess_first.in_words("micro_share", lang)
    assert truth not in words(chapter)
    store.put("guess_first", "micro_share.shown", True)
    (chapter,) = network_book.chapters(store, lang)
    told = my_data.Texts("network_book", lang)("guess_and_truth", guess="56", truth=truth)
    assert told in words(chapter) and "91" in truth


def test_the_account_is_added_up_and_its_occasions_stand_in_the_order_of_the_calendar(store, lang, lessons):
    for day, hours in (("2027-01-05", "2"), ("2026-11-03", "1½"), ("2026-12-24", "0,5")):
        store.add("account", day=day, what=day, hours=hours, kroner="", result="idea")
    store.put("network_account", "end", "2027-01-31")
    (chapter,) = network_book.chapters(store, lang)
    (part,) = chapter.parts
    assert [row[0].isoformat() for row in part.tables[0].rows] == ["2026-11-03", "2026-12-24", "2027-01-05"]
    t = my_data.Texts("network_account", lang)
    assert dict(part.sums)[t("row.hours")] == t.number(4, 1)
    shown = whole(NetworkBook()).book.value
    assert t("row.hours_per_gain") in shown


def test_a_lesson_that_was_only_opened_is_no_chapter(store, lang, lessons):
    for stem, name in network_book.OF_ITSELF:
        store.put(stem, name, "2026-11-29")
    store.put("progress", "why-network.read", "2026-11-02")
    for kind in ("account", "conversation", "known_thing"):
        store.add(kind)
    assert network_book.chapters(store, lang) == []
    store.put("ninety_days", "goal1.who", "en med egen butik")
    (chapter,) = network_book.chapters(store, lang)
    assert chapter.number == 11


def test_the_map_is_drawn_with_everybody_and_their_ties(full, lang, lessons):
    shown = whole(NetworkBook()).book.value
    svg = shown[shown.index("<svg") : shown.index("</svg>")]
    people = my_network.people(full)
    assert svg.count("<text") == len(people)
    assert svg.count("<path") == len(my_network.network(full).ties)
    assert people[0].nickname in svg


def test_everything_typed_in_any_exercise_is_in_the_file_that_is_kept(full, lang, lessons):
    view = whole(NetworkBook())
    page = html.unescape(re.sub(r"<br>", "\n", view.file().decode()))
    kept = {stem: full.fields(stem) for stem in full.exercises() if stem not in network_book.NOT_TOLD}
    rows = [
        (kind, row)
        for kind in full.kinds()
        if kind not in network_book.NOT_LISTED | {"person"} | keeps(keeper(kind)).unlisted
        for row in full.rows(kind)
    ]
    wanted = [
        (where, text)
        for where, values in (*kept.items(), *rows)
        for name, text in values.items()
        if isinstance(text, str) and name != "key" and " " in text.strip() and not text.isascii()
    ]
    assert len({where for where, _ in wanted}) > 10
    assert [(where, text) for where, text in wanted if text.strip() not in page] == []
