"""The boundary dialogue of lesson 8, worked as a learner does, and the dialogues that it holds."""

import itertools

import pytest

from driving import whole
from exercises.models import boundary_dialogue as own_model
from exercises.models import dialogue as model
from exercises.rules import dialogue as rules
from exercises.rules.boundary_dialogue import PARTS
from exercises.texts import Texts
from exercises.views.boundary_dialogue import BoundaryDialogue

pytestmark = pytest.mark.usefixtures("lang")

CONTENT = own_model.CONTENT
SCENES = ("kiln", "talk", "glaze")
TURNS = 5


@pytest.fixture
def script(lang):
    return Texts(CONTENT, lang)


def talk(view, choices):
    for choice in choices:
        view.options.index = choice
        view.say_it.click()
    return whole(view)


def kept_to(act, turn):
    """The place of a turn's option that does ``act``, else of its warmest that gives no work away."""
    here = range(len(turn.options))
    doing = [at for at in here if act in turn.options[at].acts]
    fair = [at for at in here if "free" not in turn.options[at].acts]
    return doing[0] if doing else max(fair, key=lambda at: turn.options[at].warmth)


# ---- the dialogues ---------------------------------------------------------------------------------------


def test_each_conversation_takes_five_lines_whatever_is_said(script):
    assert tuple(script.data["scenes"]) == SCENES
    for key in SCENES:
        scene = model.scene(script, key)
        assert [len(turn.options) for turn in scene.turns] == [3] * TURNS
        for choices in itertools.product("abc", repeat=TURNS):
            assert rules.play(scene, choices).over


def test_every_act_has_a_name_and_every_scene_offers_all_that_is_looked_for(script):
    for key in SCENES:
        options = [option for turn in model.scene(script, key).turns for option in turn.options]
        acts = {act for option in options for act in option.acts}
        assert acts <= set(script.data["acts"])
        assert set(script.data["looks_for"]) <= acts
        assert {option.warmth for option in options} == {-1, 0, 1}


def test_giving_work_away_pleases_and_a_fair_answer_never_chills(script):
    for key in SCENES:
        for turn in model.scene(script, key).turns:
            for option in turn.options:
                if "free" in option.acts:
                    assert option.warmth >= 0
                if {"give", "ask", "price", "next_step"} & set(option.acts):
                    assert option.warmth >= 0, option.text


def test_the_good_line_is_not_always_in_the_same_place(script):
    for key in SCENES:
        good = {kept_to("price", turn) for turn in model.scene(script, key).turns}
        assert len(good) > 1, key


def test_the_two_models_differ_in_what_the_lesson_teaches(script):
    yes, free = (rules.count(model.model_lines(script, key)) for key in ("of_course", "first_is_free"))
    assert (yes.acts["free"], yes.acts["excuse"], yes.acts["price"]) == (2, 2, 0)
    assert (free.acts["free"], free.acts["excuse"], free.acts["price"]) == (0, 0, 1)
    assert yes.share == pytest.approx(free.share, abs=0.05), "she talks as much in both"


# ---- to read and to choose -------------------------------------------------------------------------------


def test_the_two_conversations_stand_with_names_acts_and_one_table_of_counts(store, script):
    view = whole(BoundaryDialogue("models"))
    yes, free, counts = (box.value for box in view.children[:3])
    assert script("acts.excuse.one") in yes
    assert script("acts.price.one") in free
    assert counts.count("<tr>") == 2 + len(script.data["acts"])


@pytest.mark.parametrize("key", SCENES)
def test_one_who_names_the_price_hears_their_own_line(store, script, key):
    view = BoundaryDialogue("try")
    view.meet.value = key
    scene = model.scene(script, key)
    talk(view, [kept_to("price", turn) for turn in scene.turns])
    played = rules.play(scene, model.choices(store, CONTENT, key))
    name = model.heading(script, "scenes", key).alter
    line = next(names["line"] for _, names in rules.findings("price", played.chances))
    assert script("looks_for.price.said", line=line, name=name) in view.result.value
    assert script("looks_for.free.missed", name=name) in view.result.value


