"""How fast a cohort is graded: nbgrader's own command and ours in turn, here, on the same hand-ins.

    .venv/bin/python benchmarks/grade.py                        100 hand-ins, both ways
    .venv/bin/python benchmarks/grade.py --handins 1000 --ours  memory over a long run

The hand-ins are the reflection's own model answers, thinned and emptied in turn. Said are the seconds of the
clock for each way, whether the two gradebooks are the same row by row, how the time of ours compares with
what the cells themselves take, and the memory of all our processes together at tenths of the run. And the
machine's load after each: where others are at work, too, the cores are not ours, and no figure is worth much.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from facilitation.release import generate

CHECKOUT = Path(__file__).parents[1]
COMMANDS = Path(sys.executable).parent
ROWS = """
    select student.id, notebook.name, base_cell.name, {columns} from {table} as t
    join submitted_notebook on t.notebook_id = submitted_notebook.id
    join notebook on submitted_notebook.notebook_id = notebook.id
    join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
    join student on submitted_assignment.student_id = student.id
    join base_cell on t.cell_id = base_cell.id
"""
COLUMNS = {
    "grade": "t.auto_score, t.manual_score, t.extra_credit, t.needs_manual_grade",
    "comment": "t.auto_comment, t.manual_comment",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--assignment", default="01-why-network-da")
    parser.add_argument("--handins", type=int, default=100)
    parser.add_argument("--workers", help="as many as netvaerk grade would take by itself, unless said")
    parser.add_argument("--ours", action="store_true", help="leave nbgrader's own command out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        ours = cohort(Path(top) / "ours", asked.assignment, asked.handins)
        theirs = None if asked.ours else shutil.copytree(ours, Path(top) / "theirs")
        words = [str(COMMANDS / "netvaerk"), "grade", asked.assignment, "--folder", str(ours)]
        seconds, memory = run([*words, *(["--workers", asked.workers] if asked.workers else [])], ours)
        cells = sum(cell_seconds(path) for path in ours.glob("autograded/*/*/*.ipynb"))
        cores = len(os.sched_getaffinity(0))
        print(f"netvaerk grade: {asked.handins} hand-ins in {seconds:.1f} s")
        print(f"the cells themselves: {cells:.1f} s, over {cores} cores {cells / cores:.1f} s")
        print("MB of all processes at tenths of the run:", *tenths(memory))
        print(f"load afterwards: {os.getloadavg()[0]:.1f}")
        if theirs:
            plain, _ = run([str(COMMANDS / "nbgrader"), "autograde", asked.assignment], theirs)
            same = rows(ours) == rows(theirs)
            print(
                f"nbgrader autograde: {plain:.1f} s, {plain / seconds:.1f} times ours; same gradebook: {same}"
            )
            print(f"load afterwards: {os.getloadavg()[0]:.1f}")
            sys.exit(not same)


def cohort(folder, assignment, handins):
    """A facilitator's folder with so many hand-ins of ``assignment``."""
    shutil.copytree(CHECKOUT / "source" / assignment, folder / "source" / assignment)
    shutil.copy(CHECKOUT / "nbgrader_config.py", folder)
    generate(folder, assignment)
    released = next((folder / "release" / assignment).glob("*.ipynb"))
    source = json.loads((folder / "source" / assignment / released.name).read_text("utf-8"))
    written = {
        cell["id"]: cell["source"]
        for cell in source["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    for at in range(handins):
        # whole, without its last half, and empty
        kept = dict(list(written.items())[: len(written) * (2 - at % 3) // 2])
        notebook = json.loads(released.read_text("utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = kept.get(cell["id"], cell["source"])
        place = folder / "submitted" / f"learner-{at:04}" / assignment
        place.mkdir(parents=True)
        (place / released.name).write_text(json.dumps(notebook), encoding="utf-8")
        (place / "timestamp.txt").write_text("2026-11-23 10:00:00.000000 UTC")
    return folder


def run(words, folder):
    """Run a command in ``folder``; returns its seconds and the memory used, in MB, every other second."""
    environment = os.environ | {"NETVAERK_COURSE": str(folder), "PATH": f"{COMMANDS}:{os.environ['PATH']}"}
    began, memory = time.monotonic(), []
    with open(folder / "said.txt", "w") as said:
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=said, stderr=said)
        while process.poll() is None:
            memory.append(megabytes(process.pid))
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                continue
    if process.returncode:
        raise SystemExit((folder / "said.txt").read_text()[-2000:])
    return time.monotonic() - began, memory


def megabytes(root):
    """Memory of a process and all below it; what forked processes share counts once (PSS)."""
    children = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
        except OSError:
            continue
    found, total = [root], 0
    for pid in found:
        found += children.get(pid, [])
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        except OSError:
            continue
    return total // 1024


def tenths(memory):
    return [memory[len(memory) * at // 10] for at in range(10)] if memory else []


def cell_seconds(path):
    """What the cells of a graded notebook took in the kernel, by its own clock."""
    total = 0.0
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        times = cell["metadata"].get("execution", {})
        if "iopub.status.idle" in times:
            busy, idle = (datetime.fromisoformat(times[f"iopub.status.{name}"]) for name in ("busy", "idle"))
            total += (idle - busy).total_seconds()
    return total


def rows(folder):
    """Every mark and comment in a gradebook, in order."""
    with sqlite3.connect(folder / "gradebook.db") as book:
        return sorted(
            (
                (table, *row)
                for table, columns in COLUMNS.items()
                for row in book.execute(ROWS.format(table=table, columns=columns))
            ),
            key=repr,
        )


if __name__ == "__main__":
    main()
