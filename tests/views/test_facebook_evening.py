"""The Facebook evening's exercises, and the two that all evenings share, worked as a learner does."""

from datetime import date, datetime, timedelta

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import peer_swap, platform_steps, post_plan, post_reach
from exercises.rules.peer_swap import CRITERIA, PARTS
from exercises.views.peer_swap import PeerSwap
from exercises.views.platform_steps import PlatformSteps
from exercises.views.post_plan import PostPlan
from exercises.views.post_reach import PostReach

pytestmark = pytest.mark.usefixtures("lang")

STRANGE = ["x" * 9000, "Мария", "王", "<b>fed</b> & {who}", "?", "\n\n", "-17", "NaN"]


def said(view, key, **names):
    return escape(view.t(f"found.{key}", **names)) in whole(view).said.value


# ---- the last posts --------------------------------------------------------------------------------------


def field(view, name, at=0):
    row = sorted(view._rows)[at]
    order = ("what", "reach", "reactions")
    return view._rows[row][1][order.index(name)]


def fill(view, reach):
    for at, n in enumerate(reach):
        if at:
            view._add()
        field(view, "reach", at).value = n
    return whole(view)


def test_no_posts_and_one_post_say_so(store):
    view = PostReach()
    assert said(view, "nothing_yet")
    fill(view, ["250"])
    assert said(view, "one_post")


def test_five_posts_give_a_band(store):
    view = fill(PostReach(), ["412", "186", "538", "203", "251"])
    t = view.t
    assert said(view, "band", n=5, low=186, high=538, middle=251, percent=67)
    assert said(view, "spread", times=t.number(2.9, 1))
    again, other = PostReach(), PostReach()
    assert again.said.value == view.said.value
    field(view, "what").value = "Ovnen"
    other.look()
    assert "Ovnen" in whole(other).said.value


def test_bentes_posts_are_shown_and_leave_ones_own_alone(store, lang):
    view = fill(PostReach(), ["99"])
    view.sample.value = True
    assert view.t("is_sample") in view.said.value
    assert post_reach.sample(lang)[0].what in view.said.value
    assert view.own.layout.display == "none"
    assert whole(PostReach()).sample.value is True
    view.sample.value = False
    assert said(view, "one_post")
    assert [row.get("reach") for row in store.rows(post_reach.KIND)] == ["99"]


def test_a_number_that_cannot_be_read_is_kept_and_told_of(store):
    view = fill(PostReach(), ["mange"])
    slip = view.t("not_a_number", where=view.t("post", at=1), text="mange")
    assert escape(slip) in view.said.value
    assert field(whole(PostReach()), "reach").value == "mange"


# ---- the plan and its trial ------------------------------------------------------------------------------


def plan(view):
    view.who.value = "Karen"
    view.wonder.value = "Tåler koppen opvaskemaskine?"
    view.openings["A"].value = "Et spørgsmål"
    view.openings["B"].value = "Jeg satte 40 kopper i maskinen"
    view.start.value = date.today()
    return whole(view)


def test_the_plan_is_dated_once_the_lots_are_drawn_and_the_lots_stay(store):
    view = PostPlan("plan")
    assert said(view, "nothing_yet")
    assert (view.calendar(), view.as_text()) == (None, None)
    plan(view)
    assert said(view, "draw_now")
    view.draw.click()
    assert said(view, "ready") and view.draw.disabled
    assert view.table.value.count("<tr>") == 1 + 6
    assert view.calendar().count(b"BEGIN:VEVENT") == 6
    assert "Karen" in view.as_text()
    drawn = post_plan.lot(store)
    view.draw.click()
    model_again = whole(PostPlan("plan"))
    assert post_plan.lot(store) == drawn
    assert model_again.table.value == view.table.value
    assert view.count.disabled, "what six posts reached may not be set beside the lot of eight"
    assert view.again.layout.display == "none"


