"""What the browser edition weighs and how long it takes, on this machine and a cold profile.

    python benchmarks/site.py SITE

SITE is a folder that ``netvaerk site`` made. Sizes are what a host sends with gzip (level 6) of all files
that were asked for until all exercises of lesson 1 could be used; times are of Chromium on this machine.
"""

import gzip
import os
import sys
import threading
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

from facilitation.site import serving

READY = """path => {
    const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    return panel?.dataset.nvReady === 'true' && panel.dataset.nvPath === path;
}"""
FIRST = """path => {
    const panel = document.querySelector('.nv-page:not(.lm-mod-hidden)');
    const usable = one => one.checkVisibility() && one.querySelector(':is(input, button):enabled, textarea');
    return panel?.dataset.nvPath === path
        && [...panel.querySelectorAll('.nv-exercise:not(.nv-held) .jupyter-widgets')].some(usable);
}"""
LESSON, NEXT = "da/01-why-network.ipynb", "da/02-a-skill.ipynb"
PACKED = (".zip", ".png", ".woff", ".woff2")


def sent(file: Path) -> int:
    """Bytes of a file as a host sends it."""
    data = file.read_bytes()
    return len(data) if file.suffix in PACKED else len(gzip.compress(data, 6))


def main(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    raw, small = sum(path.stat().st_size for path in files), sum(map(sent, files))
    print(f"files {len(files)}  on disk {raw / 1e6:.1f} MB  sent with gzip {small / 1e6:.1f} MB")
    server = serving.server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        context.on("request", lambda request: asked.append(request.url))
        began = time.monotonic()

        def told(what):
            print(f"{what:42} {time.monotonic() - began:5.1f} s")

        page.goto(f"{url}/lab/index.html?path={LESSON}#guess-first", wait_until="commit")
        page.wait_for_selector("#nv-twin, .nv-page[data-nv-path]", timeout=120_000, state="attached")
        told("lesson 1, cold: text")
        page.wait_for_function(FIRST, arg=LESSON, timeout=300_000)
        told("lesson 1, cold: first exercise usable")
        page.wait_for_function(READY, arg=LESSON, timeout=300_000)
        told("lesson 1, cold: all exercises")
        names = {unquote(urlsplit(one).path).lstrip("/") for one in asked if one.startswith(url)}
        there = [folder / name for name in names if (folder / name).is_file()]
        print(f"lesson 1 asked for {len(there)} files, {sum(map(sent, there)) / 1e6:.1f} MB with gzip")
        strangers = [one for one in asked if not one.startswith((url, "data:", "blob:"))]
        print(f"requests to another host: {len(strangers)}")
        began = time.monotonic()
        page.locator(".nv-page:not(.lm-mod-hidden) .nv-top").get_by_text("Næste").click()
        page.wait_for_function(READY, arg=NEXT, timeout=120_000)
        told("next page: all exercises")
        browser.close()
    server.shutdown()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
