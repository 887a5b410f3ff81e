"""What importing each exercise adds over ``import ipywidgets``, side by side: at most 60 ms is allowed.

    python benchmarks/imports.py [--rounds 7]

Prints the median of fresh processes for each, and fails when one is over.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ALLOWED = 0.060


def seconds(module):
    """Median-able time of a fresh process that imports ipywidgets and then ``module``, beyond ipywidgets."""
    code = (
        "import ipywidgets, asyncio, time; t = time.perf_counter(); "
        f"import {module}; print(time.perf_counter() - t)"
    )
    return float(
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    views = Path(__file__).parents[1] / "exercises" / "views"
    modules = [f"exercises.views.{path.stem}" for path in sorted(views.glob("[a-z]*.py"))]
    modules.append("exercises.reflection")
    over = []
    for module in modules:
        median = statistics.median(seconds(module) for _ in range(rounds))
        print(f"{median * 1000:6.0f} ms  {module}")
        if median > ALLOWED:
            over.append(module)
    if over:
        sys.exit(f"over {ALLOWED * 1000:.0f} ms: {', '.join(over)}")


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"in {time.perf_counter() - start:.0f} s")
