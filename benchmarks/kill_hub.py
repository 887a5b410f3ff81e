"""kill -9 on a room's server, again and again, while people write and hand in: nothing confirmed is lost.

    sudo .venv/bin/python benchmarks/kill_hub.py [--minutes 60] [--learners 4] [--seed 1] [--pause 20]

It starts the hub of the tests (see tests/hub/conftest.py) on this machine alone and takes it away again.
Learners save a notebook each second, with a number that goes up, and hand in now and then. Every ``--pause``
seconds one process, drawn by lot, is killed: the hub (started again at once, as systemd would), the door, the
desk, the parent of learners' servers, somebody's server, somebody's kernel. Then it is timed how long each of
the three pages (sign-in, a learner's, the desk) takes to be back. In the end every notebook must hold the
last number that was confirmed, or a later one, and every hand-in that was confirmed must lie in the exchange.
The exit code is 1 where something was lost.
"""

import argparse
import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import requests

from benchmarks.hub import Learner, handed_in, load
from facilitation.hub.accounts import account_name
from tests.hub.conftest import NAME, Hub, Person

ASSIGNMENT = "01-why-network-da"
NOTEBOOK = f"reflections/{ASSIGNMENT}/why-network.ipynb"
MARK = "confirmed"
EVERY_SAVE, EVERY_HAND_IN = 1, 15  # seconds
SOON, PATIENCE = 10, 120  # seconds until a page should be back, and must
# by a word of their command lines; what has no word is the hub's own process, a learner's server or kernel
PARTS = {"door": b"caddy", "desk": b"facilitation.hub.desk", "parent": b"facilitation.hub.warm"}
NAMES = account_name(NAME)
VICTIMS = ("hub", *PARTS, "server", "kernel")


class Writer(threading.Thread):
    """A learner who saves and hands in until told to stop, and remembers what was confirmed."""

    def __init__(self, hub, number):
        super().__init__(daemon=True)
        self.learner = Learner(hub, f"{NAME} {number}")
        self.learner.open_lesson()
        self.person, self.name = self.learner.person, self.learner.name
        self.notebook = self.person.api(f"api/contents/{NOTEBOOK}")["content"]
        self.saved, self.tried, self.handed_in = 0, 0, 0
        self.done = threading.Event()

    def run(self):
        next_hand_in = time.monotonic() + EVERY_HAND_IN
        while not self.done.wait(EVERY_SAVE):
            with contextlib.suppress(requests.RequestException):
                self.save()
                if time.monotonic() > next_hand_in:
                    next_hand_in = time.monotonic() + EVERY_HAND_IN
                    self.handed_in += self.learner.hand_in(ASSIGNMENT)

    def save(self):
        self.tried += 1
        self.notebook["metadata"][MARK] = self.tried
        model = {"type": "notebook", "format": "json", "content": self.notebook}
        self.person.api(f"api/contents/{NOTEBOOK}", "PUT", model)
        self.saved = self.tried

    def kept(self):
        """The number in the notebook as it now lies on the server, which may have been killed last."""
        self.person.open()
        return self.person.api(f"api/contents/{NOTEBOOK}")["content"]["metadata"].get(MARK, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--learners", type=int, default=4)
    parser.add_argument("--pause", type=float, default=20, help="seconds from one kill to the next")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    hub = Hub()
    try:
        hub.start()
        sys.exit(0 if endured(hub, asked) else 1)
    finally:
        hub.remove()


def endured(hub, asked):
    """Kill for the minutes asked; whether nothing was lost."""
    chance, end = random.Random(asked.seed), time.monotonic() + 60 * asked.minutes
    facilitator = hub.facilitator()
    facilitator.open()
    writers = [Writer(hub, number) for number in range(asked.learners)]
    for writer in writers:
        writer.start()
    back = defaultdict(list)
    while time.monotonic() < end:
        victim, writer = chance.choice(VICTIMS), chance.choice(writers)
        if not kill(hub, victim, writer):
            continue
        for page, seconds in until_back(hub, writer.person, facilitator).items():
            back[victim, page].append(seconds)
        time.sleep(asked.pause)
    for writer in writers:
        writer.done.set()
    for writer in writers:
        writer.join()
    return told(hub, writers, back)


def kill(hub, victim, writer):
    """Kill it; whether there was one. A hub is started again at once."""
    if victim == "hub":
        hub.kill()
        hub.start()
        return True
    found = [pid for pid in hub.left() if victim in VICTIMS and is_it(pid, victim, writer.name)]
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return bool(found)


def is_it(pid, victim, name):
    place = Path(f"/proc/{pid}")
    try:
        line = (place / "cmdline").read_bytes()
        owner = place.owner()
    except (OSError, KeyError):
        return False
    if victim in PARTS:
        # a learner's server is forked from the parent and has its command line
        return PARTS[victim] in line and not owner.startswith(NAMES)
    return owner == name and (b"ipykernel" in line) == (victim == "kernel")


def until_back(hub, learner, facilitator):
    """Seconds until each page answers: ``{"sign-in" | "own page" | "desk": seconds}``."""
    pages = {
        "sign-in": lambda: Person(hub, "").get("/hub/login").ok,
        "own page": lambda: reopened(learner),
        "desk": lambda: bool(facilitator.api("formgrader/api/assignments")),
    }
    began, taken = time.monotonic(), {}
    while len(taken) < len(pages) and time.monotonic() < began + PATIENCE:
        for page, answers in pages.items():
            if page not in taken:
                with contextlib.suppress(requests.RequestException, AssertionError):
                    if answers():
                        taken[page] = time.monotonic() - began
        time.sleep(0.1)
    return {page: taken.get(page, float("inf")) for page in pages}


def reopened(person):
    """What somebody does whose page is gone: go to it, and have it started where it has ended."""
    person.open()
    return person.api("api/status")["started"]


def told(hub, writers, back):
    for (victim, page), seconds in sorted(back.items()):
        seconds.sort()
        print(
            f"{victim} killed {len(seconds)} times: {page} back after {seconds[len(seconds) // 2]:.1f} s, "
            f"at most {seconds[-1]:.1f} s"
        )
    late = sum(one > SOON for each in back.values() for one in each)
    print(f"{sum(map(len, back.values()))} pages waited for, {late} of them over {SOON} s; {load()}")
    lost = sum(not writer.saved <= writer.kept() <= writer.tried for writer in writers)
    saved = sum(writer.saved for writer in writers)
    print(f"{saved} saves confirmed; {lost} of {len(writers)} notebooks lost one")
    wanted = Counter({(writer.name, ASSIGNMENT): writer.handed_in for writer in writers})
    missing = (wanted - handed_in(hub)).total()
    print(f"{wanted.total()} hand-ins confirmed; {missing} missing")
    return not lost and not missing


if __name__ == "__main__":
    main()
