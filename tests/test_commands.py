"""Every command that a page tells somebody to type is understood as written, once make has been there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from exercises import places
from exercises.texts import Texts
from facilitation import command
from facilitation.authoring import load

ROOT = places.root()
PAGES = [
    *("README.md", "README.da.md", "CONTRIBUTING.md", "hub/README.md", "docs/en/facilitator.md"),
    *("docs/da/facilitator.md", "docs/server.md", "docs/en/host.md", "docs/da/vaert.md"),
]
GUIDES = [f"workshops/{lang}/facilitator-guide.ipynb" for lang in ("da", "en")]
# In a code span, or a line of its own in a block of code.
SPAN = re.compile(
    r"`([^`\n]+)`|^ *((?:sudo |cd \S+ && )?(?:\./netvaerk|make|\.venv/bin/python) [^`\n]*)$", re.MULTILINE
)
TYPED = re.compile(r"(?:sudo )?(\./netvaerk .*|make [a-z-]+\b.*|\.venv/bin/python -m .*)")
PLAIN = re.compile(
    r"(?:^|`|sudo )netvaerk (?:start|desk|hub|grade|collect|learner|check|send|site|effect)\b", re.MULTILINE
)


def written():
    for name in PAGES:
        path = ROOT / name
        if path.exists():
            yield name, path.read_text(encoding="utf-8")
    for name in GUIDES:
        yield name, "\n".join(cell["source"] for cell in load(ROOT / name)["cells"])
    for path in sorted((ROOT / "facilitation" / "texts").glob("*.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path.name, "\n".join(line for line in lines if not line.startswith("#"))


def typed():
    for name, text in written():
        if not name.endswith(".toml"):
            for found in SPAN.findall(text):
                if line := TYPED.fullmatch("".join(found).partition("#")[0].strip()):
                    yield name, line[1].strip()


COMMANDS = sorted(set(typed()))


def test_there_is_something_to_type():
    assert len(COMMANDS) > 15 and {"README.md", "hub/README.md", *GUIDES} <= {name for name, _ in COMMANDS}


@pytest.mark.parametrize(("page", "line"), COMMANDS, ids=[f"{page}: {line}" for page, line in COMMANDS])
def test_a_command_is_understood_as_it_is_written(page, line):
    first, *rest = shlex.split(line)
    if first == "make":
        assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    elif first.endswith("python"):
        done = subprocess.run(
            [sys.executable, *rest[:3], "--help"], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    elif "--help" not in rest:
        args = command._parser(Texts("command", "en", folder=command.TEXTS)).parse_args(rest)
        assert args.command == rest[0]


def test_the_command_is_said_in_one_way():
    assert [(name, found) for name, text in written() for found in PLAIN.findall(text)] == []


def test_the_command_works_before_anything_is_activated(tmp_path):
    for made in (ROOT / ".venv", ROOT / "netvaerk"):
        if not made.exists():
            pytest.fail(f"{made.name} is missing")
    bare = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    link = tmp_path / "netvaerk"
    link.symlink_to(ROOT / "netvaerk")
    for start in (ROOT / "netvaerk", link):
        done = subprocess.run(
            [start, "grade", "--help"], cwd=tmp_path, env=bare, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 and "netvaerk grade" in done.stdout, done.stderr


def test_before_make_it_says_what_to_do(tmp_path):
    (tmp_path / "netvaerk").write_bytes(Path(ROOT / "netvaerk").read_bytes())
    done = subprocess.run(
        ["/bin/sh", "netvaerk", "start"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "make" in done.stderr and len(done.stderr.splitlines()) == 2
