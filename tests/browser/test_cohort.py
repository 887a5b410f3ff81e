"""A facilitator reads a cohort of sixty, finds somebody, and takes the marks along; on a telephone too."""

import csv
import io
import runpy
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from exercises.texts import Texts
from facilitation import serve
from facilitation.desk_folder import prepare
from facilitation.views.base import TEXTS
from facilitation.views.cohort import KINDS, ON_A_PAGE

REPO = Path(__file__).parents[2]
PAGE = "workshops/da/cohort.ipynb"
LEARNERS = 60
PAGE_FITS = """() => {
    const page = document.querySelector('.nv-page:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
    return page.scrollWidth <= page.clientWidth + 1;
}"""

t = Texts("cohort", "da", folder=TEXTS)
make = runpy.run_path(str(REPO / "benchmarks" / "cohort.py"))["make"]


@pytest.fixture
def desk(lab_server, tmp_path):
    root, folder, exchange = tmp_path / "kursus", tmp_path / "Mit bord", tmp_path / "aflevering"
    (root / "source").mkdir(parents=True)  # without assignments, which take a minute to make
    shutil.copytree(REPO / "workshops", root / "workshops")
    shutil.copy(REPO / "nbgrader_config.py", root)
    prepare(folder, root, "da")
    make(folder, exchange, LEARNERS)
    page = serve.Page(folder, root, "desk", "", serve.DESK_EXTENSIONS)
    extensions = [f"--ServerApp.jpserver_extensions={name}={on}" for name, on in page.extensions.items()]
    environment = serve.environment(page, exchange_root=exchange, learner=False)
    return lab_server(folder, "da", settings="desk", arguments=extensions, environment=environment)


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

    # a telephone, without the list of files beside the page
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name="File Browser").or_(page.locator("[data-id=filebrowser]")).first.click()
    for part in KINDS:
        show.select_option(t(f"part.{part}"))
        expect(seen[part]).to_be_visible()
        assert page.evaluate(PAGE_FITS), f"{part} is wider than the page"

    assert "deltager0" not in (desk.folder / PAGE).read_text(encoding="utf-8")
