"""The dialogue laboratory of lesson 5, worked as a learner does, and the dialogues that it holds."""

import itertools

import pytest

from driving import whole
from exercises.models import dialogue as model
from exercises.models import dialogue_lab as own_model
from exercises.rules import dialogue as rules
from exercises.rules.dialogue_lab import MOST_PAIRS
from exercises.texts import Texts
from exercises.views.dialogue_lab import DialogueLab

pytestmark = pytest.mark.usefixtures("lang")

CONTENT = own_model.CONTENT
SCENES = ("busy", "quiet", "talker")
TURNS = 8


@pytest.fixture
def script(lang):
    return Texts(CONTENT, lang)


def talk(view, choices):
    """Say the options at the places ``choices``, one after another."""
    for choice in choices:
        view.options.index = choice
        view.say_it.click()
    return whole(view)


def offered(script, act, turn):
    return next(at for at, option in enumerate(turn.options) if act in option.acts)


# ---- the dialogues ---------------------------------------------------------------------------------------


def test_each_conversation_takes_eight_lines_whatever_is_said(script):
    assert tuple(script.data["scenes"]) == SCENES
    for key in SCENES:
        scene = model.scene(script, key)
        assert [len(turn.options) for turn in scene.turns] == [3] * TURNS
        for choices in itertools.product("abc", repeat=3):
            assert rules.play(scene, [*choices, *"aaaaa"]).over


def test_the_acts_of_every_question_agree_with_its_words_in_both_languages(script, lang):
    said = [
        (option.text, set(option.acts))
        for key in SCENES
        for turn in model.scene(script, key).turns
        for option in turn.options
    ]
    said += [
        (line.text, set(line.acts))
        for key in script.data["models"]
        for line in model.model_lines(script, key)
        if line.who == rules.EGO
    ]
    kinds = {"open", "closed"}
    wrong = [
        text for text, acts in said if acts & kinds != set(rules.acts_in(text, "", model.cues(lang))) & kinds
    ]
    assert wrong == []


def test_every_act_has_a_name_and_every_scene_offers_all_that_is_looked_for(script):
    for key in SCENES:
        options = [option for turn in model.scene(script, key).turns for option in turn.options]
        acts = {act for option in options for act in option.acts}
        assert acts <= set(script.data["acts"])
        assert set(script.data["looks_for"]) <= acts
        assert {option.warmth for option in options} <= {-1, 0, 1}


def test_every_turn_has_one_choice_that_the_other_opens_up_to(script):
    for key in SCENES:
        for turn in model.scene(script, key).turns:
            assert any(option.warmth == 1 for option in turn.options), (key, turn.key)


def test_the_two_models_differ_in_what_the_lesson_teaches(script):
    card, question = (rules.count(model.model_lines(script, key)) for key in ("card", "question"))
    assert card.share > rules.MUCH > question.share
    assert card.acts["follow_up"] == card.acts["next_step"] == 0
    assert question.acts["follow_up"] == 3
    assert question.acts["sell"] == 0


# ---- to read ---------------------------------------------------------------------------------------------


def test_the_two_conversations_stand_with_names_acts_and_one_table_of_counts(store, script):
    view = whole(DialogueLab("models"))
    card, question, counts = (box.value for box in view.children[:3])
    assert "Svend" in card and "Svend" in question
    assert script("acts.sell.one") in card
    assert script("acts.follow_up.one") in question
    assert counts.count("<tr>") == 2 + len(script.data["acts"])


# ---- to choose one's way through -------------------------------------------------------------------------


def test_a_line_said_is_answered_and_kept_and_the_conversation_goes_on_when_reopened(store, script):
    view = whole(DialogueLab("try"))
    turn = model.scene(script, "busy").turns[0]
    talk(view, [1])
    assert turn.options[1].reply[:10] in view.latest.value
    assert view.options.index is None
    assert not view.result.value
    again = whole(DialogueLab("try"))
    assert again.latest.value == view.latest.value
    assert again.options.options == view.options.options


def test_nothing_chosen_says_so_and_keeps_nothing(store):
    view = DialogueLab("try")
    view.say_it.click()
    assert view.say("choose_first") in whole(view)._message.value
    assert "nv-faulty" in view.options._dom_classes
    assert store.fields(CONTENT) == {}


def test_a_finished_conversation_is_counted_and_its_lines_quoted(store, script):
    view = talk(DialogueLab("try"), [0] * TURNS)
    played = rules.play(model.scene(script, "busy"), ["a"] * TURNS)
    share = view.say.percent(rules.count(played.lines).share)
    assert view.say("share", share=share, name="Bente") in view.result.value
    assert played.ending[:12] in view.result.value
    sold = next(chance.taken.text for chance in played.chances if "sell" in chance.taken.acts)
    assert sold[:25].replace("'", "&#x27;") in view.result.value
    assert view.options.layout.display == view.say_it.layout.display == "none"


def test_one_who_asks_hears_no_word_of_selling_and_one_who_sells_does(store, script):
    scene = model.scene(script, "quiet")
    warm = [max(range(3), key=lambda at, turn=turn: turn.options[at].warmth) for turn in scene.turns]
    view = DialogueLab("try")
    view.meet.value = "quiet"
    talk(view, warm)
    sell = script("looks_for.sell.missed", name="Torben")
    assert sell in view.result.value
    view.again.click()
    sold = [offered(script, "sell", scene.turns[0]), *warm[1:]]
    talk(view, sold)
    assert sell not in view.result.value
    assert scene.turns[0].options[sold[0]].text[:20] in view.result.value


