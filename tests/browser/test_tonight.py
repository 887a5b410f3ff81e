"""Twenty telephones at one evening on a real hub, which is killed on the way: nothing told is lost."""

import os
import re
from contextlib import suppress
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

import exercises
from exercises.texts import Texts
from facilitation.language import TEXTS
from facilitation.views.host_desk import HostDesk

DAY, THEMES = "2027-02-04", ("Priser", "Foto")
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def phone(hub, chromium):
    """``phone(name, language)``: a browser of its own, signed in as somebody, at the page of the evening."""
    contexts = []

    def start(name, language="da"):
        person = hub.sign_in(f"{hub.NAME} {name}", lang=language)
        context = chromium.new_context(
            viewport={"width": 360, "height": 740}, ignore_https_errors=True, locale=language
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": one.name, "value": one.value.strip('"'), "domain": "127.0.0.1", "path": one.path}
                for one in person.session.cookies
            ]
        )
        page = context.new_page()
        words = Texts("hub", language, folder=TEXTS)
        page.goto(f"{hub.url}/hub/tonight?lang={language}")
        page.get_by_role("link", name=words("tonight.say_who")).click()
        page.locator("#name").fill(name)
        page.locator("input[name=shown]").check()
        page.get_by_role("button", name=words("evening.save")).click()
        expect(page.get_by_role("status")).to_have_text(words("evening.saved"))
        page.goto(f"{hub.url}/hub/tonight?lang={language}")
        expect(page.get_by_text(words("tonight.hello", name=name))).to_be_visible()
        return page

    yield start
    for context in contexts:
        context.close()


def send(page, language="da"):
    words = Texts("hub", language, folder=TEXTS)
    page.get_by_role("button", name=words("tonight.send")).click()
    expect(page.locator(".done")).to_have_text(words("tonight.saved"))


def open_again(page):
    # the page opens itself again when the host has news, and may be first
    with suppress(Error):
        page.goto(page.url)
    page.wait_for_load_state()


def shot(page, name):
    """A picture to look at, where somebody asks for one."""
    if folder := os.environ.get("NETVAERK_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/tonight-{name}.png", full_page=True)


@pytest.mark.timeout(900)
def test_twenty_telephones_at_one_evening_lose_nothing_when_the_hub_is_killed(hub, phone, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(hub.folder / "desk"))
    exercises.language("da")
    desk = HostDesk()
    evening = desk.evening
    evening.set_date(DAY)
    evening.note(sender="Mikronet")
    evening.promise(made=20)
    evening.put_away()
    evening.set_date(DAY)
    names = [f"Nr {at:02}" for at in range(20)]
    phones = {name: phone(name, "en" if at % 4 == 0 else "da") for at, name in enumerate(names)}
    assert evening.take_answers() == 20
    evening.use_sign_ups()
    evening.look_up()
    evening.open_vote("\n".join(THEMES))

    # the vote comes up by itself, and the hub is killed when half of them have sent
    expect(phones["Nr 01"].get_by_text(THEMES[0]).first).to_be_visible(timeout=15_000)
    for at, page in enumerate(phones.values()):
        if at == 10:
            hub.kill()
            hub.start()
        open_again(page)
        page.locator(f"input[name=votes][value={THEMES[at % 3 == 0]}]").check()
        page.locator("#can").fill(f"ting {at}")
        page.locator("#wants").fill(f"hjælp {at}")
        page.locator("input[name=ended][value=kept]").check()
        send(page, "en" if at % 4 == 0 else "da")
    desk.look()
    assert desk.fault is None
    assert set(evening.poll.ballots) == set(names)
    assert sorted(evening.kept["offers"]) == [[name, f"ting {at}"] for at, name in enumerate(names)]
    assert len(evening.kept["needs"]) == 20 and evening.kept["promises"]["kept"] == 20
    shot(phones["Nr 01"], "vote")

    # rounds, two who stay away and one who comes late
    evening.schedule(3, 4)
    evening.press("start", 1_800_000_000.0)
    own = phones["Nr 01"]
    groups = Texts("groups", "da", folder=TEXTS)
    card = evening.rounds.card("Nr 01")
    expect(own.locator("li[aria-current=step]")).to_contain_text(
        groups("rounds.card", round=1, table=card[0]), timeout=15_000
    )
    evening.change(gone=["Nr 05", "Nr 06"], late="Sent Kommen")
    late = phone("Sent Kommen")
    seat = evening.rounds.card("Sent Kommen")[0]
    expect(late.locator("li[aria-current=step]")).to_contain_text(groups("rounds.card", round=1, table=seat))
    expect(phones["Nr 05"].locator("ol.rounds")).to_have_count(0, timeout=15_000)

    # a promise each, and looking back; the hub is killed once more, after the last
    for at, name in enumerate(names):
        page = phones[name]
        open_again(page)
        page.locator("input[name=promised]").check()
        page.locator("input[name=met]").first.check()
        page.locator("#what").fill(f"Det gik {at}")
        send(page, "en" if at % 4 == 0 else "da")
    hub.kill()
    desk.look()
    assert evening.kept["promises"]["made"] == 20
    assert (evening.hits["answered"], evening.hits["met"]) == (20, 20)
    assert sorted(evening.looked_back["what"]) == sorted(f"Det gik {at}" for at in range(20))
    assert set(evening.poll.ballots) == set(names), "a vote was lost by what was told later"

    # what is typed while the hub is gone stays on the page, and is sent when it is back
    own.locator("#what").fill("Skrevet uden hub")
    hub.start()
    send(own)
    desk.look()
    assert "Skrevet uden hub" in evening.looked_back["what"] and desk.fault is None
    shot(own, "told")
    assert own.evaluate("document.documentElement.scrollWidth") <= 360
    assert [one["id"] for one in Axe().run(own).response["violations"]] == []


def test_the_code_on_the_wall_leads_a_telephone_to_the_evening_and_starts_no_server(hub):
    from facilitation.hub import join, settings

    kept = settings.load(hub.folder)
    person = hub.stranger(f"{hub.NAME} Ny")
    goes = join.address(kept, "en", tonight=True).removeprefix(kept.url.rstrip("/"))
    page = person.get(goes)
    action = unescape(re.search(r'<form method="post" action="([^"]+)"', page.text)[1])
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    fields |= {"username": f"{hub.NAME} Ny", "password": hub.WORD, "code": hub.code}
    answer = person.session.post(f"{hub.url}{action}", data=fields, timeout=60)
    assert answer.ok and answer.url.partition("?")[0] == f"{hub.url}/hub/tonight"
    assert Texts("hub", "en", folder=TEXTS)("tonight.who") in answer.text
    assert not (hub.folder / "homes" / person.name / "My network").exists()
    wall = hub.facilitator().get("/hub/join?to=tonight&lang=da").content.decode()
    assert Texts("hub", "da", folder=TEXTS)("tonight.wall") in wall
