"""Two places of one learner, worked in at random and merged both ways: nothing that was confirmed is lost.

    .venv/bin/python benchmarks/merge_stores.py [--examples 10000] [--seed 1]

What is done and what is asked of it afterwards is `work_and_merge` in tests/whole_store/test_travel.py; there
200 are done each time the tests are run. Hypothesis draws the steps. Each example is two merges and more. A
failure is shown with the fewest steps that bring it about.
"""

import argparse
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "whole_store")]

from test_travel import STEPS, work_and_merge  # noqa: E402

MEMORY = Path("/dev/shm")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    numbers, merges, most = count(), [], [0]
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:

        @hypothesis.seed(asked.seed)
        @settings(
            deadline=None,
            max_examples=asked.examples,
            derandomize=False,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(steps=STEPS, seed=st.integers())
        def each(steps, seed):
            with tempfile.TemporaryDirectory(dir=folder, prefix=f"{next(numbers)}-") as place:
                merges.append(work_and_merge(Path(place), steps, seed))
            most[0] = max(most[0], len(steps))

        each()
    print(
        f"{len(merges)} examples of up to {most[0]} steps, {sum(merges)} merges: nothing confirmed was lost"
        f" (seed {asked.seed}, {time.perf_counter() - start:.0f} s)"
    )


if __name__ == "__main__":
    main()