def test_the_last_line_can_be_taken_back(store):
    view = talk(DialogueLab("try"), [0, 1])
    view.undo.click()
    assert model.choices(store, CONTENT, "busy") == ["a"]
    view.undo.click()
    assert model.choices(store, CONTENT, "busy") == []
    assert view.undo.layout.display == "none"


def test_a_second_conversation_stands_beside_the_first_in_the_table(store):
    view = talk(DialogueLab("try"), [0] * TURNS)
    assert view.say("before") not in view.result.value
    view.again.click()
    assert not whole(view).result.value
    talk(view, [1] * TURNS)
    assert view.say("before") in view.result.value
    assert store.get(CONTENT, "busy.before") == ["a"] * TURNS


def test_each_stranger_has_a_conversation_of_their_own(store):
    view = talk(DialogueLab("try"), [0])
    view.meet.value = "talker"
    assert "Birthe" in whole(view).setting.value
    assert view.undo.layout.display == "none"
    talk(view, [1, 1])
    again = DialogueLab("try")
    assert (again.meet.value, len(model.choices(store, CONTENT, "talker"))) == ("talker", 2)
    assert model.choices(store, CONTENT, "busy") == ["a"]


def test_two_windows_show_one_conversation(store):
    one, other = DialogueLab("try"), DialogueLab("try")
    talk(one, [0, 1, 2])
    other.look()
    assert whole(other).latest.value == one.latest.value
    other.meet.value = "quiet"
    one.look()
    assert whole(one).setting.value == other.setting.value


@pytest.mark.parametrize("kept", [["x"], ["a", "Kanariefugl"], [1, None], ["a"] * 50])
def test_choices_that_the_scene_does_not_have_do_not_stop_it(store, kept):
    model.say(store, CONTENT, "busy", kept)
    view = whole(DialogueLab("try"))
    if not view.result.value:
        talk(view, [0])
    assert whole(view)


# ---- one's own -------------------------------------------------------------------------------------------


def write(view, *lines):
    boxes = [box for pair in view.pairs for box in pair]
    for box, line in zip(boxes, lines, strict=False):
        box.value = line
    return whole(view)


ASKED = {
    "da": ("Jeg har lige købt en varebil.", "Hvordan gik det med varebilen? Jeg ringer på tirsdag."),
    "en": ("I have just built a workshop.", "How is the workshop? I’ll ring on Tuesday."),
}
TOLD = {"da": "Jeg laver kopper af ler.", "en": "I make cups out of clay."}


def test_nothing_written_asks_for_it_and_gives_nothing_to_copy(store):
    view = whole(DialogueLab("own"))
    assert view.t("found.nothing_yet") in view.said.value
    assert view.as_text() is None


def test_a_follow_up_and_a_time_are_found_and_quoted(store, lang):
    view = write(DialogueLab("own"), *ASKED[lang])
    assert view.t("found.followed_up", line=ASKED[lang][1]) in view.said.value
    assert view.t("found.agreed", line=ASKED[lang][1]) in view.said.value


def test_a_line_that_asks_nothing_is_quoted_as_one_that_could(store, lang):
    view = write(DialogueLab("own"), ASKED[lang][0], TOLD[lang])
    assert view.t("found.no_question", line=TOLD[lang]) in view.said.value
    assert view.t("found.no_time", line=TOLD[lang]) in view.said.value
    assert ASKED[lang][0] in view.said.value


def test_the_rule_to_practise_is_asked_for_and_goes_along_in_the_copy(store, lang):
    view = write(DialogueLab("own"), *ASKED[lang])
    view.rule.value, view.where.value = "ease", "kø"
    rule = view.t("rules.ease")
    assert view.t("found.rule", rule=rule) in view.said.value
    text = whole(view).as_text()
    assert rule in text and "kø" in text and ASKED[lang][1] in text


def test_more_lines_can_be_added_to_a_point_and_all_are_there_when_reopened(store):
    view = DialogueLab("own")
    for _ in range(MOST_PAIRS + 3):
        view.add.click()
    assert len(view.pairs) == MOST_PAIRS
    assert view.add.layout.display == "none"
    write(view, *(str(n) for n in range(2 * MOST_PAIRS)))
    again = whole(DialogueLab("own"))
    assert [box.value for pair in again.pairs for box in pair] == [str(n) for n in range(2 * MOST_PAIRS)]


def test_a_conversation_written_in_one_window_is_in_the_other(store, lang):
    one, other = DialogueLab("own"), DialogueLab("own")
    one.add.click()
    write(one, *ASKED[lang])
    other.look()
    assert whole(other).pairs[0][1].value == ASKED[lang][1]
    assert len(other.pairs) == len(one.pairs)
    assert other.said.value == one.said.value


@pytest.mark.parametrize(
    "text", ["?" * 3000, "ord " * 5000, "Привет, как дела?", "你好吗？", "<b>fed</b> & {x}", " "]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = write(DialogueLab("own"), text, text)
    assert "<b>" not in view.said.value
    assert whole(DialogueLab("own")).pairs[0][0].value == text


@pytest.mark.parametrize("part", ["models", "try", "own"])
def test_what_was_written_is_not_in_what_a_notebook_saves(store, part):
    write(DialogueLab("own"), "Kanariefugl", "Kanariefugl?")
    assert "Kanariefugl" not in str(whole(DialogueLab(part))._repr_mimebundle_())


def test_a_pick_not_yet_said_outlives_what_is_saved_elsewhere(store, lang):
    lab = DialogueLab("try")
    lab.options.index = 1
    store.put("pitch_builder", "1.audience", "En nabo")
    lab.look()
    assert lab.options.index == 1
    lab.say_it.click()
    assert lab.options.index is None, "the next line is chosen anew"
