"""How long collecting takes: many hand-ins in the exchange, of one assignment or of several.

    python benchmarks/collect.py [--learners 5000] [--assignments 1] [--most 60]

Each hand-in has words of its own. Collecting is what the desk's button does before it checks; then it is
asked for once more, with nothing new there, and once with a tenth handed in anew. Said are the seconds by
the clock, and beside them this process's own on the processor. Fails where the first takes longer than
``--most`` seconds.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook

from exercises import places
from facilitation.exchange import COURSE

BEGAN = datetime(2026, 11, 23, 12)


def make(folder, exchange, names):
    """A facilitator's folder with the assignments ``names``, and an exchange where nothing is handed in."""
    root = places.root()
    # nbgrader calls alembic by its bare name when it makes a gradebook
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    os.environ |= {"NETVAERK_COURSE": str(folder), "NETVAERK_EXCHANGE": str(exchange)}
    folder.mkdir(parents=True)
    shutil.copy(root / "nbgrader_config.py", folder)
    (exchange / COURSE / "inbound").mkdir(parents=True)
    (exchange / COURSE / "feedback").mkdir()
    for name in names:
        for step in ("source", "release"):
            shutil.copytree(root / step / name, folder / step / name)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", COURSE) as gradebook:
        for name in names:
            gradebook.add_assignment(name)


def hand_in(inbound, name, learners, after=0):
    """One hand-in of ``name`` for each number in ``learners``, laid as nbgrader lays them."""
    path = next((places.root() / "release" / name).glob("*.ipynb"))
    notebook = json.loads(path.read_text("utf-8"))
    boxes = [
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution") is True
    ]
    for at in learners:
        for box in boxes:
            box["source"] = (
                f"Deltager {at} skriver {after + 1} gange om sit eget netværk, og hvad det er til."
            )
        who, moment = f"deltager{at:05}", BEGAN + timedelta(seconds=at, days=after)
        stamp = f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC"
        secret = hashlib.sha256(f"{who}{stamp}".encode()).hexdigest()[:16]
        place = inbound / f"{who}+{name}+{stamp}+{secret}"
        place.mkdir()
        (place / path.name).write_text(json.dumps(notebook, ensure_ascii=False, indent=1), "utf-8")
        (place / "timestamp.txt").write_text(stamp)
        (place / "submission_secret.txt").write_text(secret)


def collect(folder):
    from facilitation.cohort import everything
    from facilitation.cohort.roll import Register

    clock, processor = time.perf_counter(), time.process_time()
    everything._collect(Register(folder), everything.Went(), lambda *_: None)
    return time.perf_counter() - clock, time.process_time() - processor


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=5000)
    parser.add_argument("--assignments", type=int, default=1)
    parser.add_argument("--most", type=float, default=60)
    wanted = parser.parse_args()
    names = sorted(path.name for path in (places.root() / "source").glob("[0-9]*-da"))[: wanted.assignments]
    top = Path(tempfile.mkdtemp(prefix="collect-"))
    folder, inbound = top / "bord", top / "aflevering" / COURSE / "inbound"
    took = {}
    try:
        make(folder, top / "aflevering", names)
        for name in names:
            hand_in(inbound, name, range(wanted.learners))
        took["all"] = collect(folder)
        there = len(list((folder / "submitted").glob("*/*/timestamp.txt")))
        took["nothing new"] = collect(folder)
        for name in names:
            hand_in(inbound, name, range(0, wanted.learners, 10), after=1)
        took["a tenth anew"] = collect(folder)
    finally:
        shutil.rmtree(top)
    print(f"{wanted.learners} learners x {len(names)}, {there} collected, load {os.getloadavg()[0]:.1f}")
    for what, (clock, processor) in took.items():
        print(f"{what:>14} {clock:6.1f} s ({processor:.1f} s on the processor)")
    return 0 if there == wanted.learners * len(names) and took["all"][0] <= wanted.most else 1


if __name__ == "__main__":
    sys.exit(main())
