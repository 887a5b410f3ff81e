"""The capstone's three comparisons, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import before_after as model
from exercises.models import behaviour_grid, my_network, snapshot
from exercises.rules import behaviour_grid as grid_rules
from exercises.texts import Texts
from exercises.views.before_after import AccountAgain, ActsAgain, BeforeAfter
from exercises.views.steps import Steps

pytestmark = pytest.mark.usefixtures("lang")

TODAY = date.today()


def ten(store):
    ids = [my_network.add_person(store, f"Kanariefugl {n}") for n in range(10)]
    for other in ids[1:4]:
        my_network.set_pair(store, ids[0], other, "yes")
    return ids


def pick(view, mark, ids):
    view.marks[mark].value = {"answer": [str(one) for one in ids]}
    return whole(view)


# ---- the map ---------------------------------------------------------------------------------------------


def test_without_a_frozen_map_the_page_says_how_to_get_one(store):
    view = whole(BeforeAfter())
    assert escape(view.t("no_snapshot")) in view.when.value
    assert (view.result.value, view.marking.layout.display) == ("", "none")
    view.freeze.click()
    assert escape(view.t("nobody")) in whole(view)._message.value
    assert store.rows(snapshot.KIND) == []


def test_freezing_gives_something_to_compare_with(store):
    ten(store)
    view = whole(BeforeAfter())
    view.freeze.click()
    assert len(store.rows(snapshot.KIND)) == 1
    assert escape(view.t("found.nobody_moved")) in whole(view).result.value
    assert view.marking.layout.display == ""


def test_ticking_lesson_3_done_freezes_the_map(store):
    ten(store)
    steps = Steps("my-network")
    for box in steps.boxes:
        box.value = True
    assert whole(steps) and len(store.rows(snapshot.KIND)) == 1


def test_those_lost_new_and_recalled_are_sorted_and_kept(store):
    ids = ten(store)
    snapshot.take(store)
    new, forgotten = (my_network.add_person(store, name) for name in ("Ny", "Glemt"))
    view = pick(pick(BeforeAfter(), "lost", ids[9:]), "recalled", [forgotten])
    lists = model.maps(store).lists
    assert (lists.lost, lists.new, lists.recalled) == ((ids[9],), (new,), (forgotten,))
    assert escape(view.t("found.people", lost=1, new=1, recalled=1)) in view.result.value
    assert escape(view.t("found.recall_new", n=1)) in view.result.value
    again = whole(BeforeAfter())
    assert again.marks["lost"].value == {"answer": [str(ids[9])]}
    assert again.result.value == view.result.value


def test_a_newcomer_changes_the_map_and_one_only_recalled_does_not(store):
    ten(store)
    snapshot.take(store)
    new = my_network.add_person(store, "Ny")
    view = whole(BeforeAfter())
    assert model.maps(store).now.size == 11
    pick(view, "recalled", [new])
    assert model.maps(store).now.size == 10


def test_what_the_browser_makes_up_is_not_kept(store):
    ids = ten(store)
    snapshot.take(store)
    view = whole(BeforeAfter())
    view.marks["lost"].value = {"answer": ["999", "x", str(ids[0])]}
    assert model.marked(store, "lost") == (ids[0],)
    whole(view)


def test_a_few_people_give_names_and_no_numbers(store):
    my_network.add_person(store, "Ida")
    snapshot.take(store)
    view = whole(BeforeAfter())
    assert escape(view.t("found.too_few")) in view.result.value
    assert view.t("too_few_short") in view.result.value


def test_another_window_sees_what_was_marked(store):
    ids = ten(store)
    snapshot.take(store)
    one, other = BeforeAfter(), BeforeAfter()
    pick(one, "lost", ids[:2])
    other._seen = None
    other.look()
    assert whole(other).marks["lost"].value == {"answer": [str(n) for n in ids[:2]]}


def test_more_than_one_frozen_map_can_be_chosen_between(store):
    ten(store)
    snapshot.take(store, day=TODAY - timedelta(days=90))
    my_network.add_person(store, "Ny")
    later = snapshot.take(store)
    view = whole(BeforeAfter())
    assert (len(view.choice.options), view.choice.layout.display) == (2, "")
    view.choice.value = later
    assert model.maps(store).frozen.id == later
    assert whole(BeforeAfter()).choice.value == later


def test_the_sample_is_compared_without_a_word_into_the_learners_own(store):
    view = whole(BeforeAfter())
    view._switch()
    assert whole(view).in_sample
    assert escape(view.t("found.people", lost=1, new=2, recalled=1)) in view.result.value
    assert store.rows(snapshot.KIND) == store.rows(model.SINCE) == []
    view._switch()
    assert escape(view.t("no_snapshot")) in whole(view).when.value


def test_nobodys_name_is_in_the_saved_notebook(store):
    ten(store)
    snapshot.take(store)
    view = whole(BeforeAfter())
    assert "Kanariefugl" in str(view.marks["lost"].options)
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
    assert view.marks["lost"]._repr_mimebundle_() == {}


# ---- the account -----------------------------------------------------------------------------------------


def first_account(store, occasions=6, ended=TODAY - timedelta(days=70)):
    store.put("network_account", "end", ended.isoformat())
    for at in range(occasions):
        store.add("account", day="", what="x", hours="2", kroner="10", result="idea" if at else "nothing")


def enter(view, **values):
    row_id = list(view._rows)[-1]
    controls = dict(zip(("day", "what", "hours", "kroner", "result"), view._rows[row_id][1], strict=True))
    for name, value in values.items():
        controls[name].value = value
    return whole(view)


def test_the_second_account_begins_the_day_after_the_first(store):
    first_account(store)
    view = whole(AccountAgain())
    first = view.t.date(TODAY - timedelta(days=69))
    assert escape(first) in view.period.value
    assert escape(view.say("found.account_no_second")) in view.sum.value


def test_the_two_accounts_stand_side_by_side_by_the_week(store):
    first_account(store)
    view = enter(AccountAgain(), hours="20", result="customer", what="Kanariefugl", day=TODAY)
    both = model.accounts(store)
    assert (both.first.hours, both.again.hours, both.span.days) == (12, 20, 70)
    # 20 hours in ten weeks
    assert f"<td>{view.t.number(2, 1)}</td>" in view.sum.value
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
    assert store.rows("account")[-1]["what"] == "x"
    assert whole(AccountAgain()).sum.value == view.sum.value


def test_what_was_written_on_into_the_first_list_counts_in_the_second(store):
    first_account(store)
    store.add("account", day=TODAY.isoformat(), what="", hours="3", kroner="", result="help")
    assert model.accounts(store).again.hours == 3
    assert model.accounts(store).first.hours == 12


def test_a_day_outside_is_kept_told_of_and_not_counted(store):
    first_account(store)
    view = enter(AccountAgain(), hours="20", day=TODAY - timedelta(days=300))
    assert escape(view.say("left_out", n=1)) in view.sum.value
    assert model.accounts(store).again.occasions == 0


def test_nonsense_in_a_number_is_told_of_and_kept(store):
    first_account(store)
    view = enter(AccountAgain(), hours="mange 李")
    assert "mange 李" in view.sum.value
    assert store.rows(model.AGAIN)[0]["hours"] == "mange 李"


def test_a_second_account_that_ends_too_soon_is_sent_back(store):
    first_account(store, ended=TODAY)
    view = whole(AccountAgain())
    assert escape(view.say("no_span")) in view.sum.value


def test_without_a_first_account_the_second_says_where_to_begin(store):
    view = whole(AccountAgain())
    assert escape(view.say("found.account_no_first")) in view.sum.value


# ---- the acts --------------------------------------------------------------------------------------------


def rate(store, turn, each, rating):
    for item in grid_rules.ITEMS:
        store.put(behaviour_grid.STEM, f"{turn}.{item}", str(each))
    store.put(behaviour_grid.STEM, f"{turn}.self", rating)


def test_without_the_first_or_the_second_count_the_page_says_which(store):
    assert escape(ActsAgain().t("acts_no_first")) in whole(ActsAgain()).shown.value
    rate(store, "first", 1, 6)
    assert escape(ActsAgain().t("acts_no_second")) in whole(ActsAgain()).shown.value


def test_more_acts_and_a_lower_rating_are_what_the_article_says(store, lang):
    rate(store, "first", 1, 7)
    rate(store, "again", 4, 5)
    store.put(behaviour_grid.STEM, "prediction", "60")
    store.put(behaviour_grid.STEM, "prediction_self", 9)
    view = whole(ActsAgain())
    t = Texts("before_after", lang)
    for sentence in (
        t("acts.more", first=18, again=72),
        t("ratings.lower", first=7, again=5),
        t("humbler.fits"),
        t("predicted", guess=60, again=72),
        t("predicted_self", guess=9, again=5),
    ):
        assert escape(sentence) in view.shown.value


def test_a_count_made_elsewhere_shows_here(store):
    rate(store, "first", 1, 7)
    view = whole(ActsAgain())
    rate(store, "again", 1, 7)
    view._seen = None
    view.look()
    assert escape(view.t("acts.same", first=18, again=18)) in whole(view).shown.value
