"""A small room at once: six learners, thirty hand-ins, and a hub that is killed. `benchmarks/hub.py` is the
same with more."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.hub import Learner, come_in, handed_in, used
from facilitation.hub.proxy import PID, old
from processes import command_line

LEARNERS, TIMES = 6, 5
ASSIGNMENT = "01-why-network-da"
# what a server takes that shares nothing, in MiB
ALONE = 105


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(LEARNERS * TIMES) as pool:
        yield pool


@pytest.fixture(scope="module")
def learners(hub, pool):
    """Learners who have come in at once, each in lesson 1 with its first exercise run."""
    return [learner for learner, _ in pool.map(lambda at: come_in(hub, at), range(LEARNERS))]


def test_learners_who_come_at_once_each_get_a_server_with_their_own_account(hub, learners):
    assert sorted(learner.name for learner in learners) == hub.accounts()
    code = "import os, pwd; assert pwd.getpwuid(os.getuid()).pw_name == {!r}"
    assert all(learner.run(code.format(learner.name)) for learner in learners)


def test_what_servers_have_imported_they_share(hub, learners):
    assert mean(size for size, _ in used(hub)["servers"]) < ALONE * 0.75


def test_a_parent_that_has_ended_is_started_anew_for_the_next_learner(hub, learners):
    [parent] = [
        int(place.name)
        for place in Path("/proc").glob("[0-9]*")
        if b"facilitation.hub.warm" in read(place / "cmdline")
        and f"\nPPid:\t{hub.process.pid}\n".encode() in read(place / "status")
    ]
    os.kill(parent, signal.SIGKILL)
    come_in(hub, "Sen")


def test_hand_ins_in_the_same_second_are_all_kept_each_once(hub, learners, pool):
    jobs = [learner for learner in learners for _ in range(TIMES)]
    assert all(pool.map(lambda learner: learner.hand_in(ASSIGNMENT), jobs))
    assert handed_in(hub) == Counter((learner.name, ASSIGNMENT) for learner in jobs)
    inbound = hub.folder / "exchange" / "netvaerk" / "inbound"
    whole = hub.folder / "exchange" / "netvaerk" / "outbound" / ASSIGNMENT / "why-network.ipynb"
    assert {path.read_bytes() for path in inbound.glob("*/why-network.ipynb")} == {whole.read_bytes()}


@pytest.fixture(scope="module")
def survived(hub, learners, pool):
    """The hub killed while learners work and hand in, and started again; what happened meanwhile."""
    before = handed_in(hub)
    assert all(pool.map(lambda learner: learner.run("written = 'before'"), learners))
    handing_in = [pool.submit(learner.hand_in, ASSIGNMENT) for learner in learners]
    hub.kill()
    during = {
        "kernels": list(pool.map(lambda learner: learner.run("assert written == 'before'"), learners)),
        "hand-ins": [one.result() for one in handing_in],
        "kept": (handed_in(hub) - before).total(),
    }
    hub.start()
    return during


def test_a_killed_hub_stops_nobodys_work(survived):
    assert all(survived["kernels"])
    assert all(survived["hand-ins"]) and survived["kept"] == LEARNERS


def test_a_new_hub_finds_every_server_and_kernel_as_they_were(survived, learners, pool):
    assert all(pool.map(Learner.still_there, learners))
    assert all(pool.map(lambda learner: learner.run("assert written == 'before'"), learners))


def test_after_a_crash_the_desk_opens_and_newcomers_come_in(hub, survived):
    facilitator = hub.facilitator()
    facilitator.open()
    assert facilitator.api("formgrader/api/assignments")
    come_in(hub, LEARNERS)


def test_nothing_of_the_killed_hub_runs_beside_the_new_one(hub, survived):
    """Two desks would share one port, two cullers would fight."""
    lines = [command_line(pid) for pid in hub.left()]
    assert sum(b"facilitation.hub.desk" in line for line in lines) == 1
    cullers = [
        place for place in Path("/proc").glob("[0-9]*") if b"facilitation.hub.idle" in read(place / "cmdline")
    ]
    assert [os.readlink(place / "cwd") for place in cullers].count(str(hub.folder / "hub")) == 1


def test_after_a_power_cut_no_program_is_ended_that_has_the_old_doors_number(tmp_path):
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / PID).write_text(str(os.getpid()))
    assert old(tmp_path) is None


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it has ended
        return b""
