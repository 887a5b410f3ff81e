"""Lesson 1 as its learner meets it."""

from playwright.sync_api import expect

from kept import rows

LESSON = "01-why-network.ipynb"
HINT_FITS = """field => {
    const style = getComputedStyle(field);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(field.placeholder).width <= room;
}"""


def test_the_account_typed_by_keyboard_is_there_after_a_reload(server, visit):
    learner = visit(locale="en-US")
    page = learner.open(server, f"da/{LESSON}")
    here = learner.course_page(page)
    # the options of a question are one stop for Tab
    warm_up = here.locator(".nv-exercise").filter(has=page.get_by_role("radio")).first
    warm_up.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    answer = warm_up.get_by_role("button", name="Svar", exact=True)
    expect(answer).to_be_enabled()
    page.keyboard.press("Tab")
    expect(answer).to_be_focused()
    # this browser writes the date 11/03/2026, which in Danish is another day
    here.locator(".nv-sheet-row input[type=date]").first.fill("2026-11-03")
    expect(here.locator(".nv-sheet-row .nv-day")).to_contain_text("3. november")
    hours = here.get_by_label("Timer, med transport").first
    hours.focus()
    page.keyboard.type("2,5")
    page.keyboard.press("Tab")
    page.keyboard.type("150")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    here.get_by_text("Du brugte 2,5 timer og 150 kr.").first.wait_for()
    here.get_by_role("button", name="Tilføj en gang til").press("Enter")
    here.get_by_text("Gang nr. 2").wait_for()
    here.get_by_label("Hvad gjorde du?").nth(1).fill("Messe")
    page.wait_for_timeout(500)
    assert len(rows(server, "account")) == 2
    page.reload()
    learner.ready(page, LESSON)
    assert here.get_by_label("Timer, med transport").first.input_value() == "2,5"
    assert here.get_by_text("Gang nr. 2").is_visible()
    assert learner.barriers(page) == []


def test_ten_occasions_fit_a_screen_enter_goes_down_and_a_spreadsheet_is_pasted(netvaerk, visit):
    learner = visit(1366, 768, locale="da-DK")
    page = learner.open(netvaerk("da"), f"da/{LESSON}")
    here = learner.course_page(page)
    hours = here.get_by_label("Timer, med transport")
    hours.first.focus()
    for at in range(10):
        page.keyboard.type(str(at + 1))
        page.keyboard.press("Enter")
        expect(hours).to_have_count(at + 2)
        expect(hours.nth(at + 1)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(hours.nth(9)).to_be_focused()
    ten = [hours.nth(at).bounding_box() for at in (0, 9)]
    assert ten[1]["y"] + ten[1]["height"] - ten[0]["y"] < 560, "ten on a screen of 768"
    copied = "2026-11-02\tMesse\t6\t300\tEn kunde\n3. november\tKaffe\t1\t\tIntet endnu"
    hours.nth(9).evaluate(
        """(field, text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent('paste', options));
        }""",
        copied,
    )
    here.get_by_role("button", name="Ja, tag dem med (2)").click()
    expect(hours).to_have_count(12)  # in the place of the line that was empty
    here.get_by_text("Rækker, der er sat ind: 2.").wait_for()
    expect(here.locator(".nv-day")).to_have_count(0)  # this browser writes a date as the page does
    hours.first.fill("halvanden")
    assert hours.first.evaluate("field => field.scrollWidth - field.clientWidth") <= 0
    assert learner.barriers(page) == []
    expect(here.locator(".nv-hint").first).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 780})
    label = here.locator(".nv-sheet-row .widget-label").filter(has_text="Timer, med transport")
    expect(label.first).to_be_visible()
    assert here.get_by_label("Hvad gjorde du?").first.evaluate(HINT_FITS)
    # what does not fit into its field stands under it
    expect(here.locator("input.nv-hinted + .nv-hint").first).to_be_visible()
    told = here.get_by_role("cell", name="Kaffe med en glaspuster")
    expect(told).to_have_css("display", "block")  # a table of the text is cards too
    wider = "node => node.scrollWidth - node.clientWidth"
    assert here.locator(".jp-WindowedPanel-outer").first.evaluate(wider) <= 1
    assert learner.barriers(page) == []


def test_kill_9_of_the_server_loses_nothing_typed_a_second_ago(netvaerk, visit):
    server = netvaerk("da")
    learner = visit()
    learner.allow_server_away()
    page = learner.open(server, f"da/{LESSON}")
    field = learner.course_page(page).get_by_label("Hvad gjorde du?").first
    field.press_sequentially("kaffe med K. på torvet", delay=40)
    page.wait_for_timeout(1000)
    server.kill()
    assert "kaffe med K. på torvet" in rows(server, "account")[0]["what"]


