"""kill -9 in the midst of saving, again and again: the store opens each time with every confirmed change.

    python benchmarks/kill_store.py [--kills 10000] [--seed 1]

A child process saves without pause and says of each change when it was confirmed; it is killed after a time
drawn by lot. Then the store is opened as the learner's next lesson would open it, and all it holds is
compared with all that was confirmed. The one change that was under way may be there whole, or not at all.
About 40 ms a kill; it may be run in parts, each with a seed of its own.
"""

import argparse
import os
import random
import signal
import struct
import sys
import tempfile
import time
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from exercises.store import FILE, Store, StoreProblem

CONFIRMED = struct.Struct("<q")
LONGEST = 0.060  # seconds until the kill; opening takes the first few milliseconds
ROWS, FIELDS, BATCH = 60, 40, 25
# So that the file does not grow without end and each opening stays as quick as a learner's.
EVERY_FRESH = 500


def save(store, number):
    """Change ``number``: what it writes follows from the number alone, so that one can say what is due."""
    with store.transaction():
        store.put("kill", "last", number)
        kind = number % 4
        if kind == 0:
            store.put("kill", f"field {number % FIELDS}", "æøå" * (number % 50))
        elif kind == 1:
            store.add("person", key=str(number % ROWS), number=number)
        elif kind == 2:
            for row in store.rows("person")[: number % 3]:
                store.remove(row["id"])
        else:
            store.remove_kind("contact")
            for place in range(number % BATCH):
                store.add("contact", key=str(place), number=number)


def due(state, number):
    """``state`` after change ``number``: what :func:`save` should have left in the store."""
    fields, people, contacts = state["fields"], state["person"], state["contact"]
    fields["last"] = number
    kind = number % 4
    if kind == 0:
        fields[f"field {number % FIELDS}"] = "æøå" * (number % 50)
    elif kind == 1:
        people[str(number % ROWS)] = number
    elif kind == 2:
        for key in list(people)[: number % 3]:
            del people[key]
    else:
        contacts.clear()
        contacts.update({str(place): number for place in range(number % BATCH)})


def found(store):
    """What the store holds, in the shape of :func:`due`."""
    return {
        "fields": store.fields("kill"),
        **{kind: {row["key"]: row["number"] for row in store.rows(kind)} for kind in ("person", "contact")},
    }


def child(path, number, pipe):
    """Save without end from change ``number`` on, and confirm each."""
    store = Store(path)
    while True:
        save(store, number)
        os.write(pipe, CONFIRMED.pack(number))
        number += 1


def one_kill(path, number, wait):
    """Let a child save from change ``number`` on, and kill it: ``(last confirmed change, journal left)``."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read)
            child(path, number, write)
        finally:
            os._exit(1)  # saving ends by the kill or by a fault, never by itself
    os.close(write)
    time.sleep(wait)
    os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    told = b""
    while part := os.read(read, 65536):
        told += part
    os.close(read)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the child ended by itself: saving failed")
    last = CONFIRMED.unpack(told[-CONFIRMED.size :])[0] if told else number - 1
    return last, path.with_name(path.name + "-journal").exists()


def run(kills, seed, show):
    """Kill so often: ``(changes confirmed, kills that left a journal)``, or exit with what was lost."""
    chance = random.Random(seed)
    confirmed = interrupted = 0
    with tempfile.TemporaryDirectory(prefix="netvaerk-kills-") as folder:
        path, state, number = None, None, 0
        for kill in range(kills):
            if kill % EVERY_FRESH == 0:
                path = Path(folder) / str(kill) / FILE
                state, number = {"fields": {}, "person": {}, "contact": {}}, 1
            last, journal = one_kill(path, number, chance.uniform(0, LONGEST))
            interrupted += journal
            try:
                store = Store(path)
                holds = found(store)
                store.close()
            except StoreProblem as problem:
                raise SystemExit(f"kill {kill + 1}: the store does not open: {problem!r}") from problem
            for change in range(number, last + 1):
                due(state, change)
            if holds["fields"].get("last", 0) == last + 1:  # done, but killed before it could say so
                last += 1
                due(state, last)
            if holds != state:
                raise SystemExit(f"kill {kill + 1}: after change {last} the store holds something else")
            confirmed += last + 1 - number
            number = last + 1
            show()
    return confirmed, interrupted


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if not hasattr(os, "fork"):
        sys.exit("This benchmark forks, which Windows cannot.")
    start = time.perf_counter()
    columns = (TextColumn("kills"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        task = progress.add_task("kills", total=asked.kills)
        confirmed, interrupted = run(asked.kills, asked.seed, lambda: progress.advance(task))
    seconds = time.perf_counter() - start
    print(
        f"{asked.kills} kills, {interrupted} of them in the midst of a write; the store opened every time"
        f" with each of {confirmed} confirmed changes (seed {asked.seed}, {seconds:.0f} s)"
    )


if __name__ == "__main__":
    main()
