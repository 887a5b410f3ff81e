"""Lesson 3 from a file of contacts to a map that answers "what if", as a learner does it."""

import pytest
from playwright.sync_api import expect

from exercises.models.sample import CONNECTIONS
from exercises.texts import Texts

LESSON = "03-my-network.ipynb"


def say(stem, key, **names):
    return Texts(stem, "da")(key, **names)


def button(here, stem, key):
    return here.get_by_role("button", name=say(stem, key), exact=True)


@pytest.mark.timeout(400)
def test_from_a_linkedin_file_to_figures_that_move_and_all_is_there_after_a_reload(netvaerk, visit):
    server = netvaerk("da")
    learner = visit(height=2600)
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    here.locator("input[type=file]").set_input_files(CONNECTIONS)
    button(here, "bring_contacts", "yes").click()
    group = here.get_by_role("group", name=say("bring_contacts", "choose_label"))
    for at in range(10):
        group.get_by_role("checkbox").nth(at).check()
    here.get_by_text(say("bring_contacts", "map_fine", n=10, fewest=8, most=25)).wait_for()
    button(here, "bring_contacts", "later").click()
    here.get_by_text(say("bring_contacts", "hits", n=22, of=22, page=2, pages=3)).wait_for()
    for at in range(2):
        group.get_by_role("checkbox").nth(at).check()
    here.get_by_text(say("bring_contacts", "map_fine", n=12, fewest=8, most=25)).wait_for()

    here.get_by_role("radio", name=say("describe_people", "step.circles")).check()
    here.get_by_label(say("describe_people", "new_circle")).fill("Håndboldklubben")
    button(here, "describe_people", "add_circle").click()
    members = here.get_by_role("group", name=say("describe_people", "members", circle="Håndboldklubben"))
    for name in ("Aksel S", "Anna N"):
        members.get_by_role("checkbox", name=name).check()
    here.get_by_text("Håndboldklubben: Aksel S, Anna N").wait_for()

    whom = here.get_by_label(say("network_map", "what_if.whom"))
    whom.locator("option", has_text="Aksel S").wait_for(state="attached")
    expect(whom.locator("option")).to_have_count(13)
    whom.select_option("Aksel S")
    button(here, "network_map", "what_if.out").click()
    button(here, "network_map", "figures.show").click()
    here.get_by_role("columnheader", name=say("network_map", "figures.after")).wait_for()
    here.get_by_text(say("network_map", "what_if.now_out", names="Aksel S")).first.wait_for()

    page.reload()
    learner.ready(page, LESSON)
    whom.locator("option", has_text="Aksel S").wait_for(state="attached")
    expect(whom.locator("option"), "what if takes nobody away").to_have_count(13)
    button(here, "network_map", "figures.show").click()
    here.get_by_role("columnheader", name=say("network_map", "figures.own")).wait_for()
    barriers = learner.barriers(page)
    assert barriers == [], "\n".join(barriers)
