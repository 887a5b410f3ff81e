"""The agreement of lesson 7, worked as a learner does."""

from datetime import date, timedelta

import pytest

from driving import whole
from exercises.kit.take import Take
from exercises.models import role_agreement as model
from exercises.rules.role_agreement import PARTS
from exercises.views.role_agreement import OPEN_LINES, RoleAgreement

pytestmark = pytest.mark.usefixtures("lang")


def fill(view):
    """Everything, as the placeholders have it."""
    view.who.value = "M."
    for part, box in view.parts.items():
        box.value = view.t(f"like.{part}").split(" ", 1)[1]
    view.review.value = date.today() + timedelta(days=30)
    view.asked.value = True
    view.theirs.value = "Godt"
    return whole(view)


def test_nothing_written_asks_for_a_beginning_and_prints_an_empty_form(store):
    view = whole(RoleAgreement())
    assert view.t("found.nothing_yet") in view.said.value
    page = view.page()
    assert view.t("print.title_open") in page
    assert page.count('class="line"') == OPEN_LINES * len(PARTS) + 3


def test_the_examples_in_the_fields_make_a_whole_agreement(store):
    """What the page itself suggests may not be what it warns against."""
    view = fill(RoleAgreement())
    t = view.t
    day = t.date(date.today() + timedelta(days=30))
    assert t("found.ready", day=day) in view.said.value
    assert view.said.value.count("<li>") == 2
    assert t("found.theirs", line="Godt") in view.said.value


def test_the_printed_page_holds_each_part_and_two_lines_to_sign_on(store):
    view = fill(RoleAgreement())
    view.parts["may"].value = "en\nto < tre"
    page = view.page()
    assert "<p>en<br>to &lt; tre</p>" in page
    assert view.t("print.will_not", who="M.") in page
    assert page.startswith(f"<title>{view.t('print.title', who='M.')}</title>")
    assert page.count('class="line"') == 2


def test_the_print_button_sends_the_page_in_its_own_language_and_keeps_none_of_it(store, lang):
    view, sent = fill(RoleAgreement()), []
    (button,) = [child for child in view.children if isinstance(child, Take)]
    button.send = lambda message, buffers=None: sent.append((message, buffers))
    button._pressed(button, "press", [])
    ((message, (content,)),) = sent
    assert (message["what"], message["lang"]) == ("print", lang)
    assert content.decode() == view.page()
    assert "M." not in str(button.get_state())


def test_words_that_weaken_a_no_or_blame_are_quoted(store, lang):
    view = fill(RoleAgreement())
    view.parts["no_mine"].value = {"da": "Måske en anden gang", "en": "Maybe another time"}[lang]
    word = {"da": "måske", "en": "maybe"}[lang]
    assert view.t("found.unclear_no", line=view.parts["no_mine"].value, word=word) in view.said.value
    view.parts["will_not"].value = {"da": "Du afbryder altid", "en": "You always interrupt"}[lang]
    word = {"da": "altid", "en": "always"}[lang]
    assert view.t("found.reproach", line=view.parts["will_not"].value, word=word) in whole(view).said.value


def test_all_of_it_is_there_again(store):
    view = fill(RoleAgreement())
    again = whole(RoleAgreement())
    assert {part: box.value for part, box in again.parts.items()} == model.parts(store)
    assert (again.who.value, again.asked.value, again.theirs.value) == ("M.", True, "Godt")
    assert again.review.value == view.review.value
    assert again.said.value == view.said.value
    again.asked.value = False
    again.review.value = None
    assert RoleAgreement().asked.value is False
    assert RoleAgreement().review.value is None


def test_what_is_written_in_one_window_is_in_the_other(store):
    one, other = RoleAgreement(), RoleAgreement()
    fill(one)
    other.look()
    assert whole(other).parts["money"].value == one.parts["money"].value
    assert other.said.value == one.said.value
    assert other.page() == one.page()


@pytest.mark.parametrize(
    "text", ["x" * 9000, "ord " * 3000, "Мария", "王", "<b>fed</b> & {who}", "?", "\n\n"]
)
def test_anything_can_be_written_and_nothing_of_it_becomes_markup(store, text):
    view = RoleAgreement()
    for box in (view.who, view.theirs, *view.parts.values()):
        box.value = text
    view.asked.value = True
    assert "<b>" not in whole(view).said.value + view.page()
    assert whole(RoleAgreement()).parts["may"].value == text


def test_what_was_written_is_not_in_what_a_notebook_saves(store):
    view = fill(RoleAgreement())
    view.theirs.value = view.who.value = "Kanariefugl"
    assert "Kanariefugl" in view.page()
    assert "Kanariefugl" not in str(view._repr_mimebundle_())
