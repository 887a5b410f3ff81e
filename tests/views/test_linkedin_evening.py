"""The LinkedIn evening's exercises, worked as a learner does."""

from datetime import date

import pytest

from driving import whole
from exercises.kit.base import escape
from exercises.models import message_draft, online_acts
from exercises.rules.circle_count import AGES, CIRCLES
from exercises.rules.message_draft import DRAFTS
from exercises.rules.profile_check import ITEMS
from exercises.views.circle_count import CircleCount
from exercises.views.message_draft import MessageDraft
from exercises.views.online_acts import OnlineActs
from exercises.views.profile_check import ProfileCheck

pytestmark = pytest.mark.usefixtures("lang")

STRANGE = ["x" * 9000, "Мария", "王", "<b>fed</b> & {who}", "?", "\n\n", "-17", "NaN"]


def said(view, key, **names):
    return escape(view.t(f"found.{key}", **names)) in whole(view).said.value


def test_the_examples_in_the_profile_are_not_warned_against(store):
    view = ProfileCheck()
    assert said(view, "nothing_yet") and view.as_text() is None
    view.headline.value = view.t("headline_like").split(" ", 1)[1]
    assert not said(view, "headline_missing")
    assert "LIX" not in view.said.value


def test_the_eight_points_are_kept_and_counted(store):
    view = ProfileCheck()
    view.about.value = "Jeg laver en kop. " * 12
    for item in ITEMS:
        view.points[item].value = "now"
    view.points["whom"].value = "before"
    assert said(view, "tally", before=1, after=8, of=8)
    again = whole(ProfileCheck())
    assert again.points["whom"].value == "before" and again.said.value == view.said.value
    other = ProfileCheck()
    view.points["whom"].value = "missing"
    other.look()
    assert said(other, "still.whom")


def test_counts_are_drawn_with_their_tables_and_slips_told_of(store):
    view = CircleCount()
    assert said(view, "nothing_yet")
    view.counts["circle.trade"].value = "120"
    view.counts["circle.place"].value = "40"
    assert view.said.value.count("<svg") == 1 and view.t.percent(0.75) in view.said.value
    assert said(view, "mostly.trade", percent=75)
    view.counts["age.three"].value = "mange"
    slip = view.t("not_a_number", where=view.t("age.three"), text="mange")
    assert escape(slip) in whole(view).said.value
    again = whole(CircleCount())
    assert again.counts["age.three"].value == "mange"
    assert len(again.counts) == len(CIRCLES) + len(AGES)


def control(view, name, at=0):
    row = sorted(view._rows)[at]
    return view._rows[row][1][("day", "did", "note", "back").index(name)]


def test_five_acts_are_logged_and_follow_to_another_window(store):
    view, other = OnlineActs(), OnlineActs()
    assert said(view, "nothing_yet")
    for at in range(5):
        if at:
            view._add()
        control(view, "day", at).value = date.today()
        control(view, "did", at).value = "comment" if at < 3 else "invitation"
        control(view, "back", at).value = "reply" if at == 0 else ""
    assert said(view, "done", n=5, back=1)
    other.look()
    assert whole(other).said.value == view.said.value
    view._remove(store.rows(online_acts.KIND)[0]["id"])
    assert said(view, "to_go", n=1)


def test_each_draft_keeps_its_own_words(store):
    view = MessageDraft()
    assert [value for _, value in view.draft.options] == list(DRAFTS)
    view.body.value = view.t("comment_like").split(" ", 1)[1]
    assert said(view, "ready_comment")
    view.draft.value = "invitation1"
    assert view.body.value == "" and view.as_text() is None
    view.body.value = view.t("invitation_like").split(" ", 1)[1]
    assert said(view, "ready_invitation")
    view.draft.value = "comment1"
    assert view.body.value == view.t("comment_like").split(" ", 1)[1]
    assert whole(MessageDraft()).body.value == view.body.value


def test_an_invitation_is_asked_whether_it_is_marketing_and_a_comment_is_not(store):
    view = MessageDraft()
    assert view.lawful.layout.display == "none"
    view.draft.value = "invitation2"
    assert view.lawful.layout.display == ""
    for question, answer in (("selling", "yes"), ("electronic", "yes"), ("agreed", "no"), ("customer", "no")):
        view.law[question].value = answer
    assert escape(view.law_text("outcome.do_not_send")) in whole(view).verdict.value
    assert message_draft.law(store, "invitation1") == {}
    view.law["selling"].value = "no"
    assert escape(view.law_text("outcome.personal")) in view.verdict.value
    assert view.law["agreed"].layout.display == "none"


@pytest.mark.parametrize("text", STRANGE)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    profile, draft, counts, acts = ProfileCheck(), MessageDraft(), CircleCount(), OnlineActs()
    boxes = (profile.headline, profile.about, draft.body, *counts.counts.values(), control(acts, "note"))
    for box in boxes:
        box.value = text
    for view in (profile, draft, counts, acts):
        assert "<b>" not in whole(view).said.value
    assert whole(MessageDraft()).body.value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    profile, draft, acts = ProfileCheck(), MessageDraft(), OnlineActs()
    for box in (profile.headline, profile.about, draft.body, control(acts, "note")):
        box.value = "Kanariefugl"
    for view in (profile, draft, acts):
        assert "Kanariefugl" not in str(whole(view)._repr_mimebundle_())