@pytest.mark.parametrize("key", SCENES)
def test_one_who_gives_work_away_is_shown_what_could_have_been_said(store, script, key):
    view = BoundaryDialogue("try")
    view.meet.value = key
    scene = model.scene(script, key)
    talk(view, [kept_to("free", turn) for turn in scene.turns])
    played = rules.play(scene, model.choices(store, CONTENT, key))
    slip = dict(rules.findings("free", played.chances, slip=True))["said"]
    assert script("acts.free.many") in view.result.value
    for text in (slip["line"], slip["could"]):
        assert text.replace("'", "&#x27;") in view.result.value
    assert not any("free" in option.acts for option in scene.turns[0].options if option.text == slip["could"])


def test_a_conversation_is_kept_and_goes_on_in_another_window(store):
    one, other = BoundaryDialogue("try"), BoundaryDialogue("try")
    talk(one, [0, 1])
    other.look()
    assert whole(other).latest.value == one.latest.value
    assert BoundaryDialogue("try").options.options == one.options.options


# ---- one's own -------------------------------------------------------------------------------------------

ANSWER = {
    "da": (
        "Se på spiralerne",
        "Det første råd er gratis. Et besøg koster 650 kroner",
        "Jeg ringer torsdag klokken ni",
    ),
    "en": ("Look at the elements", "The first is free. A visit costs 650 kroner", "I’ll ring on Thursday"),
}


def write(view, parts, **numbers):
    for part, text in zip(PARTS, parts, strict=True):
        view.boxes[part].value = text
    for name, typed in numbers.items():
        getattr(view, name).value = typed
    return whole(view)


def test_nothing_written_asks_for_it_and_gives_nothing_to_copy(store):
    view = whole(BoundaryDialogue("own"))
    assert view.t("found.nothing_yet") in view.said.value
    assert view.as_text() is None


def test_a_whole_answer_is_put_together_reckoned_and_copied(store, lang):
    view = write(BoundaryDialogue("own"), ANSWER[lang], price="650", minutes="150")
    assert view.t("found.ready") in view.said.value
    price, rate = view.t.kroner(650), view.t.kroner(260)
    assert view.t("found.per_hour", price=price, minutes=150, rate=rate) in view.said.value
    view.asked.value = "Kom lige forbi"
    text = view.as_text()
    assert view.t("to", asked="Kom lige forbi") in text
    assert all(part in text for part in ANSWER[lang])


def test_an_excuse_is_quoted_with_its_line(store, lang):
    gift, _, step = ANSWER[lang]
    line = {"da": "Undskyld, det koster 650 kroner.", "en": "Sorry, it costs 650 kroner."}[lang]
    view = write(BoundaryDialogue("own"), (gift, line, step), price="650")
    word = {"da": "undskyld", "en": "sorry"}[lang]
    assert view.t("found.excuse", word=word, line=line) in view.said.value


@pytest.mark.parametrize("typed", ["aner det ikke", "-5", "99999999", "9" * 400, "<b>6</b>"])
def test_a_price_that_cannot_be_is_told_of_not_counted_and_stays(store, lang, typed):
    view = write(BoundaryDialogue("own"), ANSWER[lang], price=typed, minutes="60")
    assert 'role="alert"' in view.said.value
    assert view.t("price") in view.said.value
    assert "<b>" not in view.said.value
    assert BoundaryDialogue("own").price.value == typed


def test_an_answer_written_in_one_window_is_in_the_other_and_reopened(store, lang):
    one, other = BoundaryDialogue("own"), BoundaryDialogue("own")
    write(one, ANSWER[lang], price="650")
    other.look()
    assert whole(other).said.value == one.said.value
    again = whole(BoundaryDialogue("own"))
    assert tuple(box.value for box in again.boxes.values()) == ANSWER[lang]
    assert again.price.value == "650"


@pytest.mark.parametrize(
    "text", ["ord " * 4000, "x" * 9000, "Это стоит 650", "六百五十", "<b>fed</b> & {x}", "?"]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = write(BoundaryDialogue("own"), (text, text, text))
    assert "<b>" not in view.said.value
    assert whole(BoundaryDialogue("own")).boxes["line"].value == text


@pytest.mark.parametrize("part", ["models", "try", "own"])
def test_what_was_written_is_not_in_what_a_notebook_saves(store, part):
    write(BoundaryDialogue("own"), ["Kanariefugl"] * 3)
    assert "Kanariefugl" not in str(whole(BoundaryDialogue(part))._repr_mimebundle_())