KEPT_WORDS = "Object.keys(localStorage).filter(name => name.startsWith('netvaerk-words:'))"


def test_words_typed_over_those_that_were_given_back_take_their_place(netvaerk, visit):
    server = netvaerk("da")
    learner = visit()
    learner.allow_server_away()
    page = learner.open(server, f"da/{LESSON}")
    what = learner.course_page(page).get_by_label("Hvad gjorde du?").first
    what.click()
    away = page.locator("[data-nv-line=offline_lesson]")
    learner.context.set_offline(True)
    expect(away).to_be_visible()
    page.keyboard.type("Kaffe på torvet")
    learner.context.set_offline(False)
    expect(away).to_have_count(0)
    page.wait_for_function(f"() => !{KEPT_WORDS}.length")
    assert rows(server, "account")[0]["what"] == "Kaffe på torvet"
    # the box was never left
    page.keyboard.press("Control+a")
    learner.context.set_offline(True)
    expect(away).to_be_visible()
    page.keyboard.type("Messe i Herning")
    page.close(run_before_unload=False)
    learner.context.set_offline(False)
    page = learner.open(server, f"da/{LESSON}")
    expect(learner.course_page(page).get_by_label("Hvad gjorde du?").first).to_have_value("Messe i Herning")


def test_words_that_a_killed_browser_still_had_do_not_stand_beside_what_was_kept_since(netvaerk, visit):
    """Chromium writes what it keeps for a page seconds later: killed before, it has the words that were taken
    away. Here they are put back as they were."""
    server = netvaerk("da")
    learner = visit()
    learner.context.add_init_script(
        "try { sessionStorage.setItem('found', JSON.stringify(Object.entries(localStorage)"
        ".filter(([name]) => name.startsWith('netvaerk-words:')))) } catch {}"
    )
    page = learner.open(server, f"da/{LESSON}")
    what = learner.course_page(page).get_by_label("Hvad gjorde du?").first
    what.fill("Kaffe på torvet")
    page.reload()  # within the time in which the exercise may not have heard it
    learner.ready(page, LESSON)
    expect(what).to_have_value("Kaffe på torvet")
    found = page.evaluate("JSON.parse(sessionStorage.getItem('found'))")
    assert "Kaffe på torvet" in str(found)
    page.wait_for_function(f"() => !{KEPT_WORDS}.length")
    what.fill("Messe i Herning")
    page.wait_for_timeout(2500)  # heard: no copy is left behind
    assert rows(server, "account")[0]["what"] == "Messe i Herning"
    page.close()
    learner.put_into_storage(server, found)
    page = learner.open(server, f"da/{LESSON}")
    page.wait_for_function(f"() => !{KEPT_WORDS}.length")
    expect(learner.course_page(page).get_by_label("Hvad gjorde du?").first).to_have_value("Messe i Herning")


def test_words_typed_while_the_server_is_gone_outlive_their_tab(netvaerk, visit):
    server = netvaerk("da")
    learner = visit()
    learner.allow_server_away()
    learner.allow("Could not send widget sync message")
    page = learner.open(server, f"da/{LESSON}")
    what = learner.course_page(page).get_by_label("Hvad gjorde du?")
    what.first.fill("Morgenmøde")
    learner.course_page(page).get_by_role("button", name="Tilføj en gang til").click()
    expect(what).to_have_count(2)
    server.kill()
    expect(page.locator("[data-nv-line=offline_lesson]")).to_be_visible()
    what.first.fill("Morgenmøde på havnen")
    what.nth(1).press_sequentially("Messe i Herning")
    assert page.evaluate(KEPT_WORDS) != []
    page.close()
    server.start()
    page = learner.open(server, f"da/{LESSON}")
    what = learner.course_page(page).get_by_label("Hvad gjorde du?")
    expect(what).to_have_count(2)
    expect(what.first).to_have_value("Morgenmøde på havnen")
    expect(what.nth(1)).to_have_value("Messe i Herning")
    page.wait_for_function(f"() => !{KEPT_WORDS}.length")
    kept = [row["what"] for row in rows(server, "account")]
    assert kept == ["Morgenmøde på havnen", "Messe i Herning"]


def test_two_windows_on_the_lesson_keep_what_is_typed_in_both(server, visit):
    learner = visit()
    one, other = (learner.open(server, f"da/{LESSON}") for _ in range(2))
    learner.course_page(one).get_by_label("Hvad gjorde du?").first.fill("fra det ene")
    expect(learner.course_page(other).get_by_label("Hvad gjorde du?").first).to_have_value("fra det ene")
    learner.course_page(other).get_by_label("Kroner").first.fill("125")
    learner.course_page(one).get_by_text("125 kr.").first.wait_for()
    kept = rows(server, "account")[0]
    assert (kept["what"], kept["kroner"]) == ("fra det ene", "125")
