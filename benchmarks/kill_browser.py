"""kill -9 of a browser, and reloads, in the midst of writing: what was called saved is there.

    python benchmarks/kill_browser.py SITE [--rounds 1000] [--reload-every 2] [--beside 1] [--seed 1]

SITE is the course in a browser alone, a folder that ``netvaerk site`` made. In each round somebody opens
lesson 1 or its reflection, and all that the page had called saved before must stand in the boxes. They write
a few answers, each a new one, and wait for "Gemt"; then, while they write on, after a time drawn by lot every
process of the browser is killed or, each so many rounds, the page is loaded anew. The answer that was under
way may be there, or the one before.

A round takes as long as a browser takes to come up, and in the lesson its Python. The page is left as soon as
its boxes can be written in: the exercises further down are not waited for. The service worker, which keeps
no words, is left out, or each round would begin to fetch the whole course. So many browsers ``--beside`` each
other, each with a profile and a seed of its own, share the rounds.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error as Gone
from playwright.sync_api import sync_playwright
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from facilitation.site import serving

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
MOST_SAVED = 3  # answers a round before the end is near
LONGEST = 0.4  # seconds from then to the end: an answer takes less
STUCK = 400  # seconds, more than a page is waited for: Chromium sometimes answers its driver no more
PATIENCE = 180_000  # ms
HERE = ".nv-page:not(.lm-mod-hidden)"
# The address, the boxes, how many; what to ask before an answer, and whether it is saved after it. In the
# lesson the page counts what it has kept; a reflection's "Gemt" is taken away before it is due again.
PAGES = {
    "da/01-why-network.ipynb": (
        "#guess-first",
        "input[type=text]",
        1,
        "() => Number(localStorage.getItem('netvaerk-kept'))",
        f"""before => Number(localStorage.getItem('netvaerk-kept')) > before
            && document.querySelector('{HERE} .nv-saved .nv-saved-at')?.innerText.includes('Gemt')""",
    ),
    "reflections/01-why-network-da/why-network.ipynb": (
        "",
        "textarea",
        3,
        f"() => {{ document.querySelector('{HERE} .nv-top .nv-saved').textContent = ''; }}",
        f"() => document.querySelector('{HERE} .nv-top .nv-saved').innerText.includes('Gemt')",
    ),
}
SHOWN = f"""selector => [...document.querySelectorAll(`{HERE} ${{selector}}`)]
    .filter(box => box.checkVisibility({{ visibilityProperty: true }}) && !box.closest('[inert]'))"""
# Not the page before; boxes that can be written in; and all that was given back to them is kept, or this page
# would say "Gemt" of that.
OPEN = f"""([path, selector, most]) => !window.netvaerkOld
    && document.querySelector('{HERE}')?.dataset.nvPath === path && ({SHOWN})(selector).length >= most
    && !Object.keys(localStorage).some(name => /^netvaerk-(words|calm):/.test(name) && name.endsWith(path))"""
VALUES = f"([selector, most]) => ({SHOWN})(selector).slice(0, most).map(box => box.value)"
CHOOSE = f"([selector, at]) => {{ const box = ({SHOWN})(selector)[at]; box.focus(); box.select(); }}"
SOON = f"""(saved => (done, never) => {{
    const latest = Date.now() + {PATIENCE};
    const look = () => {{
        if (saved(before)) {{
            done();
        }} else if (Date.now() > latest) {{
            never(new Error(`not saved: ${{document.querySelector('{HERE}')?.innerText}}`));
        }} else {{
            setTimeout(look, 5);
        }}
    }};
    look();
}})"""
MARK = "window.netvaerkMark = true"
# Loaded anew, also where it is the page that is open: to another place on that, a browser only scrolls.
GO = """address => {
    window.netvaerkOld = true;
    const [there, place] = address.split('#');
    setTimeout(() => {
        if (location.href.split('#')[0] === there) {
            location.hash = place ?? '';
            location.reload();
        } else {
            location.assign(address);
        }
    });
}"""


class Writer:
    """Somebody at a browser of their own, and all that the pages have told them is saved."""

    def __init__(self, chromium, folder, url, seed):
        self.chromium, self.folder, self.url = chromium, folder, url
        self.chance = random.Random(seed)
        self.number = 0
        self.saved, self.tried = {}, {}  # {(path, box): answer}, {(path, box): answers not called saved}
        self.counts = Counter()
        self.context = None
        self.stuck = False

    def round(self, end):
        """Open a page, find what was saved, write, and come to an end. Raises SystemExit for what is lost."""
        watch = threading.Timer(STUCK, self._end)
        watch.start()
        try:
            self._round(end)
        except Gone:
            if not self.stuck:
                raise
            self.counts["stuck"] += 1
            self.stuck = False
            self._gone()
        finally:
            watch.cancel()

    def _round(self, end):
        path = self.chance.choice(list(PAGES))
        page = self._opened(path)
        self._look(page, path)
        for _ in range(self.chance.randint(0, MOST_SAVED)):
            self._write(page, path)
        getattr(self, f"_{end}")(page, self.chance.uniform(0, LONGEST))
        try:
            while True:
                self._write(page, path)
        except Gone as error:
            if self.stuck or "not saved" in str(error):
                raise
            self.counts[end] += 1
        if end == "kill":
            self._gone()

    def _opened(self, path):
        if self.context is None:
            self.context = self.chromium.launch_persistent_context(
                self.folder, executable_path=CHROMIUM, args=list(ARGUMENTS), service_workers="block"
            )
            self.context.set_default_timeout(PATIENCE)
        page = self.context.pages[0]
        step, selector, most, *_ = PAGES[path]
        # after a reload by the page itself Playwright's own goto waits in vain for what is there
        while True:
            try:
                page.evaluate(GO, f"{self.url}/lab/index.html?path={quote(path)}{step}")
                break
            except Gone:  # the page that is loaded anew is not there yet
                if self.stuck:
                    raise
                time.sleep(0.1)
        page.wait_for_function(OPEN, arg=[path, selector, most])
        page.evaluate(MARK)
        return page

    def _look(self, page, path):
        _, selector, most, *_ = PAGES[path]
        values = page.evaluate(VALUES, [selector, most])
        assert len(values) == most
        for at, value in enumerate(values):
            saved, tried = self.saved.get((path, at), ""), self.tried.get((path, at), [])
            if value != saved and value not in tried:
                if not any(answer in value for answer in (saved, *tried)):
                    sys.exit(
                        f"lost: box {at} of {path} was saved as {saved!r} and holds {value!r}; tried {tried}"
                    )
                # what was under way, once more: Chromium had not written yet that it was given back
                self.counts["beside"] += 1
            self.counts["found"] += bool(saved)

    def _write(self, page, path):
        """Write a new answer into one of the boxes, until the page says that it is saved. Raises Gone."""
        _, selector, most, before, saved = PAGES[path]
        at = self.chance.randrange(most)
        self.number += 1
        answer = f"svar {self.number} æøå"
        self.tried.setdefault((path, at), []).append(answer)
        given = self._ask(page, before)
        self._ask(page, CHOOSE, [selector, at])
        page.keyboard.insert_text(answer)
        if selector != "textarea":
            page.keyboard.press("Tab")
        self._ask(page, f"before => new Promise({SOON}({saved}))", given)
        self.saved[path, at] = answer
        self.tried[path, at] = []
        self.counts["saved"] += 1

    @staticmethod
    def _ask(page, function, given=None):
        """What a function says in the page that was opened, not in the one that has taken its place."""
        here, answer = page.evaluate(
            f"async given => [window.netvaerkMark, window.netvaerkMark && await ({function})(given)]", given
        )
        if not here:
            raise Gone("loaded anew")
        return answer

    def _kill(self, _page, seconds):
        threading.Timer(seconds, os.killpg, (self._group(), signal.SIGKILL)).start()

    def _group(self):
        [first] = [
            int(place.name)
            for place in Path("/proc").glob("[0-9]*")
            if (line := _command_line(place)) and f"--user-data-dir={self.folder}" in line and not _part(line)
        ]
        group = os.getpgid(first)
        assert group != os.getpgid(0), "the browser is not in a group of its own"
        return group

    def _end(self):
        self.stuck = True
        os.killpg(self._group(), signal.SIGKILL)

    def _gone(self):
        if self.context:
            self.context.close()
            self.context = None

    @staticmethod
    def _reload(page, seconds):
        page.evaluate("wait => { setTimeout(() => location.reload(), wait); }", seconds * 1000)


def _command_line(place):
    try:
        return (place / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def _part(line):
    return any(word.startswith("--type=") or "crashpad" in word for word in line)


def run(chromium, url, rounds, seed, reload_every=2, show=lambda: None):
    """So many rounds and a last look at both pages; what was counted, or exit with what was lost."""
    with tempfile.TemporaryDirectory(prefix="netvaerk-browser-", ignore_cleanup_errors=True) as folder:
        writer = Writer(chromium, folder, url, seed)
        try:
            for number in range(1, rounds + 1):
                writer.round("kill" if not reload_every or number % reload_every else "reload")
                show()
            for path in PAGES:
                writer._look(writer._opened(path), path)
        finally:
            writer._gone()
    return writer.counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--reload-every", type=int, default=2, help="0: only kills")
    parser.add_argument("--beside", type=int, default=1, help="browsers beside each other")
    parser.add_argument("--seed", type=int, default=1, help="of the first browser; the next has the next")
    asked = parser.parse_args()
    server = serving.server(asked.site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = time.perf_counter()
    columns = (TextColumn("rounds"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    url = f"http://127.0.0.1:{server.server_port}"
    with Progress(*columns) as progress, ThreadPoolExecutor(asked.beside) as pool:
        task = progress.add_task("rounds", total=asked.rounds)

        def one(number):
            rounds = len(range(number, asked.rounds, asked.beside))
            with sync_playwright() as playwright:
                show = partial(progress.advance, task)
                return run(playwright.chromium, url, rounds, asked.seed + number, asked.reload_every, show)

        counts = sum(pool.map(one, range(asked.beside)), Counter())
    print(
        f"{counts['kill']} kills and {counts['reload']} reloads in the midst of writing;"
        f" {counts['saved']} answers called saved, 0 lost in {counts['found']} looks,"
        f" {counts['beside']} with older words beside them,"
        f" {counts['stuck']} browsers that had to be ended"
        f" (seed {asked.seed}, {time.perf_counter() - start:.0f} s)"
    )


if __name__ == "__main__":
    main()
