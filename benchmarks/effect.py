"""What a measurement of 20, 60 or 200 people can show: a table for docs/effect.md.

    python benchmarks/effect.py [--write]

For each number of people, half of them on a wait list, and each true effect (in standard deviations of how
often one networks): the share of SIMULATIONS in which the interval lies above nought, with a tenth dropping
out by chance, and the share in which it holds the true effect. The first and the last score correlate by
ALIKE, our own guess.
"""

import argparse
from pathlib import Path

import numpy as np

from facilitation.cohort import difference

SIMULATIONS, ALIKE, LOST = 20_000, 0.6, 0.1
PEOPLE, EFFECTS = (20, 50, 60, 200), (0.0, 0.2, 0.5, 0.8, 1.2)
PAGE = Path(__file__).parents[1] / "docs" / "effect.md"
BEGIN, END = "<!-- power -->", "<!-- /power -->"


def shares(people, effect, rng):
    """``(clear, held)``: how often the interval is above nought, and how often it holds the true effect."""
    shape = (SIMULATIONS, people)
    course = np.arange(people) % 2 == 0
    person = ALIKE**0.5 * rng.normal(size=shape)
    before, after = (person + (1 - ALIKE) ** 0.5 * rng.normal(size=shape) for _ in range(2))
    found = difference.between(before, after + effect * course, course, rng.random(shape) >= LOST)
    return np.mean(found.low > 0), np.mean((found.low <= effect) & (found.high >= effect))


def table():
    """The table as Markdown."""
    rng = np.random.default_rng(2026)
    lines = ["| People | " + " | ".join(f"effect {effect}" for effect in EFFECTS) + " | interval holds |"]
    lines.append("|" + "---:|" * (len(EFFECTS) + 2))
    for people in PEOPLE:
        found = [shares(people, effect, rng) for effect in EFFECTS]
        held = np.mean([held for _, held in found])
        cells = [f"{100 * clear:.0f} %" for clear, _ in found]
        lines.append(f"| {people} | " + " | ".join(cells) + f" | {100 * held:.1f} % |")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/effect.md")
    made = table()
    print(made)
    if parser.parse_args().write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
