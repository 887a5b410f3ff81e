"""The exercises of lesson 2, worked as a learner does, without a browser."""

import json
import re
from datetime import date

import pytest

from driving import whole
from exercises import places
from exercises.models import behaviour_grid as model
from exercises.rules import behaviour_grid as rules
from exercises.rules import learning_goal as goal_rules
from exercises.texts import Texts
from exercises.views.behaviour_grid import BehaviourGrid
from exercises.views.learning_goal import LearningGoal
from exercises.views.opening_poll import OpeningPoll
from exercises.whole_store.tables import tables

pytestmark = pytest.mark.usefixtures("lang")

BENTE = (0, 0, 0, 3, 1, 0, 2, 1, 0, 5, 2, 1, 3, 1, 0, 1, 1, 0)


def count(view, numbers):
    """Type the numbers square by square, going on after each."""
    numbers = iter(numbers)
    for _ in rules.CELLS:
        for control, number in zip(view.times, numbers, strict=False):
            control.value = str(number)
        if not view.forward.disabled:
            view.forward.click()
    return whole(view)


def shown(box):
    return box.layout.display != "none"


def go_to(view, cell):
    view._go(rules.CELLS.index(cell))
    return whole(view)


# ---- what the lesson says ----------------------------------------------------------------------------------


def lesson(lang):
    path = places.root() / "lessons" / lang / "02-a-skill.ipynb"
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]}


def test_bentes_month_adds_up_in_the_lesson_as_it_does_in_the_exercise(lang):
    rows = re.findall(
        r"^\| [^|]+ \| \**(\d+)\** \| \**(\d+)\** \|$", lesson(lang)["example-bente"], re.MULTILINE
    )
    told = iter([(int(own), int(other)) for own, other in rows])
    month = dict(zip(rules.ITEMS, BENTE, strict=True))
    cells = rules.sums(month)
    for kind, acts in rules.ACTS.items():
        items = [next(told) for _ in acts]
        by_side = [month[f"{side}_{act}"] for act in acts for side in rules.SIDES]
        assert [n for pair in items for n in pair] == by_side
        assert next(told) == rules.row(cells, kind)[:2]
    assert next(told) == tuple(rules.column(cells, side) for side in rules.SIDES)
    assert next(told, None) is None


def test_bentes_goal_in_the_lesson_passes_the_check_of_the_exercise(lang):
    [goal] = re.findall(r"^> (.+)$", lesson(lang)["example-goal"], re.MULTILINE)
    parts = dict(zip(goal_rules.PARTS, goal.split(". "), strict=True))
    t = Texts("learning_goal", lang)
    lists = t("inner").split(", "), t("vague").split(", ")
    assert goal_rules.findings(parts, *lists) == [("visible", {})]


# ---- behaviour grid ----------------------------------------------------------------------------------------


def test_nothing_counted_names_every_square_and_shows_no_grid(store):
    view = whole(BehaviourGrid())
    assert view.rating.value is None
    assert view.t("cell.use_other") in view.grid.value
    assert "<svg" not in view.grid.value
    assert not shown(view.small_act)
    assert not shown(view.ending)


def test_a_month_counted_becomes_a_grid_a_table_and_two_weak_squares(store):
    view = count(BehaviourGrid(), BENTE)
    t = view.t
    low = t("and").join(f"{t(f'cell.{cell}')} ({n})" for cell, n in (("build_own", 0), ("use_other", 2)))
    often = f"{t('cell.keep_other')} (8)"
    assert t("finding.uneven", often=often, low=low) in view.grid.value
    assert f"<td>{t('row.total')}</td><td>7</td><td>14</td><td>21</td>" in view.grid.value
    assert view.grid.value.count("stroke-dasharray") == 2
    assert [key for _, key in view.routes.options] == [
        *rules.routes("build_own"),
        *rules.routes("use_other"),
        model.OWN_ACT,
    ]


def test_a_square_is_there_when_reopened_and_the_page_goes_on_where_it_was_left(store):
    view = whole(BehaviourGrid())
    for control, number in zip(view.times, ("1", "0", "2"), strict=True):
        control.value = number
    again = whole(BehaviourGrid())
    assert again.cell == rules.CELLS[1]
    assert [control.value for control in again.times] == ["", "", ""]
    again.back.click()
    assert [control.value for control in again.times] == ["1", "0", "2"]
    assert again.back.disabled


