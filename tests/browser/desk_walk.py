"""The steps of a learner and a facilitator that are the same from `netvaerk desk` and on a hub.

Tests take them from the fixture ``walk``: ``page`` is a Playwright page, ``visitor`` the `Visit` that it
belongs to.
"""

import json
from pathlib import Path

from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.language import TEXTS

STRINGS = Path(__file__).parents[2] / "lab/extensions/netvaerk-calm/page/strings.json"
WORDS = json.loads(STRINGS.read_text(encoding="utf-8"))
REMARK = "Godt set: to timer gav en aftale."


class Walk:
    """In Danish; what the pages say is asked for by its key."""

    remark = REMARK

    def __init__(self):
        self.front, self.reading = (
            Texts(stem, "da", folder=TEXTS) for stem in ("desk_front", "read_answers")
        )

    def hand_in(self, visitor, page, answers):
        """Fill in the first boxes of the reflection that is open, and hand it in as it is."""
        here = visitor.course_page(page)
        for at, words in enumerate(answers):
            here.get_by_role("textbox").nth(at).fill(words)
        here.get_by_role("button", name=WORDS["handin_button"]["da"], exact=True).click()
        page.get_by_role("button", name=WORDS["dialog_send"]["da"]).click()
        here.get_by_text(WORDS["handed_in"]["da"].rpartition("}. ")[2]).wait_for()

    def collect(self, visitor, page, how_many):
        """On the front page: take everything in and have it checked."""
        here = visitor.course_page(page)
        here.get_by_role("button", name=self.front("collect")).press("Enter")
        done = self.front("collected_now", collected=how_many, checked=how_many).removesuffix(".")
        expect(here.get_by_text(done)).to_be_visible(timeout=180_000)

    def to_reading(self, visitor, page):
        """From the front page to the answers that wait."""
        visitor.course_page(page).get_by_role("link", name=self.front("waits.handed_in")).press("Enter")
        visitor.ready(page, "read-answers.ipynb")

    def read_all(self, page):
        """Give every answer that waits a level and a comment; returns how many there were."""
        sheet, given, words = page.locator(".nv-reading"), 0, self.reading
        question = page.get_by_label(words("question"), exact=True)
        for at in range(question.locator("option").count()):
            question.select_option(index=at)
            progress = sheet.locator(".nv-reading-progress")
            # the list keeps its words together by spaces that do not break
            title = question.locator("option").nth(at).inner_text().replace("\xa0", " ").partition(" (")[0]
            expect(sheet.locator("section > h2")).to_contain_text(title)
            while words("progress_done", read="", total="").split(".")[-2] not in progress.inner_text():
                before = progress.inner_text()
                sheet.get_by_label(words("sheet.comment")).fill(REMARK)
                sheet.get_by_role("radio").nth(2).check()
                sheet.get_by_role("button", name=words("sheet.save")).click()
                expect(progress).not_to_have_text(before)
                given += 1
        return given

    def to_front(self, visitor, page):
        """Back to the desk's front page, by the bar."""
        bar = visitor.course_page(page).locator(".nv-top")
        bar.get_by_role("link", name=WORDS["nav_welcome"]["da"], exact=True).press("Enter")
        visitor.ready(page, "desk-front.ipynb")

    def send(self, visitor, page, sent, mail=0):
        """On the front page: send what is read."""
        here = visitor.course_page(page)
        here.get_by_role("button", name=self.front("send")).press("Enter")
        done = self.front("sent_now", sent=sent, mail=mail).removesuffix(".")
        expect(here.get_by_text(done)).to_be_visible(timeout=120_000)

    def open_feedback(self, visitor, page):
        """The feedback that the learner's page of the reflection opens, with a word of the facilitator's."""
        visitor.ready(page, "/why-network.ipynb")
        with visitor.context.expect_page() as opened:
            visitor.course_page(page).get_by_role("button", name=WORDS["feedback_button"]["da"]).click()
        opened.value.get_by_text(REMARK).first.wait_for()
        return opened.value
