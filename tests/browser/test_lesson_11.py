"""The capstone as its learner meets it: then and now, the plan in the calendar and on paper, whom to call."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from exercises.models import my_network, snapshot
from exercises.rules import reflection as rules
from exercises.store import FILE, Store
from exercises.typed import find_day
from kept import fields

pytestmark = pytest.mark.browser

LESSON = "11-my-plan.ipynb"
REFLECTION = "reflections/11-my-plan-da/my-plan.ipynb"
STRINGS = json.loads(
    (Path(__file__).parents[2] / "lab/extensions/netvaerk-calm/page/strings.json").read_text("utf-8")
)
TODAY = date.today()

# What a person would see in the print dialogue is kept instead; a dialogue would hold the browser.
KEEP_PRINTED = "window.print = () => { window.top.printed = document.documentElement.outerHTML }"


def before(server):
    """What the learner of the earlier lessons left behind: a frozen map of nine and a first account."""
    store = Store(server.folder / "Mit netværk" / FILE)
    for n in range(9):
        my_network.add_person(store, f"Kanariefugl {n}")
    snapshot.take(store, day=TODAY - timedelta(days=70))
    my_network.add_person(store, "Nykommer")
    store.put("network_account", "end", (TODAY - timedelta(days=70)).isoformat())
    for _ in range(6):
        store.add("account", day="", what="kaffe", hours="2", kroner="", result="idea")
    store.close()


def exercise(here, text):
    """The exercise in which ``text`` stands."""
    return here.locator(".nv-exercise").filter(has_text=text).last


def printed(page, box):
    page.evaluate("window.printed = undefined")
    box.get_by_role("button", name="Udskriv").click()
    page.wait_for_function("window.printed")
    return page.evaluate("window.printed")


def test_a_learner_looks_back_plans_and_insures_by_keyboard_and_finds_it_again(server, visit):
    before(server)
    learner = visit(accept_downloads=True)
    learner.context.add_init_script(KEEP_PRINTED)
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)

    lost = here.get_by_role("group", name="Mistet kontakten med").get_by_label("Kanariefugl 8")
    lost.focus()
    page.keyboard.press("Space")
    expect(here.get_by_text("Mistet: 1. Nye: 1. Kendt dengang, men glemt: 0.")).to_be_visible()
    here.get_by_role("group", name="Kendte jeg også dengang").get_by_label("Nykommer").check()
    expect(here.get_by_text("Mistet: 1. Nye: 0. Kendt dengang, men glemt: 1.")).to_be_visible()

    account = exercise(here, "Det nye regnskab dækker")
    account.get_by_label("Timer, med transport").fill("20")
    account.get_by_label("Hvad kom der ud af det?").select_option("En kunde")
    expect(account.get_by_text("De to regnskaber", exact=True)).to_be_visible()
    expect(account.get_by_role("row", name="Timer om ugen")).to_contain_text("2,0")

    plan = exercise(here, "Planen begynder den")
    for label, text in (
        ("Hvad slags menneske?", "en, der køber ind til et hotel"),
        ("Hvis …", "Hvis det er tirsdag"),
        ("så …", "skriver jeg til Y."),
        ("Hvad får de ud af det?", "en lampefod"),
        ("Timer i alt, med transport", "3"),
    ):
        plan.get_by_label(label, exact=True).fill(text)
    plan.get_by_label("Hvor finder du dem?").select_option("I en kreds, jeg ikke er med i endnu")
    first = TODAY + timedelta(days=3)
    plan.get_by_label("Hvilken dag?").fill(first.isoformat())
    expect(plan.get_by_text("Planen tager 3 timer i alt")).to_be_visible()
    following = plan.get_by_role("button", name="Næste kort")
    following.focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(plan.get_by_role("heading", name="Første måned")).to_be_visible()
    for at, kind in enumerate(("Et møde i min gruppe", "Bed om en anbefaling", "Del noget", "Genopliv")):
        plan.get_by_label(kind).fill("Kanariefugl")
        plan.get_by_label("Hvilken dag?").locator("visible=true").nth(at).fill(
            (TODAY + timedelta(days=7 * at)).isoformat()
        )
    expect(plan.get_by_text("Den korte vej er klar")).to_be_visible()
    with page.expect_download() as taken:
        plan.get_by_role("button", name="Læg alle dage i min kalender").click()
    events = Calendar.from_ical(taken.value.path().read_bytes()).walk("VEVENT")
    assert len(events) == 5
    assert taken.value.suggested_filename == "90-dage.ics"
    paper = printed(page, plan)
    assert "<title>Min netværksplan, 90 dage</title>" in paper
    assert "Hvis det er tirsdag, så skriver jeg til Y." in paper

    insurance = exercise(here, "De har sagt ja til at stå her")
    insurance.get_by_label("Jeg ringer først til").fill("Ruth")
    insurance.get_by_label("De har sagt ja til at stå her").check()
    expect(insurance.get_by_text("Du har nogen at ringe til i 1 af 7 situationer.")).to_be_visible()
    paper = printed(page, insurance)
    assert "jeg bliver syg i tre uger" in paper
    assert "Ruth" in paper

    assert learner.barriers(page) == []
    page.close()
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    expect(exercise(here, "Planen begynder den").get_by_text("Den korte vej er klar")).to_be_visible()
    assert here.get_by_label("Jeg ringer først til").locator("visible=true").input_value() == "Ruth"
    assert fields(server, "ninety_days")["goal1.tie"] == "across"
    saved = (server.folder / "da" / LESSON).read_text("utf-8")
    assert "Kanariefugl" not in saved


def test_the_english_page_works_on_a_small_screen(server, visit):
    learner = visit(width=390, height=844)
    page = learner.open(server, f"en/{LESSON}")
    here = learner.course_page(page)
    insurance = exercise(here, "They have agreed to stand here")
    insurance.get_by_role("button", name="Next").click()
    expect(
        insurance.get_by_role("heading", name="If the computer dies with everything on it")
    ).to_be_visible()
    insurance.get_by_label("I call first").locator("visible=true").fill("Mo")
    expect(insurance.get_by_text("Mo", exact=True)).to_be_visible()
    widths = here.locator(".nv-exercise :is(input, select, button)").evaluate_all(
        "all => all.filter(e => e.offsetParent).map(e => e.getBoundingClientRect().right)"
    )
    assert max(widths) <= 390, "a control is cut off at the edge"


def test_dates_are_put_into_the_goals_of_the_reflection_where_one_is_writing(server, visit):
    learner = visit()
    page = learner.open(server, REFLECTION)
    goals = page.locator("textarea[data-nv-cell=plan-goals]")
    field = page.get_by_label(STRINGS["date_put"]["da"])
    goals.fill(
        "Mål 1: At kende en regnskabschef, der siger mig sandheden om mine priser, senest \n\n"
        "Mål 2: At bede en fra hver af mine to foreninger om et råd, senest \n\n"
        "Mål 3: At finde nogen, der kan tage sig af butikken, når jeg ligger syg, senest"
    )

    def to_the_end_of(at):
        end = len("\n\n".join(goals.input_value().split("\n\n")[: at + 1]))
        goals.focus()
        goals.evaluate("(box, end) => box.setSelectionRange(end, end)", end)

    def goal(at):
        return goals.input_value().split("\n\n")[at]

    # by keyboard, digit by digit: half a year is no date yet. Day and month are the same in either order
    first = next(day for day in (TODAY + timedelta(days=n) for n in range(1, 91)) if day.day == day.month)
    to_the_end_of(0)
    field.focus()
    page.keyboard.type(f"{first:%d%m%Y}")
    expect(field).to_have_value(first.isoformat())
    expect(goals).to_have_value(re.compile(rf"senest \S+dag den {first.day}\. \S+( {first.year})?\n"))
    assert goal(0).count("dag den") == 1
    # another choice at once takes its place
    second = TODAY + timedelta(days=30)
    field.fill(second.isoformat())
    expect(goals).to_have_value(re.compile(rf"senest \S+dag den {second.day}\. \S+( {second.year})?\n"))
    assert goal(0).count("dag den") == 1
    # and one for another goal leaves it as it is
    kept = goal(0)
    for at, days in ((1, 60), (2, rules.GOAL_DAYS)):
        to_the_end_of(at)
        field.fill((TODAY + timedelta(days=days)).isoformat())
        expect(goals).to_have_value(re.compile(rf"dag den {(TODAY + timedelta(days=days)).day}\. "))
    assert goal(0) == kept
    written = goals.input_value()
    read = [(text, find_day(text, TODAY)) for text in written.split("\n\n")]
    assert [day for _, day in read] == [TODAY + timedelta(days=days) for days in (30, 60, rules.GOAL_DAYS)]
    assert rules.check_goals(read, TODAY).points == 1
    # the field offers the days that the check takes, and no other
    assert field.get_attribute("min") == TODAY.isoformat()
    assert field.get_attribute("max") == (TODAY + timedelta(days=rules.GOAL_DAYS)).isoformat()
    assert learner.barriers(page) == []
    # what stands in the box is what is kept
    page.locator(".nv-saved").get_by_text(re.compile(r"\d")).wait_for()
    page.reload()
    learner.ready(page, REFLECTION)
    expect(page.locator("textarea[data-nv-cell=plan-goals]")).to_have_value(written)