def test_one_number_missing_in_the_middle_is_asked_for(store):
    view = count(BehaviourGrid(), BENTE)
    go_to(view, "keep_own").times[1].value = ""
    assert not shown(view.small_act)
    said = view.t("still", cells=view.t("cell.keep_own"))
    assert said in view.grid.value


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("mange", "not_a_number"),
        ("-1", "out_of_range"),
        ("9000", "out_of_range"),
        ("2,5", "not_whole"),
        ("<b>to</b>", "not_a_number"),
        ("Ωμέγα", "not_a_number"),
        ("7" * 5000, "not_a_number"),
    ],
)
def test_what_cannot_be_counted_gets_a_sentence_and_stays_as_typed(store, typed, key):
    view = count(BehaviourGrid(), BENTE)
    go_to(view, "use_own").times[0].value = typed
    turn = model.turn(store, model.FIRST)
    assert [(fault, item) for fault, item, _ in turn.faults] == [(key, "own_advice")]
    assert turn.cells["use_own"] is None
    assert 'role="alert"' in view.grid.value
    assert view.t("item.own_advice") in view.grid.value
    assert "<b>to" not in view.grid.value
    assert go_to(BehaviourGrid(), "use_own").times[0].value == typed


def test_a_small_act_is_kept_and_stays_to_choose_when_the_numbers_change(store):
    view = count(BehaviourGrid(), BENTE)
    assert view.routes.value is None
    view.routes.value = "use_other_quiet"
    assert model.route(store) == "use_other_quiet"
    assert view.t("act_chosen") in view.chosen.value
    go_to(view, "use_other").times[0].value = "30"
    assert view.routes.value == model.route(store) == "use_other_quiet"
    assert whole(BehaviourGrid()).routes.value == "use_other_quiet"


def press_lock(view):
    view.lock.first.children[0].click()
    view.lock.yes.click()
    return whole(view)


def test_numbers_are_locked_only_when_whole_and_the_page_says_what_is_lacking(store):
    view = press_lock(count(BehaviourGrid(), BENTE))
    for lacking, control, value in (
        ("self", view.rating, 6),
        ("prediction", view.prediction, "30"),
        ("prediction_self", view.prediction_self, 5),
    ):
        assert view.t(f"lock_first.{lacking}") in view._message.value
        assert model.turn(store, model.FIRST).locked is None
        control.value = value
        press_lock(view)
    grid = model.read(store)
    assert grid.first.locked == date.today()
    assert (grid.first.rating, grid.first.total, grid.prediction, grid.prediction_self) == (6, 21, 30, 5)


def test_locked_numbers_can_be_seen_and_not_changed_here_or_in_another_window(store):
    other = count(BehaviourGrid(), BENTE)
    view = whole(BehaviourGrid())
    view.rating.value, view.prediction.value, view.prediction_self.value = 6, "30", 5
    press_lock(view)
    other.look()
    for window in (view, whole(other), whole(BehaviourGrid())):
        controls = [window.rating, *window.times, window.prediction, window.prediction_self]
        assert all(control.disabled for control in controls)
        assert not shown(window.open_ending)
        assert window.t("locked", date=window.t.date(date.today()), rating=6, n="21") in window.locked.value
    assert go_to(view, "keep_other").times[0].value == "5"


def test_asking_once_more_before_locking_can_be_refused(store):
    view = count(BehaviourGrid(), BENTE)
    view.rating.value, view.prediction.value, view.prediction_self.value = 6, "30", 5
    view.lock.first.children[0].click()
    view.lock.no.click()
    assert model.turn(whole(view).store, model.FIRST).locked is None


def test_a_guess_that_is_no_number_gets_a_sentence(store):
    view = count(BehaviourGrid(), BENTE)
    view.prediction.value = "en del"
    assert 'role="alert"' in view.guess_intro.value
    assert model.read(store).prediction is None


def test_a_number_typed_in_another_window_appears_here(store):
    one, other = BehaviourGrid(), BehaviourGrid()
    one.times[0].value = "4"
    one.rating.value = 3
    other.look()
    assert (whole(other).times[0].value, other.rating.value) == ("4", 3)