def test_another_trial_begins_when_the_two_weeks_are_over_and_keeps_the_words(store):
    view = plan(PostPlan("plan"))
    view.draw.click()
    result = PostPlan("result")
    result.boxes[0].value = "300"
    view.start.value = date.today() - timedelta(days=14)
    assert view.again.layout.display == ""
    view.again.click()
    assert whole(view).start.value is None and not view.count.disabled
    assert view.who.value == "Karen"
    assert (post_plan.lot(store), store.get("post_plan", "reach.1")) == (None, None)
    result.look()
    assert said(result, "no_plan")


def test_results_are_asked_for_only_where_lots_are_drawn_and_then_compared(store):
    result, made = PostPlan("result"), PostPlan("plan")
    assert said(result, "no_plan")
    plan(made).draw.click()
    result.look()
    assert said(result, "no_numbers")
    shown = [box for box in result.boxes if box.layout.display == ""]
    assert len(shown) == 6
    for at, letter in enumerate(post_plan.lot(store)):
        result.boxes[at].value = {"A": f"{500 + at}", "B": f"{100 + at}"}[letter]
    assert said(result, "too_few", as_large=2, ways=20)
    result.boxes[0].value = "mange"
    assert escape(result.t("not_a_number", where=result.t("post", at=1), text="mange")) in result.said.value
    assert whole(PostPlan("result")).boxes[0].value == "mange"


@pytest.mark.parametrize("text", STRANGE)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    views = [PostPlan("plan"), PostPlan("result"), PostReach(), PeerSwap("facebook-evening")]
    made, result, reach, swap = views
    plan(made).draw.click()
    result.look()
    for box in (made.who, made.wonder, *made.openings.values(), *result.boxes, *swap.got.values()):
        box.value = text
    swap.way.value = "mail"
    for name in ("what", "reach", "reactions"):
        field(reach, name).value = text
    for view in views:
        assert "<b>" not in whole(view).said.value
    assert whole(PostPlan("plan")).who.value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view, reach = plan(PostPlan("plan")), PostReach()
    swap = PeerSwap("facebook-evening")
    view.who.value = field(reach, "what").value = swap.gave.value = "Kanariefugl"
    for one in (view, reach, swap):
        assert "Kanariefugl" not in str(whole(one)._repr_mimebundle_())


# ---- the swap --------------------------------------------------------------------------------------------


def test_the_way_chosen_decides_what_is_asked(store):
    view = PeerSwap("facebook-evening")
    assert said(view, "choose_way")
    assert {view.with_peer.layout.display, view.alone.layout.display} == {"none"}
    view.way.value = "table"
    assert view.with_peer.layout.display == "" and view.alone.layout.display == "none"
    for part in PARTS:
        view.got[part].value = "Hvem er det her til?"
    view.gave.value = "Tre gode ord"
    assert said(view, "changed_missing")
    view.changed.value = "Prisen kom op øverst."
    assert said(view, "ready")
    other = PeerSwap("theme-evening")
    assert said(other, "choose_way"), "each evening has its own swap"
    assert whole(PeerSwap("facebook-evening")).changed.value == "Prisen kom op øverst."


def test_alone_the_questions_open_after_two_days(store):
    view = PeerSwap("facebook-evening")
    view.way.value = "alone"
    view.put_away.click()
    assert said(view, "wait", hours=48) and view.four.layout.display == "none"
    peer_swap.put_away(store, "facebook-evening", datetime.now() - timedelta(hours=49))
    view.look()
    assert view.four.layout.display == ""
    for name in CRITERIA:
        view.scores[name].value = "3"
    assert said(view, "all_high")
    view.take_out.click()
    assert said(view, "put_away")


def test_the_letter_asks_for_the_three_parts_and_offers_a_way_out(store):
    text = whole(PeerSwap("facebook-evening")).letter_text()
    assert all(f"{n}. " in text for n in (1, 2, 3))


# ---- the steps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", platform_steps.names())
def test_the_steps_say_when_they_were_written(store, name):
    view = whole(PlatformSteps(name))
    known, t = platform_steps.read(name), view.t
    shown = view.children[0].value
    assert t.date(known["written"]) in shown
    assert shown.count("<details>") == len(known["task"])
    assert escape(t.pick(known["task"][0]["steps"][0])) in shown
    assert t("when_they_fail") in shown
