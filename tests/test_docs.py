"""The pages about the project: they can be built, and what they point to is there."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

REPO = Path(__file__).parents[1]
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "hub/**/*.md", "facilitation/**/*.md")
    for path in REPO.glob(pattern)
    if not {"node_modules", "_build"} & set(path.parts)
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|\{download\}`[^`<]*<([^>]+)>`")


def targets(path):
    return [link or download for link, download in LINK.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(REPO)))
def test_every_file_that_a_page_points_to_is_there(path):
    local = [one for one in targets(path) if not urlsplit(one).scheme and not one.startswith("#")]
    assert [one for one in local if not (path.parent / unquote(one.partition("#")[0])).exists()] == []


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        self.ids |= {names[key] for key in ("id", "name") if names.get(key)}
        self.links += [names[key] for key in ("href", "src") if names.get(key)]


def test_the_site_is_built_without_a_warning_and_every_link_in_it_leads_somewhere(tmp_path):
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", tmp_path / "d"]
    built = subprocess.run([*command, REPO / "docs", tmp_path / "site"], capture_output=True, text=True)
    assert (built.returncode, built.stderr) == (0, "")
    pages = {}
    for path in (tmp_path / "site").rglob("*.html"):
        pages[path] = Links()
        pages[path].feed(path.read_text(encoding="utf-8"))
    assert len(pages) > 15
    dead = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = there in pages and (not parts.fragment or parts.fragment in pages[there].ids)
            if not (there.exists() and (known or there not in pages)):
                dead.append((path.name, link))
    assert dead == []
