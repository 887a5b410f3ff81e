"""From opening lesson 1 to a usable first exercise, against a bare notebook with one widget.

    python benchmarks/open_lesson.py [--rounds 7]

Both are opened in turn in the same JupyterLab and the same Chromium, each time in a new browser context with
a new kernel. Prints both medians and their ratio, and fails when the ratio is over 1.15.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.progress import track

ALLOWED = 1.15
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PAGES = {
    "01-why-network.ipynb": ".widget-radio-box input:enabled",
    "99-bare.ipynb": ".widget-slider .noUi-handle",
}


def bare(lesson):
    """The lesson's notebook with all its cells replaced by one widget, run by the page in the same way."""
    cell = {
        "cell_type": "code",
        "id": "widget",
        "source": "import ipywidgets; ipywidgets.IntSlider()",
        "metadata": {"tags": ["exercise"]},
        "execution_count": None,
        "outputs": [],
    }
    return lesson | {"cells": [cell]}


def seconds(browser, address, token, page_name):
    """How long it takes from navigation until the first control can be used."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(f"{address}/lab/tree/da/{page_name}?token={token}")
    page.locator(PAGES[page_name]).first.wait_for(state="visible", timeout=60_000)
    taken = time.perf_counter() - start
    context.close()
    request = urllib.request.Request(f"{address}/api/sessions", headers={"Authorization": f"token {token}"})
    for session in json.load(urllib.request.urlopen(request)):
        urllib.request.urlopen(
            urllib.request.Request(
                f"{address}/api/sessions/{session['id']}",
                method="DELETE",
                headers={"Authorization": f"token {token}"},
            )
        )
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    home = Path(tempfile.mkdtemp())
    netvaerk = Path(sys.executable).with_name("netvaerk")
    options = ["--no-browser", "--language", "da", "--folder", str(home / "course")]
    server = subprocess.Popen(
        [netvaerk, "start", *options], env=os.environ | {"HOME": str(home)}, stdout=subprocess.PIPE, text=True
    )
    try:
        line = next(line for line in server.stdout if "token=" in line)
        address, token = re.search(r"(http://[\d.:]+)/\S*token=(\w+)", line).groups()
        lessons = home / "course" / "da"
        lesson = json.loads((lessons / "01-why-network.ipynb").read_text(encoding="utf-8"))
        (lessons / "99-bare.ipynb").write_text(json.dumps(bare(lesson)), encoding="utf-8")
        trust = [sys.executable, "-m", "jupyter", "trust", str(lessons / "99-bare.ipynb")]
        data = home / "course" / ".netvaerk" / "data"
        subprocess.run(
            trust, check=True, env=os.environ | {"JUPYTER_DATA_DIR": str(data)}, capture_output=True
        )
        times = {name: [] for name in PAGES}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for name in PAGES:  # the first opening fills the server's and the disk's caches
                seconds(browser, address, token, name)
            for _ in track(range(rounds)):
                for name in PAGES:
                    times[name].append(seconds(browser, address, token, name))
            browser.close()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)
    lesson_time, bare_time = (statistics.median(times[name]) for name in PAGES)
    print(
        f"lesson 1 {lesson_time:.2f} s, bare notebook {bare_time:.2f} s, ratio {lesson_time / bare_time:.2f}"
    )
    if lesson_time / bare_time > ALLOWED:
        sys.exit(f"over {ALLOWED}")


if __name__ == "__main__":
    main()