def test_the_second_count_is_kept_apart_from_the_first_and_asks_for_no_guess(store):
    first = count(BehaviourGrid(), BENTE)
    first.rating.value = 6
    second = whole(BehaviourGrid(model.AGAIN))
    assert second.guesses.children == ()
    count(second, [2] * 18)
    second.rating.value = 5
    press_lock(second)
    grid = model.read(store)
    assert (grid.first.total, grid.again.total) == (21, 36)
    assert (grid.first.rating, grid.again.rating) == (6, 5)
    assert (grid.first.locked, grid.again.locked) == (None, date.today())
    assert not whole(BehaviourGrid()).times[0].disabled


def test_every_answer_has_a_readable_name_on_the_page_my_data(store, lang):
    view = count(BehaviourGrid(), BENTE)
    view.rating.value, view.prediction.value, view.prediction_self.value = 6, "30", 5
    view.routes.value = "use_other_out"
    press_lock(view)
    OpeningPoll().options.value = "never"
    LearningGoal().parts["do"].value = "Kanariefugl"
    [answers] = tables(store, lang)
    cells = [cell for row in answers.rows for cell in row if isinstance(cell, str)]
    raw = {
        *store.exercises(),
        *rules.ITEMS,
        "first",
        "self",
        "route",
        "use_other_out",
        "never",
        "do",
        "thought",
    }
    assert not {part for cell in cells for part in cell.split(" · ")} & raw
    assert any(date.today() in row for row in answers.rows)


# ---- opening poll ------------------------------------------------------------------------------------------


def test_nothing_is_chosen_before_the_learner_chooses(store):
    view = whole(OpeningPoll())
    assert (view.options.value, view.said.value) == (None, "")


def test_an_answer_gets_a_sentence_is_kept_and_may_be_changed(store):
    view = whole(OpeningPoll())
    for name in ("never", "long_ago"):
        view.options.value = name
        again = whole(OpeningPoll())
        assert again.options.value == name
        assert again.said.value == view.said.value != ""


def test_an_answer_given_in_another_window_appears_here(store):
    one, other = OpeningPoll(), OpeningPoll()
    one.options.value = "for_others"
    other.look()
    assert whole(other).options.value == "for_others"
    assert other.said.value == one.said.value


# ---- learning goal -----------------------------------------------------------------------------------------


def test_a_goal_is_put_together_kept_and_copied_only_when_it_is_whole(store):
    view = whole(LearningGoal())
    assert view.goal() is None
    view.parts["do"].value = "Spørge Lone"
    view.parts["seen"].value = "Hun svarer mig"
    assert view.goal() is None
    view.parts["when"].value = "Fredag den 11. december"
    goal = view.goal()
    assert "Spørge Lone." in goal
    assert goal in view.said.value
    assert view.t("found.visible")[:20] in view.said.value
    assert whole(LearningGoal()).goal() == goal


@pytest.mark.parametrize("text", ["<script>x</script>", "Ωμέγα 你好", "x" * 5000, "ord " * 2000])
def test_any_text_is_kept_and_shown_as_text(store, text):
    view = whole(LearningGoal())
    for control in view.parts.values():
        control.value = text
    assert "<script>" not in whole(view).said.value
    assert whole(LearningGoal()).parts["seen"].value == text


def test_a_goal_typed_in_another_window_appears_here(store):
    one, other = LearningGoal(), LearningGoal()
    one.parts["do"].value = "Ringe til K."
    other.look()
    assert whole(other).parts["do"].value == "Ringe til K."
    assert other.said.value == one.said.value


# ---- privacy -----------------------------------------------------------------------------------------------


def test_nothing_typed_is_written_into_the_notebook(store):
    grid, goal, poll = count(BehaviourGrid(), BENTE), LearningGoal(), OpeningPoll()
    grid.prediction.value = "Kanariefugl"
    go_to(grid, "use_own").times[0].value = "Kanariefugl"
    for control in goal.parts.values():
        control.value = "Kanariefugl"
    poll.options.value = "never"
    for view in (grid, goal, poll):
        assert "Kanariefugl" not in str(whole(view)._repr_mimebundle_())
