"""Lesson 4 as its learner meets it."""

import pytest

from exercises.models import alike_or_different, card_match, my_network, network_rules
from exercises.store import FILE, Store

LESSON = "04-across-difference.ipynb"
PEOPLE = ("Kanariefugl", "Bo", "Lis", "Ib", "Åse")


@pytest.fixture
def store(server):
    """The learner's own store, with a map from lesson 3."""
    own = Store(server.folder / "Mit netværk" / FILE)
    for nickname in PEOPLE:
        my_network.add_person(own, nickname)
    yield own
    own.close()


def choose(here, label, option):
    here.get_by_label(label, exact=True).first.select_option(option)


def test_rules_comparisons_and_a_card_are_there_after_a_reload(server, store, visit):
    learner = visit()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)

    here.get_by_label("Holder nogen ude", exact=True).press("Space")
    here.get_by_role("button", name="Se begge sider").press("Enter")
    here.get_by_text("Det mener vi også.").first.wait_for()

    choose(here, "Dit eget fag", "Byggeri og reparation")
    for nickname in PEOPLE:
        choose(here, nickname, "Regnskab, bank og rådgivning")
    here.get_by_text("Anderledes end dig: 5 af 5. Indbyrdes er de spredt på 1 af 11 grupper.").wait_for()
    here.get_by_role("button", name="Næste sammenligning: Alder").press("Enter")
    here.get_by_label("Din egen alder").wait_for()

    here.get_by_role("button", name="Træk et kort").press("Enter")
    here.get_by_text("Kort 1 af 1.").wait_for()
    here.get_by_label("Hvad kunne I have til fælles? Én linje").fill("den samme vej")
    here.get_by_role("button", name="Vælg dette kort til din samtale").press("Enter")
    here.get_by_text("Begynd med det, I har til fælles: den samme vej").wait_for()
    assert learner.barriers(page) == []

    page.reload()
    learner.ready(page, f"da/{LESSON}")
    here.get_by_text("Regel 2 af 8").wait_for()
    here.get_by_text("Anderledes end dig: 5 af 5.").first.wait_for()
    here.get_by_text("Begynd med det, I har til fælles: den samme vej").wait_for()
    assert network_rules.shown(store, "one_per_trade")
    assert alike_or_different.compare(store, "trade").reading == "like_each_other"
    assert card_match.chosen(store) in card_match.drawn(store)
    assert "Kanariefugl" not in (server.folder / "da" / LESSON).read_text(encoding="utf-8")


def test_in_english_on_a_phone_bentes_network_can_be_tried_and_nothing_is_cut_off(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    here.get_by_text("What does the rule do?").wait_for()
    here.get_by_role("button", name="Try with Bente’s network").click()
    here.get_by_text("Unlike you: 10 of 14.").first.wait_for()
    here.get_by_text("The two questions side by side").wait_for()
    cut_off = """() => [...document.querySelectorAll('.nv-page .jupyter-widgets, .nv-page .nv-table')]
        .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
        .map((part) => part.className)"""
    assert page.evaluate(cut_off) == []
