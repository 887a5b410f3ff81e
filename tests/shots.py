"""Pictures of every step of every lesson, and a contact sheet a lesson: ``make shots``.

They go to ``build/shots/<language>/<way of looking>/``: 1366 px, 360 px, 1366 px in the dark, at 200 % zoom
and without motion. ARGS names the lessons (``ARGS=03``), all by default, and the ways of looking
(``ARGS="03 --looks phone dark"``). With ``--kept`` they are those of somebody who went through all of it.
"""

import argparse
import html
import os
import re
import runpy
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from exercises.store import FILE, FOLDERS, Store

ROOT = Path(__file__).parents[1]
LOOKS = {
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
    # what a window of 1366 px has room for at 200 %
    "zoom": {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2},
    "still": {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce"},
}
READY = "document.querySelector('.nv-page:not(.lm-mod-hidden)')?.dataset.nvReady === 'true'"
WHOLE = """() => {
    const outer = document.querySelector('.nv-page:not(.lm-mod-hidden) .jp-WindowedPanel-outer');
    return Math.min(outer.scrollHeight + 40, 6000);
}"""


def served(lang: str, home: Path) -> tuple[subprocess.Popen, str, str]:
    """The course as a learner starts it: the process, its address and its token."""
    command = [Path(sys.executable).with_name("netvaerk"), "start", "--no-browser", "--language", lang]
    process = subprocess.Popen(
        [*map(str, command), "--folder", str(home / "folder"), "--exchange", str(home / "exchange")],
        env=os.environ | {"HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for line in process.stdout:
        if found := re.search(r"(http://[^/\s]+)/\S*[?&]token=(\w+)", line):
            return process, *found.groups()
    raise SystemExit("the course did not start")


def keep(lang: str, home: Path) -> None:
    """All that a learner of the whole course keeps."""
    store = Store(home / "folder" / FOLDERS[lang] / FILE)
    runpy.run_path(str(ROOT / "tests/fixtures/whole_course.py"))["fill"](store, lang)
    store.close()


def lesson(page: Page, address: str, to: Path) -> list[Path]:
    """A picture of each step of one page, from its top to its foot."""
    to.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    page.goto(address)
    page.wait_for_function(READY)
    made = []
    while True:
        page.set_viewport_size({"width": size["width"], "height": page.evaluate(WHOLE)})
        page.wait_for_timeout(250)
        step = page.locator(".nv-page:not(.lm-mod-hidden)").get_attribute("data-nv-step") or "page"
        made.append(to / f"{len(made) + 1:02}-{step}.png")
        page.screenshot(path=made[-1])
        page.set_viewport_size(size)
        onwards = page.locator(".nv-page:not(.lm-mod-hidden) .nv-turns .nv-step-on:visible")
        if not onwards.count():
            return made
        onwards.click()


def contact_sheet(browser, pictures: list[Path], to: Path) -> None:
    """All steps of a lesson side by side, each with its name."""
    figure = '<figure><img src="{}"><figcaption>{}</figcaption></figure>'
    figures = "".join(figure.format(one.resolve().as_uri(), html.escape(one.stem)) for one in pictures)
    style = "body{display:flex;flex-wrap:wrap;gap:12px;font:14px sans-serif}figure{margin:0}img{width:300px}"
    sheet = to.with_suffix(".html")
    sheet.write_text(f'<meta charset="utf-8"><style>{style}</style>{figures}', encoding="utf-8")
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(sheet.resolve().as_uri())
    page.screenshot(path=to, full_page=True)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lessons", nargs="*", default=["0", "1", "9"], help="how their names begin")
    parser.add_argument("--languages", nargs="*", default=["da", "en"])
    parser.add_argument("--looks", nargs="*", default=list(LOOKS), choices=list(LOOKS))
    parser.add_argument("--kept", action="store_true")
    asked = parser.parse_args()
    for lang in asked.languages:
        names = [path.name for path in sorted((ROOT / "lessons" / lang).glob("*.ipynb"))]
        names = [name for name in names if name.startswith(tuple(asked.lessons))]
        with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
            process, url, token = served(lang, Path(home))
            if asked.kept:
                keep(lang, Path(home))
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            try:
                for look in asked.looks:
                    context = browser.new_context(**LOOKS[look])
                    context.set_default_timeout(400_000)
                    page = context.new_page()
                    for name in names:
                        to = ROOT / "build/shots" / lang / look / Path(name).stem
                        made = lesson(page, f"{url}/lab/tree/{lang}/{name}?token={token}", to)
                        contact_sheet(browser, made, to.with_suffix(".png"))
                        print(f"{lang} {look} {name}: {len(made)}")
                    context.close()
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()


if __name__ == "__main__":
    main()
