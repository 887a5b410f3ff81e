"""A room on one server: thirty learners come in, read, hand in at once, and the hub is killed meanwhile.

    sudo .venv/bin/python benchmarks/hub.py                              30 learners, 200 hand-ins
    sudo .venv/bin/python benchmarks/hub.py --learners 6 --handins 30    a small one

It starts the hub of the tests (see tests/hub/conftest.py) on this machine alone and takes it away again. Each
learner signs in, waits for a server, opens lesson 1 (its first exercise runs in a kernel, over a websocket)
and later hands in. Said are the seconds of the clock, the load of the machine, what was kept, and what a
learner's processes use (PSS: memory that several share counts in parts).
"""

import argparse
import contextlib
import json
import os
import pwd
import ssl
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean
from uuid import uuid4

import requests
from websocket import create_connection

from tests.hub.conftest import CHECKOUT, NAME, PATIENCE, Hub

LESSON = "da/01-why-network.ipynb"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--handins", type=int, default=200)
    parser.add_argument("--within", type=float, default=40, help="seconds in which they arrive, one by one")
    asked = parser.parse_args()
    reflections = sorted(path.name for path in (CHECKOUT / "source").glob("*-da"))
    hub = Hub(("--names", "1000"), sources=reflections[: -(-asked.handins // asked.learners)])
    try:
        hub.start()
        with ThreadPoolExecutor(max(asked.learners, 50)) as pool:
            measure(hub, asked, pool)
    finally:
        hub.remove()


def measure(hub, asked, pool):
    began = time.monotonic()
    pauses = [asked.within * at / asked.learners for at in range(asked.learners)]
    learners, waits = zip(
        *pool.map(lambda at: come_in(hub, at, pauses[at]), range(asked.learners)), strict=True
    )
    print(f"{len(learners)} learners were in lesson 1 after {time.monotonic() - began:.0f} s; {load()}")
    waits = sorted(waits)
    print(
        f"one waited {waits[0]:.1f} to {waits[-1]:.1f} s, half of them under {waits[len(waits) // 2]:.1f} s"
    )
    for kind, each in used(hub).items():
        size, seconds = (mean(one) for one in zip(*each, strict=True))
        print(f"{len(each)} {kind}: {size:.0f} MiB (PSS) and {seconds:.1f} s of a processor each")

    jobs = [(learner, name) for name in released(hub) for learner in learners][: asked.handins]
    began = time.monotonic()
    answers = list(pool.map(lambda job: job[0].hand_in(job[1]), jobs))
    seconds = time.monotonic() - began
    once = handed_in(hub) == Counter((learner.name, name) for learner, name in jobs)
    print(
        f"{len(jobs)} hand-ins at once: {sum(answers)} taken in {seconds:.1f} s, "
        f"each kept once: {once}; {load()}"
    )

    list(pool.map(lambda learner: learner.run("kept = 1"), learners))
    hub.kill()
    went_on = sum(pool.map(lambda learner: learner.run("assert kept == 1"), learners))
    print(f"hub killed: {went_on} kernels went on")
    began = time.monotonic()
    hub.start()
    found = sum(pool.map(lambda learner: learner.still_there(), learners))
    print(
        f"hub back after {time.monotonic() - began:.1f} s: {found} learners have server and kernel as before"
    )


def come_in(hub, number, pause=0):
    """Sign in, start, open the lesson; returns the `Learner` and the seconds that it took."""
    time.sleep(pause)
    began = time.monotonic()
    learner = Learner(hub, f"{NAME} {number}")
    learner.open_lesson()
    return learner, time.monotonic() - began


class Learner:
    """A `Person` of tests/hub/conftest.py who has opened lesson 1."""

    def __init__(self, hub, name):
        self.person = hub.sign_in(name)
        self.name = self.person.name
        self.person.open()
        self.kernel = None

    def open_lesson(self):
        """Start the lesson's kernel and run its first exercise."""
        cells = self.person.api(f"api/contents/{LESSON}")["content"]["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        model = {"path": LESSON, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        self.kernel = self.person.api("api/sessions", "POST", model)["kernel"]["id"]
        for cell in [code[0], next(one for one in code if "guess_first" in one)]:
            if not self.run(cell):
                raise RuntimeError(f"{self.name}: {cell} failed")

    def run(self, code):
        """Run ``code`` in the lesson's kernel; whether it went well."""
        hub, session = self.person.hub, self.person.session
        address = f"{hub.url}{self.person.base}api/kernels/{self.kernel}/channels"
        cookies = requests.cookies.get_cookie_header(session.cookies, requests.Request("GET", address))
        socket = create_connection(
            address.replace("http", "ws", 1),
            cookie=cookies,
            origin=hub.url,
            timeout=PATIENCE,
            sslopt={"ca_certs": str(hub.authority), "cert_reqs": ssl.CERT_REQUIRED},
        )
        with contextlib.closing(socket):
            header = {"msg_id": uuid4().hex, "msg_type": "execute_request", "version": "5.4"}
            header |= {"username": self.name, "session": uuid4().hex, "date": "2026-01-01T00:00:00Z"}
            content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
            rest = {"parent_header": {}, "metadata": {}, "channel": "shell"}
            socket.send(json.dumps({"header": header, "content": content} | rest))
            while True:
                said = json.loads(socket.recv())
                mine = said.get("parent_header", {}).get("msg_id") == header["msg_id"]
                if mine and said["msg_type"] == "execute_reply":
                    return said["content"]["status"] == "ok"

    def still_there(self):
        """Whether server and kernel are those that the learner had, after coming in anew."""
        self.person.open()
        return [one["id"] for one in self.person.api("api/kernels")] == [self.kernel]

    def hand_in(self, assignment):
        """Whether nbgrader says that it has taken the hand-in."""
        asked = {"course_id": "netvaerk", "assignment_id": assignment}
        return self.person.api("assignments/submit", "POST", **asked)["success"]


def released(hub):
    return sorted(path.name for path in (hub.folder / "exchange/netvaerk/outbound").iterdir())


def handed_in(hub):
    """How often each learner's hand-in of each assignment lies in the exchange."""
    inbound = hub.folder / "exchange" / "netvaerk" / "inbound"
    return Counter(tuple(path.name.split("+")[:2]) for path in inbound.iterdir())


# by what stands in their command lines
KINDS = {"kernels": b"ipykernel", "nurseries": b"kernels.nursery"}


def used(hub):
    """``{"servers", "kernels", "nurseries": [(MiB, processor's seconds) of each process of a learner]}``."""
    accounts = {pwd.getpwnam(name).pw_uid for name in hub.accounts()}
    found = {"servers": [], "kernels": [], "nurseries": []}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if _account(place) in accounts:
                line = (place / "cmdline").read_bytes()
                kind = next((kind for kind, words in KINDS.items() if words in line), "servers")
                rollup = (place / "smaps_rollup").read_text().splitlines()
                pss = next(line for line in rollup if line.startswith("Pss:"))
                ticks = (place / "stat").read_text().rpartition(")")[2].split()[11:13]
                seconds = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
                found[kind].append((int(pss.split()[1]) / 1024, seconds))
    return found


def _account(place):
    lines = (place / "status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Uid:")).split()[1])


def load():
    return "load {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


if __name__ == "__main__":
    main()
