"""Where one server ends: rooms are measured on this machine, and larger ones reckoned from what they took.

    sudo .venv/bin/python benchmarks/ceiling.py [--rooms 10 30 60] [--within 45]

Each room is a hub of its own (see tests/hub/conftest.py). Learners arrive evenly over ``--within`` seconds,
sign in, wait for a server and run lesson 1's first exercise. Said are their waits, and what one arrival takes
of the processors: of all, of the hub's one process, and of those who play the learners, who are no part of
a room.

The reckoning takes the processors for a queue in which all who wait get the same share, and nobody more than
one processor (processor sharing; Kleinrock, Queueing Systems II, 1976), and the hub for one that can be asked
one thing at a time. It is held against the rooms that were measured before it speaks of others.
"""

import argparse
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hub import come_in, load, used
from tests.hub.conftest import Hub

SOON, MOST_WAIT = 0.95, 15  # so many shall wait no longer than so many seconds
CORES, LONGEST = (2, 4, 8, 16, 32), (60, 300)
TICK = 0.05  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Room:
    """What was measured: waits in seconds, and processor's seconds and MiB for each learner."""

    waits: list
    room: float
    hub: float
    players: float
    memory: float


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rooms", type=int, nargs="+", default=[10, 30, 60])
    parser.add_argument("--within", type=float, default=45, help="seconds in which a room arrives")
    asked = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    rooms = {}
    for people in asked.rooms:
        rooms[people] = room = measured(people, asked.within)
        print(
            f"{people} learners within {asked.within:.0f} s on {cores} cores: each took {room.room:.2f} s of "
            f"the room's processors, {room.hub:.2f} s of them the hub's, {room.memory:.0f} MiB; "
            f"those who played them {room.players:.2f} s each; {load()}",
            flush=True,
        )
        reckoned = waits(people, asked.within, cores, room.room + room.players, room.hub)
        print(f"  waited: {said(room.waits)}; reckoned: {said(reckoned)}", flush=True)
    largest = rooms[max(rooms)]
    print(
        f"\nThe largest room of which {SOON:.0%} wait at most {MOST_WAIT} s, without those who played them:"
    )
    for within in LONGEST:
        for number in CORES:
            people = ceiling(within, number, largest)
            gib = people * largest.memory / 1024
            print(f"  {number} cores, arriving over {within} s: {people} learners, {gib:.1f} GiB for theirs")


def measured(people, within):
    hub = Hub(("--names", "1000"), sources=["01-why-network-da"])
    try:
        hub.start()
        before, own, its = busy(), sum(os.times()[:2]), of_hub(hub)
        with ThreadPoolExecutor(people) as pool:
            arrived = list(pool.map(lambda at: come_in(hub, at, within * at / people), range(people)))
        own, its = sum(os.times()[:2]) - own, of_hub(hub) - its
        spent = busy() - before - own
        memory = sum(size for each in used(hub).values() for size, _ in each)
        return Room(
            [wait for _, wait in arrived], spent / people, its / people, own / people, memory / people
        )
    finally:
        hub.remove()


def busy():
    """Seconds of all processors since the machine was started."""
    user, nice, system, _, _, irq, soft = map(int, Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + irq + soft) / TICKS


def of_hub(hub):
    ticks = Path(f"/proc/{hub.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / TICKS


def waits(people, within, cores, each, hub):
    """How long each waits, reckoned: ``each`` processor's seconds, of them ``hub`` the hub's, one by one."""
    arrivals = [within * at / people for at in range(people)]
    at_hub, at_cores, found, clock = [], [], [], 0.0
    while arrivals or at_hub or at_cores:
        while arrivals and arrivals[0] <= clock:
            began = arrivals.pop(0)
            at_hub.append([began, hub])
        running = len(at_cores) + bool(at_hub)
        share = TICK * min(1, cores / max(running, 1))
        for one in at_cores:
            one[1] -= share
        if at_hub:
            # who has come last waits for those before
            at_hub[0][1] -= share
            if at_hub[0][1] <= 0:
                at_cores.append([at_hub.pop(0)[0], each - hub])
        clock += TICK
        found += [clock - began for began, left in at_cores if left <= 0]
        at_cores = [one for one in at_cores if one[1] > 0]
    return found


def ceiling(within, cores, room):
    """The largest room that is served soon enough."""
    low, high = 0, 1
    while soon(waits(high, within, cores, room.room, room.hub)):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if soon(waits(middle, within, cores, room.room, room.hub)):
            low = middle
        else:
            high = middle
    return low


def soon(found):
    return sorted(found)[int(SOON * (len(found) - 1))] <= MOST_WAIT


def said(found):
    found = sorted(found)
    at = [found[int(part * (len(found) - 1))] for part in (0.5, SOON, 1)]
    return f"half under {at[0]:.1f} s, {SOON:.0%} under {at[1]:.1f} s, all under {at[2]:.1f} s"


if __name__ == "__main__":
    main()
