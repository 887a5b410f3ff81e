"""Everything that can go wrong with what people have saved, done at random and in numbers: nothing is lost.

    make faults [ARGS="--minutes 10 --seed 1 --only windows"]

Each part does in numbers what the tests do in short (test_store_faults.py, whole_store/test_travel.py,
facilitation/cycle/test_stopped_at_every_step.py): it takes its share of the minutes and says what was done.
Exit code 1 where something was lost, with the seed that brings it about. `kill_hub.py`, which must be root
and takes an hour, is apart.
"""

import argparse
import ctypes
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support"), str(ROOT / "tests" / "whole_store")]

import hypothesis  # noqa: E402
import test_store_faults as store_faults  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402
from test_travel import STEPS, work_and_merge  # noqa: E402

from benchmarks import kill_store  # noqa: E402
from exercises.store import FILE, StoreNotWritten, open_store  # noqa: E402
from exercises.store import Store as OpenStore  # noqa: E402
from stops import can_fail, possible  # noqa: E402

MEMORY = Path("/dev/shm")
LATEST = 2**31
# which calls of SQLite's fail how often, under Debian's fiu-utils
FAILING = (("posix/io/rw/pwrite", 0.02), ("posix/io/sync/fsync", 0.02), ("posix/io/*", 0.005))


class Skipped(Exception):
    """A part that cannot be done here, and why."""


def kills(top, end, chance):
    """kill -9 after a time drawn by lot, while a store is saved to without pause."""
    if not hasattr(os, "fork"):
        raise Skipped("kills fork, which Windows cannot")
    done = confirmed = 0
    while time.monotonic() < end:
        confirmed += kill_store.run(100, chance.randrange(LATEST), lambda: None)[0]
        done += 100
    return f"{done} kills, {confirmed} changes confirmed"


def steps(top, end, chance):
    """Kills and power cuts at every step: saving, migration, copy, forgetting, deleting, recovery."""
    if not possible():
        raise Skipped("programs are stopped at their steps on Linux alone")
    cases = store_faults.CASES | {"changes": store_faults.changes(12)}
    numbers, opened = count(), dict.fromkeys(cases, 0)
    while time.monotonic() < end:
        for name, case in cases.items():
            place = top / str(next(numbers))
            opened[name] += store_faults.tried(case, place, chance, cuts=8)
            shutil.rmtree(place)
    said = ", ".join(f"{name} {number}" for name, number in opened.items())
    return f"{sum(opened.values())} states of the disk opened ({said})"


def failing_calls(top, end, chance):
    """Each call that writes fails in turn, once: no room, a fault of the disk, no quota."""
    if not can_fail():
        raise Skipped("single calls are made to fail on Linux and x86-64 alone")
    numbers, told = count(), (0, 0, 0)
    while time.monotonic() < end:
        place = top / str(next(numbers))
        new = store_faults.on_a_failing_disk(place, chance.randint(3, 9), chance)
        told = tuple(map(sum, zip(told, new, strict=True)))
        shutil.rmtree(place)
    return "{} calls failed, {} changes confirmed, {} refused".format(*told)


