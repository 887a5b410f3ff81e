"""From an address to an exercise that can be used, side by side with as little as JupyterLab can show.

    python -m benchmarks.open_lesson [--rounds 7]

First, from ``netvaerk start`` in a folder that has been used, and a browser that is open: to its address, to
the front page's text, and to lesson 1's first exercise, each with a start of its own. Then, in one start and
one Chromium, each page in a new browser context with a new kernel: lesson 1 at its first exercise, and from
there lesson 2 by its link; and a notebook with one slider, with a warm kernel as the course has it and with
an ordinary, cold one. Prints the medians. Fails where the text takes over 2 s from the start or the exercise
over 4, where lesson 1 takes over 0.3 s more than the slider with its warm kernel, or the next page over 0.25
of the cold one.
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

READABLE, USABLE = 2, 4  # seconds from the start
BEYOND, NEXT = 0.3, 0.25  # seconds more than the warm slider, and times the cold one
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
LESSON, FOLLOWING = "01-why-network.ipynb", "02-a-skill.ipynb"
FIRST, SLIDER = ".widget-radio-box input:enabled >> visible=true", ".widget-slider .noUi-handle"
PAGES = {
    "lesson": (f"{LESSON}?token={{token}}#pretest", FIRST),
    "warm": ("98-warm.ipynb?token={token}", SLIDER),
    "cold": ("99-cold.ipynb?token={token}", SLIDER),
}
FROM_START = {
    "text": ("00-welcome.ipynb?token={token}", "#nv-twin h1"),
    "exercise": PAGES["lesson"],
}
# what a page of the course says of itself when its first exercises can be used
TURNED = """path => [...document.querySelectorAll('.nv-page:not(.lm-mod-hidden)')].some(
    page => page.dataset.nvPath?.endsWith(path)
        && page.querySelector('.nv-exercise:not(.nv-held) .jupyter-widgets')
)"""


def bare(lesson, kernel):
    """The lesson's notebook with all its cells replaced by one widget, run by the page in the same way."""
    cell = {
        "cell_type": "code",
        "id": "widget",
        "source": "import ipywidgets; ipywidgets.IntSlider()",
        "metadata": {"tags": ["exercise"]},
        "execution_count": None,
        "outputs": [],
    }
    spec = lesson["metadata"]["kernelspec"] | {"name": kernel}
    return lesson | {"cells": [cell], "metadata": lesson["metadata"] | {"kernelspec": spec}}


def seconds(browser, address, token, name):
    """From navigation until the first control can be used; for the lesson also from there to the ``next``."""
    path, control = PAGES[name]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(f"{address}/lab/tree/da/{path.format(token=token)}", wait_until="commit")
    page.locator(control).first.wait_for(state="visible", timeout=60_000)
    taken = {name: time.perf_counter() - start}
    if name == "lesson":
        link = page.locator(f".nv-page .nv-foot a[href*='{FOLLOWING}']").first
        link.wait_for(state="attached", timeout=60_000)  # it comes with the first exercises
        start = time.perf_counter()
        link.dispatch_event("click")
        page.wait_for_function(TURNED, arg=FOLLOWING, timeout=60_000)
        taken["next"] = time.perf_counter() - start
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


def start(home):
    """`netvaerk start`, with a home of its own."""
    netvaerk = Path(sys.executable).with_name("netvaerk")
    options = ["--no-browser", "--language", "da", "--folder", str(home / "course")]
    return subprocess.Popen(
        [netvaerk, "start", *options], env=os.environ | {"HOME": str(home)}, stdout=subprocess.PIPE, text=True
    )


def place(server):
    line = next(line for line in server.stdout if "token=" in line)
    return re.search(r"(http://[\d.:]+)/\S*token=(\w+)", line).groups()


def from_start(browser, home, name):
    """Seconds from the command to its address, and to what `FROM_START` has under ``name``."""
    path, seen = FROM_START[name]
    began = time.perf_counter()
    server = start(home)
    try:
        address, token = place(server)
        taken = {"address": time.perf_counter() - began}
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/lab/tree/da/{path.format(token=token)}", wait_until="commit")
        page.locator(seen).first.wait_for(state="visible", timeout=60_000)
        taken[name] = time.perf_counter() - began
        page.close()
    finally:
        server.terminate()
        server.wait()
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    home = Path(tempfile.mkdtemp())
    started = {name: [] for name in ("address", *FROM_START)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for at in track(range(rounds + 1), "starts"):
            for name in FROM_START:
                for what, taken in from_start(browser, home, name).items():
                    if at:  # the first made the folder
                        started[what].append(taken)
        browser.close()
    server = start(home)
    try:
        address, token = place(server)
        lessons, data = home / "course" / "da", home / "course" / ".netvaerk" / "data"
        ordinary = data / "kernels" / "cold"
        ordinary.mkdir(parents=True)
        command = [sys.executable, "-u", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        ordinary.joinpath("kernel.json").write_text(
            json.dumps(
                {
                    "argv": command,
                    "display_name": "cold",
                    "language": "python",
                    "metadata": {"supported_encryption": ["curve"]},
                }
            )
        )
        lesson = json.loads((lessons / LESSON).read_text(encoding="utf-8"))
        for name, kernel in (("98-warm.ipynb", "python3"), ("99-cold.ipynb", "cold")):
            (lessons / name).write_text(json.dumps(bare(lesson, kernel)), encoding="utf-8")
            trust = [sys.executable, "-m", "jupyter", "trust", str(lessons / name)]
            subprocess.run(
                trust, check=True, env=os.environ | {"JUPYTER_DATA_DIR": str(data)}, capture_output=True
            )
        times = {name: [] for name in (*PAGES, "next")}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for name in PAGES:  # the first opening fills the server's and the disk's caches
                seconds(browser, address, token, name)
            for _ in track(range(rounds)):
                for name in PAGES:
                    for what, taken in seconds(browser, address, token, name).items():
                        times[what].append(taken)
            browser.close()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)
    lesson, following, warm, cold = (
        statistics.median(times[name]) for name in ("lesson", "next", "warm", "cold")
    )
    told, text, exercise = (statistics.median(started[name]) for name in ("address", *FROM_START))
    print(
        f"netvaerk start: {told:.2f} s to the address, {text:.2f} to the text, {exercise:.2f} to an exercise"
    )
    print(f"one slider: {warm:.2f} s with a warm kernel, {cold:.2f} s with a cold one")
    print(
        f"lesson 1: {lesson:.2f} s, {lesson - warm:+.2f} s to the warm, {lesson / cold:.2f} of the cold one"
    )
    print(f"the next page: {following:.2f} s, {following / cold:.2f} of the cold one")
    if text > READABLE or exercise > USABLE or lesson > warm + BEYOND or following > NEXT * cold:
        sys.exit(f"asked: at most {READABLE} s, {USABLE} s, {BEYOND:+} s and {NEXT}")


if __name__ == "__main__":
    main()
