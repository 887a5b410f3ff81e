"""The referral sentence of lesson 7, worked as a learner does."""

import pytest

from driving import whole
from exercises.models import referral_sentence as model
from exercises.views.referral_sentence import ReferralSentence

pytestmark = pytest.mark.usefixtures("lang")


def example(view, part):
    """What the placeholder suggests, without its *e.g.*"""
    return view.t(f"like.{part}").split(" ", 1)[1]


def fill(view, **choices):
    for part, box in view.parts.items():
        box.value = example(view, part)
    view.thanks.value = view.t("thanks_like").split(" ", 1)[1]
    chosen = {"bond": "customer", "first": "them", "way": "face", "many": "one", "moment": "praised"}
    for name, key in (chosen | choices).items():
        view.chosen[name].value = key
    return whole(view)


def test_nothing_written_asks_for_a_beginning_and_gives_nothing_to_copy(store):
    view = whole(ReferralSentence())
    assert view.t("found.nothing_yet") in view.said.value
    assert view.request() is None
    assert view.whole.value == ""


def test_the_examples_in_the_fields_make_a_request_that_is_warned_of_nothing(store):
    """What the page itself suggests may not be what it warns against."""
    view = fill(ReferralSentence())
    t = view.t
    sentences = [
        t("ask", situation=example(view, "situation")),
        t("offer", help=example(view, "help")),
        t("first_line.them"),
        example(view, "way_out"),
    ]
    assert view.request() == " ".join(sentences)
    for key in ("first_them", "clear", "moment_good", "bond_customer", "thanks_fine"):
        assert t(f"found.{key}") in view.said.value
    assert view.said.value.count("<li>") == 5


def test_a_beginning_that_was_typed_too_is_said_once(store, lang):
    view = ReferralSentence()
    begun = {"da": "Hvem kender du, som har en pose?", "en": "Who do you know who has a bag?"}[lang]
    view.parts["situation"].value = begun
    assert whole(view).request() == begun


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({"first": "me"}, "unlawful_first"),
        ({"way": "electronic", "many": "many"}, "unlawful_many"),
        ({"way": "electronic"}, "check_one"),
        ({"moment": "invoice"}, "moment_invoice"),
        ({"bond": "family"}, "bond_family"),
    ],
)
def test_each_choice_is_answered_on_the_page(store, choices, key):
    view = fill(ReferralSentence(), **choices)
    assert view.t(f"found.{key}") in view.said.value


def test_a_commission_and_a_vague_word_are_quoted(store, lang):
    view = fill(ReferralSentence(), bond="acquaintance")
    view.thanks.value = {"da": "10 % af ordren", "en": "a 10 % commission"}[lang]
    word = {"da": "%", "en": "%"}[lang]
    assert view.t("found.commission", word=word) in view.said.value
    assert view.t("found.commission_acquaintance") in view.said.value
    line = {"da": "har brug for hjælp med noget", "en": "needs help with this or that"}[lang]
    view.parts["situation"].value = line
    word = {"da": "brug for hjælp", "en": "needs help"}[lang]
    assert view.t("found.vague_word", word=word, line=line) in whole(view).said.value


def test_all_of_it_is_there_again(store):
    view = fill(ReferralSentence())
    again = whole(ReferralSentence())
    assert again.request() == view.request()
    assert {name: control.value for name, control in again.chosen.items()} == model.choices(store)
    assert again.thanks.value == view.thanks.value
    again.chosen["way"].value = ""
    assert model.choice(store, "way") is None


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = ReferralSentence(), ReferralSentence()
    fill(one)
    other.look()
    assert whole(other).request() == one.request()
    assert (other.said.value, other.whole.value) == (one.said.value, one.whole.value)


def test_what_lies_in_the_store_may_be_odd(store):
    store.put(model.STEM, "bond", "nonsense")
    assert whole(ReferralSentence()).chosen["bond"].value == ""


@pytest.mark.parametrize(
    "text", ["x" * 9000, "ord " * 3000, "у кого мешок с чеками", "谁", "<b>f</b> & {who}", "?"]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = ReferralSentence()
    for box in (view.thanks, *view.parts.values()):
        box.value = text
    assert "<b>" not in whole(view).said.value + view.whole.value
    assert whole(ReferralSentence()).parts["help"].value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(ReferralSentence())
    view.parts["situation"].value = view.thanks.value = "Kanariefugl"
    assert "Kanariefugl" in view.request()
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