def a_failing_disk(top, end, chance):
    """Some of all calls fail, at random, for as long as a store is saved to (libfiu)."""
    if not shutil.which("fiu-run"):
        raise Skipped("fiu-run is missing: apt-get install fiu-utils")
    confirmed = refused = runs = 0
    while time.monotonic() < end:
        point, probability = FAILING[runs % len(FAILING)]
        folder = top / str(runs)
        folder.mkdir()
        fault = [str(folder), point, str(probability), str(chance.randrange(LATEST))]
        script = [sys.executable, __file__, "--save", *fault]
        done = subprocess.run(["fiu-run", "-x", *script], capture_output=True, cwd=ROOT)
        told = [number for (number,) in struct.iter_unpack("<q", done.stdout[: len(done.stdout) // 8 * 8])]
        if done.returncode not in (0, FAULTY):
            raise AssertionError(done.stderr.decode())
        good = [number for number in told if number > 0]
        confirmed, refused, runs = confirmed + len(good), refused + len(told) - len(good), runs + 1
        store = open_store(folder)
        kept = store.fields("fiu")
        rows = {row["n"] for row in store.rows("fiu")}
        store.close()
        assert rows >= set(good), "a row that was confirmed is not there"
        assert not good or kept["last"] >= max(good), "a field that was confirmed is not there"
        shutil.rmtree(folder)
    return f"{runs} runs, {confirmed} changes confirmed, {refused} refused"


FAULTY = 7  # the exit code of a program that could not even start on such a disk


def save_on_a_failing_disk(folder, point, probability, seed, upto=300):
    """What runs under fiu-run: confirm each change on stdout, or say minus its number."""
    fiu = ctypes.CDLL(None)
    fiu.fiu_set_prng_seed(ctypes.c_uint(int(seed)))
    # only now: Python's own reading of its modules is not what is tried
    fiu.fiu_enable_random(point.encode(), 1, None, 0, ctypes.c_float(float(probability)))
    try:
        store = OpenStore(Path(folder) / FILE)
    except StoreNotWritten:
        sys.exit(FAULTY)
    told = bytearray()
    for number in range(1, upto + 1):
        try:
            with store.transaction():
                store.put("fiu", "last", number)
                store.add("fiu", n=number)
        except StoreNotWritten:
            number = -number
        told += struct.pack("<q", number)
    # what fails is the store's disk, not what is told here
    while told:
        try:
            del told[: os.write(1, told)]
        except OSError:
            continue


def windows(top, end, chance):
    """Windows of two editions on one store, opened, closed and changed in any order."""
    machines = 0
    while time.monotonic() < end:
        machine = hypothesis.seed(chance.randrange(LATEST))(store_faults.Windows)
        many = hypothesis.settings(store_faults.Windows.TestCase.settings, max_examples=100, database=None)
        run_state_machine_as_test(machine, settings=many)
        machines += 100
    return f"{machines} lives of up to 25 steps"


def merges(top, end, chance):
    """Two places of one learner, worked in at random and merged both ways; see merge_stores.py."""
    numbers, done = count(), []

    @hypothesis.settings(store_faults.Windows.TestCase.settings, max_examples=100, database=None)
    @hypothesis.given(steps=STEPS, seed=hypothesis.strategies.integers())
    def each(steps, seed):
        place = top / str(next(numbers))
        done.append(work_and_merge(place, steps, seed))
        shutil.rmtree(place)

    while time.monotonic() < end:
        hypothesis.seed(chance.randrange(LATEST))(each)()
    return f"{len(done)} examples, {sum(done)} merges"


def hand_ins(top, end, chance):
    """Kills and power cuts at every step of handing in, collecting and marking."""
    if not possible():
        raise Skipped("programs are stopped at their steps on Linux alone")
    states = 0
    while time.monotonic() < end:
        test = "tests/facilitation/cycle/test_stopped_at_every_step.py"
        words = [sys.executable, "-m", "pytest", "-q", "-s", "-n", "0", f"--basetemp={top / 'tests'}", test]
        seeded = os.environ | {"NETVAERK_SEED": str(chance.randrange(LATEST))}
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env=seeded)
        if done.returncode:
            raise AssertionError(done.stdout)
        states += sum(map(int, re.findall(r"(\d+) states of the disk gone on from", done.stdout)))
    return f"{states} states of the disk gone on from"


PARTS = {
    "kills": kills,
    "every step": steps,
    "failing calls": failing_calls,
    "failing disk": a_failing_disk,
    "windows": windows,
    "merges": merges,
    "hand-ins": hand_ins,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--save", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.save:
        save_on_a_failing_disk(*asked.save)
        return 0
    parts = {name: PARTS[name] for name in asked.only or PARTS}
    lost = 0
    for name, part in parts.items():
        chance = random.Random(f"{asked.seed} {name}")
        end = time.monotonic() + 60 * asked.minutes / len(parts)
        with tempfile.TemporaryDirectory(
            prefix="netvaerk-faults-", dir=MEMORY if MEMORY.is_dir() else None
        ) as top:
            try:
                print(f"{name}: {part(Path(top), end, chance)}: 0 lost", flush=True)
            except Skipped as why:
                print(f"{name}: left out, for {why}", flush=True)
            except (Exception, SystemExit):
                traceback.print_exc()
                lost += 1
                print(f"{name}: LOST, with --seed {asked.seed}", flush=True)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
