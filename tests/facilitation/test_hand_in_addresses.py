"""nbgrader's addresses, which come once somebody reads."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

REPO = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from facilitation import learner_folder, serve
folder, root, exchange = map(Path, sys.argv[1:])
prepared = learner_folder.prepare(folder, root, "da", exchange)
if not sys.stdin.read():
    sys.exit()
page = serve.Page(folder, root, "learner", serve.front("da"), serve.LEARNER_EXTENSIONS)
variables = serve.environment(page, exchange_root=exchange, store=prepared.store)
told = lambda url: print(url, "nbgrader.exchange" in sys.modules, "sqlalchemy" in sys.modules, flush=True)
serve.run(page, variables, browser=False, announce=told)
"""


@pytest.fixture
def server(tmp_path):
    """The address and token of a server on a folder that has been used, before nbgrader is there."""
    exchange = tmp_path / "aflevering"
    exchange.mkdir()
    command = [sys.executable, "-c", PROGRAM, tmp_path / "Min mappe", REPO, exchange]
    subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, check=True)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdin=pipe, stdout=pipe, text=True) as process:
        process.stdin.write("serve")
        process.stdin.close()
        try:
            address, *imported = process.stdout.readline().split()
            assert imported == ["False", "False"], "a reader waits for what a hand-in needs"
            place, _, token = address.partition("?token=")
            yield httpx.URL(place).copy_with(path="/"), {"Authorization": f"token {token}"}
        finally:
            process.terminate()


def test_who_asks_for_a_hand_in_before_nbgrader_is_there_waits_for_it(server):
    place, headers = server
    with httpx.Client(base_url=place, headers=headers, follow_redirects=True, timeout=60) as asking:
        listed = asking.get("assignments", params={"course_id": "netvaerk"})
        assert [answer.status_code for answer in listed.history] == [307]
        given = listed.json()
        assert given["success"] is True and "53-theme-evening-da" in str(given["value"])
        # from now on it answers for itself
        again = asking.post("assignments/submit", data={"course_id": "netvaerk", "assignment_id": "none"})
        assert again.history == [] and again.json()["success"] is False


def test_what_is_handed_in_first_of_all_gets_there(server):
    place, headers = server
    given = {"course_id": "netvaerk", "assignment_id": "none"}
    with httpx.Client(base_url=place, follow_redirects=True, timeout=60) as asking:
        told = asking.post("assignments/submit", data=given, headers=headers)
        assert [answer.status_code for answer in told.history] == [307]
        assert told.json()["success"] is False  # read, and refused: there is no such reflection


def test_a_stranger_who_waits_is_asked_who_they_are(server):
    place, _ = server
    with httpx.Client(base_url=place, follow_redirects=True, timeout=60) as stranger:
        told = stranger.get("assignments", params={"course_id": "netvaerk"})
    assert told.url.path == "/login" and "assignment_id" not in told.text
