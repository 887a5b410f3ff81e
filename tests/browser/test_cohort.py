"""A facilitator reads a cohort of sixty, finds somebody, and takes the marks along; on a telephone too."""

import csv
import io
import runpy
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation.views.base import TEXTS
from facilitation.views.cohort import KINDS, ON_A_PAGE

REPO = Path(__file__).parents[2]
PAGE = "workshops/da/cohort.ipynb"
LEARNERS = 60
PAGE_FITS = """() => {
    const page = document.querySelector('.nv-page:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
    return page.scrollWidth <= page.clientWidth + 1;
}"""
# a learner's row of a sign a step may be wider than a telephone, with its name standing still; no other may
CUT = """page => [...page.querySelectorAll('.nv-cohort-table:not(.nv-cohort-matrix)')]
    .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
    .map(one => one.ariaLabel)"""

t = Texts("cohort", "da", folder=TEXTS)
make = runpy.run_path(str(REPO / "benchmarks" / "cohort.py"))["make"]


@pytest.fixture
def desk(small_desk, tmp_path):
    served = small_desk(tmp_path)
    make(served.folder, tmp_path / "aflevering", LEARNERS)
    return served


def test_a_cohort_is_read_searched_and_taken_along_by_keyboard(desk, visit):
    visitor = visit()
    page = visitor.open(desk, PAGE)
    here = visitor.course_page(page)
    rows = here.get_by_role("region", name=t("matrix.caption")).locator("tbody tr")
    expect(rows).to_have_count(ON_A_PAGE)

    here.get_by_role("button", name=t("on")).press("Enter")
    expect(rows).to_have_count(LEARNERS - ON_A_PAGE)
    search = here.get_by_label(t("filter.words"))
    search.fill("deltager0001, deltager0007")
    search.press("Enter")
    expect(rows).to_have_count(2)
    search.fill("")
    search.press("Enter")
    expect(rows).to_have_count(ON_A_PAGE)

    show = here.get_by_label(t("show"), exact=True)
    seen = {
        "steps": here.get_by_label(t("sort.label")),
        "passed": here.get_by_role("region", name=t("passed.caption")),
        "roster": here.get_by_role("region", name=t("roster.caption")),
        "quiet": here.get_by_label(t("quiet.text"), exact=True),
        "levels": here.get_by_role("region", name=t("levels.caption")),
        "pace": here.get_by_role("region", name=t("pace.caption")),
        "acts": here.get_by_role("region", name=t("acts.caption")),
        "take": here.get_by_role("button", name=t("take.grades")),
    }
    for part in KINDS:
        show.select_option(t(f"part.{part}"))
        expect(seen[part]).to_be_visible()
        barriers = visitor.barriers(page)
        assert barriers == [], f"{part}:\n" + "\n".join(barriers)

    # a list from the other system, with one of them in it
    address = b"Deltager0001@example.dk"
    chosen = {"name": "moodle.csv", "mimeType": "text/csv", "buffer": b"Email address\n" + address}
    here.locator("input[type=file]").set_input_files(chosen)
    expect(here.get_by_text(t("take.is_listed"))).to_be_visible()
    with page.expect_download() as download:
        seen["take"].press("Enter")
    table = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert [row[0] for row in table] == ["Email address", address.decode()]

    with page.expect_download() as download:
        here.get_by_role("button", name=t("take.excel")).press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert {t("sheet.overview"), t("sheet.passed")} <= set(book.sheetnames)
    learners = [row[0] for row in book[t("sheet.overview")].iter_rows(min_row=2, values_only=True)]
    assert sorted(learners) == [f"deltager{at:04}" for at in range(LEARNERS)]

    # a telephone, without the list of files beside the page
    page.set_viewport_size({"width": 390, "height": 844})
    for part in KINDS:
        show.select_option(t(f"part.{part}"))
        expect(seen[part]).to_be_visible()
        assert page.evaluate(PAGE_FITS), f"{part} is wider than the page"
        assert here.evaluate(CUT) == [], f"tables in {part} must be scrolled sideways"

    assert "deltager0" not in (desk.folder / PAGE).read_text(encoding="utf-8")
