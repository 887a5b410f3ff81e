"""The post checker of lesson 8, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.models import post_checker as model
from exercises.rules.post_checker import PARTS, PLACES, SAID
from exercises.views.post_checker import PostChecker

pytestmark = pytest.mark.usefixtures("lang")

POST = {
    "da": (
        "Skufferne binder, når det bliver efterår.",
        "Gnid skinnen med et stearinlys, og tør resten af.",
        "En kommode fra 1920 gik let igen på 10 minutter.",
        "Hvad binder hos dig?",
    ),
    "en": (
        "The drawers stick when autumn comes.",
        "Rub the runner with a candle, and wipe off the rest.",
        "A chest of drawers from 1920 ran easily again in 10 minutes.",
        "What sticks at your place?",
    ),
}


def write(view, texts):
    for part, text in zip(PARTS, texts, strict=True):
        view.boxes[part].value = text
    return whole(view)


def count(view, **typed):
    for name, value in typed.items():
        view.counts[name].value = value
    return whole(view)


# ---- to write --------------------------------------------------------------------------------------------


def test_nothing_written_asks_for_it_and_gives_nothing_to_copy(store):
    view = whole(PostChecker("write"))
    assert view.t("found.nothing_yet") in view.said.value
    assert view.post() is None
    assert "LIX" not in view.said.value


def test_one_part_alone_has_three_missing_and_no_lix(store, lang):
    view = whole(PostChecker("write"))
    view.boxes["tip"].value = POST[lang][1]
    for part in ("problem", "example", "invitation"):
        assert view.t(f"found.missing.{part}") in view.said.value
    assert "LIX" in view.said.value and view.t("found.missing.tip") not in view.said.value


def test_a_whole_post_is_measured_and_copied_in_four_paragraphs(store, lang):
    view = write(PostChecker("write"), POST[lang])
    assert view.t("found.ready") in view.said.value
    assert view.post() == "\n\n".join(POST[lang])
    n = len(view.post().split())
    assert f"{n} " in view.said.value and "LIX" in view.said.value


def test_a_message_to_several_people_brings_up_the_law(store, lang):
    view = write(PostChecker("write"), POST[lang])
    assert [key for _, key in view.place.options] == ["", *PLACES]
    view.place.value = "mail"
    assert view.t("found.mail") in whole(view).said.value
    view.place.value = "board"
    assert view.t("found.mail") not in whole(view).said.value


def test_it_is_there_when_reopened_and_in_another_window(store, lang):
    one, other = PostChecker("write"), PostChecker("write")
    write(one, POST[lang])
    one.place.value = "paper"
    other.look()
    assert whole(other).said.value == one.said.value
    again = whole(PostChecker("write"))
    assert tuple(box.value for box in again.boxes.values()) == POST[lang]
    assert again.place.value == "paper"


@pytest.mark.parametrize(
    "text", ["ord " * 4000, "x" * 9000, "Ящик застрял", "抽屉卡住了", "<b>fed</b> & {x}", "?"]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = write(PostChecker("write"), [text] * 4)
    assert "<b>" not in view.said.value
    assert whole(PostChecker("write")).boxes["tip"].value == text


# ---- after a week ----------------------------------------------------------------------------------------


def test_what_came_back_is_counted_and_what_happened_to_the_price(store):
    view = count(PostChecker("after"), thanks="2", questions="1", orders="0")
    assert view.t("found.came_back", thanks=2, questions=1, orders=0) in view.said.value
    assert view.t("found.a_question_is_a_door") in view.said.value
    for key in SAID:
        view.price.value = key
        assert view.t(f"found.said_{key}") in whole(view).said.value


def test_the_day_says_when_to_look_again(store):
    view = whole(PostChecker("after"))
    assert view.t("found.no_outcome") in view.said.value
    view.day.value = date.today()
    back = view.t.date(date.today() + timedelta(days=7))
    assert view.t("found.look_back", day=back) in whole(view).said.value
    assert PostChecker("after").day.value == date.today()


@pytest.mark.parametrize("typed", ["et par", "-1", "99999999", "<b>2</b>"])
def test_a_number_that_cannot_be_is_told_of_and_stays(store, typed):
    view = count(PostChecker("after"), thanks=typed)
    assert 'role="alert"' in view.said.value
    assert "<b>" not in view.said.value
    assert PostChecker("after").counts["thanks"].value == typed


def test_the_count_follows_in_another_window(store):
    one, other = PostChecker("after"), PostChecker("after")
    count(one, thanks="3")
    other.look()
    assert whole(other).said.value == one.said.value
    assert model.outcome(store)[0].thanks == 3


@pytest.mark.parametrize("part", ["write", "after"])
def test_what_was_written_is_not_in_what_a_notebook_saves(store, part):
    write(PostChecker("write"), ["Kanariefugl"] * 4)
    count(PostChecker("after"), thanks="Kanariefugl")
    assert "Kanariefugl" not in str(whole(PostChecker(part))._repr_mimebundle_())
