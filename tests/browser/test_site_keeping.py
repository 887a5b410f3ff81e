"""What the course in a browser says and keeps where that stores nothing, is full or threw data away."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks import kill_browser
from exercises.places import root
from exercises.texts import Texts
from static_site import (
    BOXES,
    KEPT,
    LESSON,
    LIGHT,
    MY_DATA,
    REFLECTION,
    boxes,
    delete_all,
    fill,
    opened,
    ready,
    write,
)

SAID = json.loads((root() / "lab/browser/strings.json").read_text(encoding="utf-8"))
MANY = 60  # changes until the page asks for a copy, as docs/site.md says
CHANGES = f"""async many => {{
    const kept = () => {KEPT};
    const box = [...document.querySelectorAll('.nv-page:not(.lm-mod-hidden) input[type=text]')]
        .find(one => one.offsetParent);
    for (let n = 1; n <= many; n += 1) {{
        const before = kept();
        box.value = `ord ${{n}}`;
        box.dispatchEvent(new Event('input', {{ bubbles: true }}));
        while (kept() === before) {{
            await new Promise(done => setTimeout(done, 5));
        }}
    }}
}}"""

pytestmark = pytest.mark.timeout(900)  # the first test builds the site


def said(page, key, lang="da"):
    """The page says it once, in these words, where one sees it; returns the line."""
    line = page.locator(f'.nv-page:not(.lm-mod-hidden) [data-nv-line="{key}"]')
    expect(line).to_have_count(1)
    expect(line).to_contain_text(SAID[key][lang])
    expect(line).to_be_in_viewport()
    return line


def not_said(page, key):
    expect(page.locator(f'.nv-page:not(.lm-mod-hidden) [data-nv-line="{key}"]')).to_have_count(0)


def nothing_called_saved(page):
    expect(page.locator(".nv-saved:visible").filter(has_text="Gemt")).to_have_count(0)


def copy_of_all(one, page, button="Hent mit-netvaerk.zip"):
    """What stands in the file that My data makes, as one text."""
    with page.expect_download() as fetched:
        one.course_page(page).get_by_role("button", name=button).click()
    with zipfile.ZipFile(io.BytesIO(Path(fetched.value.path()).read_bytes())) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def to_my_data(page, line, path=MY_DATA, name="Gå til Mine data"):
    line.get_by_role("link", name=name).click()
    ready(page, path)


@pytest.fixture
def nothing_stored(tmp_path):
    """The profile of a browser whose owner lets no site store data."""
    settings = tmp_path / "profile/Default/Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    return tmp_path / "profile"


def test_where_storing_is_refused_one_can_work_and_take_a_copy_and_nothing_is_called_saved(
    site, visit, nothing_stored
):
    one = visit(profile=nothing_stored, accept_downloads=True)
    one.allow("denied permission to access the database")  # JupyterLab's own try, before it takes memory
    page = opened(one, site, LESSON)
    line = said(page, "storage_none")
    fill(page, "12")
    nothing_called_saved(page)
    to_my_data(page, line)
    said(page, "storage_none")
    assert '"12"' in copy_of_all(one, page)
    page.close()

    page = opened(one, site, REFLECTION)
    said(page, "storage_none")
    course = one.course_page(page)
    course.locator("textarea").first.fill("Jeg brugte to timer på det.")
    course.get_by_label("Dit navn", exact=False).fill("Bente Holm")
    course.get_by_role("button", name="Lav filen til aflevering").click()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Aflever, som den er").click()
    with zipfile.ZipFile(fetched.value.path()) as archive:
        assert "Jeg brugte to timer på det." in archive.read("Bente Holm/why-network.ipynb").decode()
    nothing_called_saved(page)


@pytest.fixture
def room(site):
    """`room(page, size)`: so many bytes may this site store from now on; None for as many as before."""

    def give(page, size=None):
        sessions.setdefault(page, page.context.new_cdp_session(page)).send(
            "Storage.overrideQuotaForOrigin",
            {"origin": site.url} | ({} if size is None else {"quotaSize": size}),
        )

    sessions = {}
    return give


def test_a_full_browser_is_said_at_the_field_and_all_is_kept_once_there_is_room(site, visit, room):
    one = visit(accept_downloads=True, **LIGHT)
    page = opened(one, site, LESSON)
    write(page, "12")
    room(page, 1)
    fill(page, "123")
    said(page, "storage_full")
    # where one writes; another exercise of the page that has something to keep says it as well
    told = one.course_page(page).get_by_role("alert").get_by_text(Texts("store", "da")("not_kept"))
    expect(told.first).to_be_visible()
    nothing_called_saved(page)
    fill(page, "34", at=1)
    line = said(page, "storage_full")  # once, not once a change
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    assert boxes(page, 0, 1) == ["123", "34"]

    room(page)
    write(page, "345", at=1)
    not_said(page, "storage_full")
    again = opened(one, site, LESSON)
    assert boxes(again, 0, 1) == ["123", "345"]
    again.close()

    room(page, 1)
    fill(page, "3456", at=1)
    line = said(page, "storage_full")
    to_my_data(page, line)
    assert '"3456"' in copy_of_all(one, page)
    room(page)


# As a browser without room refuses the very first file.
NO_ROOM = """FileSystemDirectoryHandle.prototype.getFileHandle = async () => {
    throw new DOMException('no room', 'QuotaExceededError');
};
"""


def test_a_browser_that_is_full_at_the_first_visit_says_that_and_not_that_the_window_is_private(site, visit):
    one = visit(accept_downloads=True, **LIGHT)
    # the store is kept by a worker, which no script of a page's reaches
    one.context.route("**/browser/worker.js", lambda route: with_line(route, NO_ROOM))
    page = opened(one, site, LESSON)
    line = said(page, "storage_no_room")
    not_said(page, "storage_none")
    fill(page, "12")
    nothing_called_saved(page)
    to_my_data(page, line)
    assert '"12"' in copy_of_all(one, page)


def with_line(route, line):
    reply = route.fetch()
    route.fulfill(response=reply, body=line + reply.text())


# What Chromium says half a minute after its room was taken away: until then it counts on what there was.
FULL = """full => {
    const { prototype } = IDBObjectStore;
    window.put ??= prototype.put;
    prototype.put = full ? () => { throw new DOMException('no room', 'QuotaExceededError'); } : window.put;
}"""


def test_a_reflection_in_a_full_browser_is_not_called_saved_and_is_kept_once_there_is_room(site, visit):
    one, words = visit(**LIGHT), "Jeg ringede til to. Den ene vidste noget nyt."
    page = one.context.new_page()
    page.goto(site.address(REFLECTION))
    course = one.course_page(page)
    answer, saved = course.locator("textarea").first, course.locator(".nv-top .nv-saved")
    line = course.locator('[data-nv-line="save_failed"]')
    answer.fill("Jeg ringede til to.")
    expect(saved).to_contain_text("Gemt")
    page.evaluate(FULL, True)
    answer.fill(words)
    expect(line).to_contain_text("Teksten kunne ikke gemmes, men den er her stadig")
    expect(line).to_be_in_viewport()
    course.get_by_label("Dit navn", exact=False).fill("Bente Holm")
    course.get_by_role("button", name="Lav filen til aflevering").click()
    expect(course.locator(".nv-status")).to_contain_text("Du har ikke afleveret, for teksten er ikke gemt")
    nothing_called_saved(page)
    page.evaluate(FULL, False)
    expect(saved).to_contain_text("Gemt")
    expect(line).to_have_count(0)

    page.evaluate(FULL, True)
    answer.fill(f"{words} Og så ringede jeg igen.")
    expect(line).to_be_visible()
    page.reload()  # there is room again
    expect(answer).to_have_value(f"{words} Og så ringede jeg igen.")
    expect(saved).to_contain_text("Gemt")


def throw_away(page, site, *kinds):
    """As a browser does that is short of room, or its owner."""
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": site.url, "storageTypes": ",".join(kinds)}
    )


def test_what_the_browser_threw_away_since_the_last_visit_is_said_once_with_the_way_to_a_copy(site, visit):
    one, lesson, my_data = visit(), LESSON.replace("da/", "en/"), MY_DATA.replace("da/", "en/")
    page = opened(one, site, lesson)
    write(page, "12", saved="Saved")
    page.close()
    page = one.context.new_page()
    throw_away(page, site, "file_systems", "indexeddb", "cache_storage", "service_workers")
    page.goto(site.address(lesson))
    ready(page, lesson)
    line = said(page, "storage_gone", "en")
    write(page, "345", at=1, saved="Saved")
    to_my_data(page, line, my_data, "Go to My data")
    said(page, "storage_gone", "en")
    again = opened(one, site, lesson)
    assert boxes(again, 1) == ["345"]
    not_said(again, "storage_gone")


def test_what_is_thrown_away_under_an_open_page_is_kept_again_with_the_next_change(site, visit):
    one = visit(**LIGHT)
    page = opened(one, site, LESSON)
    write(page, "12")
    throw_away(page, site, "file_systems")
    write(page, "34", at=1)
    again = opened(one, site, LESSON)
    assert boxes(again, 0, 1) == ["12", "34"]


def test_what_was_called_saved_outlives_browsers_that_are_killed_while_one_writes(site, chromium):
    """By the thousand: benchmarks/kill_browser.py."""
    counts = kill_browser.run(chromium.browser_type, site.url, rounds=3, seed=1)
    assert (counts["kill"], counts["reload"]) == (2, 1)
    assert counts["found"]


def test_after_many_changes_the_page_asks_for_a_copy_until_one_is_taken(site, visit):
    one = visit(accept_downloads=True, **LIGHT)
    page = opened(one, site, LESSON)
    page.evaluate(CHANGES, MANY - 1)
    not_said(page, "take_copy")
    fill(page, "12")
    line = said(page, "take_copy")
    to_my_data(page, line)
    assert '"12"' in copy_of_all(one, page)
    not_said(page, "take_copy")
    page.goto(site.address(LESSON))
    ready(page, LESSON)
    write(page, "34", at=1)
    not_said(page, "take_copy")

    # nor is a copy asked for of what was written before all was deleted
    page.goto(site.address(MY_DATA))
    ready(page, MY_DATA)
    delete_all(one.course_page(page))
    page.goto(site.address(LESSON))
    ready(page, LESSON)
    expect(page.locator(BOXES).first).to_have_value("")
    write(page, "56")
    not_said(page, "take_copy")
