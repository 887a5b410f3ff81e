"""How many kernels a learner holds who has visited every page, and their memory, against one page.

    python benchmarks/kernels.py [--language da]

Goes by *Next* from lesson 1 through all pages after it, in one window. Prints the number of kernels and their
memory after the first page, the most that were ever met, and after the last: RSS, and PSS, which counts what
several share once. Fails with more than two after the last.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

MOST = 2
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PANEL = "document.querySelector('.nv-page:not(.lm-mod-hidden)')"
READY = f"{PANEL}?.dataset.nvReady === 'true'"
PATH = f"{PANEL}?.dataset.nvPath"


class Server:
    """The course as a learner starts it, in a home of its own."""

    def __init__(self, home, lang):
        netvaerk = Path(sys.executable).with_name("netvaerk")
        folders = ["--folder", home / "course", "--exchange", home / "exchange"]
        self.process = subprocess.Popen(
            [netvaerk, "start", "--no-browser", "--language", lang, *folders],
            env=os.environ | {"HOME": str(home)},
            stdout=subprocess.PIPE,
            text=True,
        )
        line = next(line for line in self.process.stdout if "token=" in line)
        self.url, self.token = re.search(r"(http://[\d.:]+)/\S*token=(\w+)", line).groups()

    def kernels(self):
        """How many the server knows."""
        asked = urllib.request.Request(
            f"{self.url}/api/kernels", headers={"Authorization": f"token {self.token}"}
        )
        return len(json.load(urllib.request.urlopen(asked)))

    def memory(self):
        """MB of RSS and of PSS of all processes under the server."""
        kin = [int(pid) for pid in children(self.process.pid)]
        found = [sizes for pid in kin if (sizes := rolled_up(pid))]
        return tuple(sum(one[at] for one in found) / 1024 for at in (0, 1))


def children(pid):
    """The processes under `pid`, theirs too."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            yield child
            yield from children(child)


def rolled_up(pid):
    """RSS and PSS in kB; None of a process that has ended meanwhile."""
    try:
        said = dict(re.findall(r"^(\w+): +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M))
    except OSError:
        return None
    return int(said["Rss"]), int(said["Pss"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", default="da", choices=["da", "en"])
    lang = parser.parse_args().language
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = Server(Path(home), lang)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(300_000)
            page.goto(f"{server.url}/lab/tree/{lang}/01-why-network.ipynb?token={server.token}")
            page.wait_for_function(READY)
            tell("one page", server)
            pages, most = 1, 0
            while (onwards := page.locator(".nv-page:not(.lm-mod-hidden) .nv-bottom .nv-on")).count():
                left = page.evaluate(PATH)
                onwards.dispatch_event("click")
                page.wait_for_function(f"left => {PATH} !== left && {READY}", arg=left)
                pages, most = pages + 1, max(most, server.kernels())
            end = time.monotonic() + 30
            while server.kernels() > MOST and time.monotonic() < end:
                time.sleep(1)
            held = tell(f"{pages} pages", server)
            print(f"at most {most} on the way")
            browser.close()
        finally:
            server.process.terminate()
            server.process.wait()
    if held > MOST:
        sys.exit(f"more than {MOST} kernels")


def tell(what, server):
    held, (rss, pss) = server.kernels(), server.memory()
    print(f"{what}: {held} kernels, RSS {rss:.0f} MB, PSS {pss:.0f} MB", flush=True)
    return held


if __name__ == "__main__":
    main()
