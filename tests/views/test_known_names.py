"""A name from the learner's own address book is told of wherever the check of persons speaks."""

import pytest

from exercises.models import known_names
from exercises.rules.peer_swap import WAYS
from exercises.views.message_draft import MessageDraft
from exercises.views.online_acts import OnlineActs
from exercises.views.peer_swap import PeerSwap
from exercises.views.post_checker import PostChecker
from exercises.views.theme_sheet import ThemeSheet

SENTENCES = {
    "Tak til Mette Holm for en god snak": "Mette Holm",
    "Mette Holms marmelade er udsolgt": "Mette Holms",
    "METTE HOLM": "METTE HOLM",
    "Skriv til Holm, Mette": "Holm, Mette",
    "Aksel Toft kender godt Poul": "Aksel Toft",
    "Aksel Bo Toft kender godt Poul": "Aksel Bo Toft",
}
ORDINARY = ("Tak til Mette for en god snak", "Holmens Bryghus", "Vi holder til på en holm. Mette kommer.", "")


def book(store):
    store.add("contact", name="Mette Holm", organisation="Holms Marmelade")
    store.add("contact", name="Aksel Bo Toft")
    store.add("contact", name="Ebeltoft Smede", organisation="Ebeltoft Smede")


def draft(text):
    view = MessageDraft()
    view.body.value = text
    return view


def act(text):
    view = OnlineActs()
    view._rows[next(iter(view._rows))][1][2].value = text
    return view


def swap(text):
    view = PeerSwap("facebook-evening")
    view.way.value = WAYS[0]
    next(iter(view.got.values())).value = text
    return view


def post(text):
    view = PostChecker("write")
    next(iter(view.boxes.values())).value = text
    return view


def sheet(text):
    view = ThemeSheet()
    view.module.value = "newsletter"
    next(iter(view.boxes("newsletter").values())).value = text
    return view


EXERCISES = (draft, act, swap, post, sheet)


@pytest.mark.parametrize("write", EXERCISES)
@pytest.mark.parametrize(("text", "stood"), SENTENCES.items())
def test_a_whole_name_of_the_address_book_is_told_of(store, lang, write, text, stood):
    book(store)
    view = write(text)
    assert view.fault is None
    assert view.t("found.person_name", text=stood) in view.said.value


@pytest.mark.parametrize("write", EXERCISES)
@pytest.mark.parametrize("text", ORDINARY)
def test_a_first_name_and_another_word_are_not(store, write, text):
    book(store)
    view = write(text)
    before = view.t("found.person_name", text="|").split("|")[-1]
    assert view.fault is None and before not in view.said.value


@pytest.mark.parametrize("write", EXERCISES)
def test_a_name_that_is_not_in_the_address_book_is_nobodys(store, write):
    view = write("Tak til Mette Holm for en god snak")
    assert view.t("found.person_name", text="|").split("|")[-1] not in view.said.value


def test_a_business_that_stands_alone_is_nobodys_name(store):
    book(store)
    assert known_names.knowing(store)("Vi var hos Ebeltoft Smede") == []
