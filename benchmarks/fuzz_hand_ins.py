"""Mutated zips and notebooks against what takes hand-ins in: none may raise anything but a reason.

Run by hand from the project's root::

    python benchmarks/fuzz_hand_ins.py [--zips 25000] [--notebooks 25000] [--seed 1]

A zip is packed in one of four ways and then changed in up to twelve bytes, cut, doubled or joined to another.
A notebook is changed in its bytes, or one of the values in its JSON becomes another of any type; its words
are gathered and its boxes put right. Exit code 1, and the input in a file, at the first crash.
"""

import argparse
import copy
import io
import json
import random
import sys
import tempfile
import traceback
import zipfile
from datetime import datetime
from pathlib import Path

from exercises.answers import gather, guessed, put_right
from facilitation import taking_in
from facilitation.taking_in import Fault, Report

ROOT = Path(__file__).parents[1]
ASSIGNMENT, FILE = "01-why-network-da", "why-network.ipynb"
KNOWN = {ASSIGNMENT: FILE}
RELEASED = json.loads((ROOT / "release" / ASSIGNMENT / FILE).read_text(encoding="utf-8"))
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
NAMES = (
    *(
        f"Bente/{FILE}",
        f"Søren - {FILE}",
        "hansenida_1_2_why-network-1.ipynb",
        "figures (1).json",
        "a\\b/x.ipynb",
    ),
    *(f"Ida_1_assignsubmission_file_/{FILE}", "__MACOSX/._x.ipynb", "../x.ipynb", "\x1b]0;x\x07.ipynb"),
)
VALUES = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "x" * 99,
    "\ud800",
    [],
    [[]],
    {},
    {"": []},
    "answer-1",
    "markdown",
)


def mutated(data: bytes, dice: random.Random) -> bytes:
    """``data`` with some bytes changed, put in or taken out, or cut off."""
    data = bytearray(data)
    for _ in range(dice.randint(0, 12)):
        at = dice.randrange(len(data)) if data else 0
        change = dice.randrange(4)
        if change == 0 and data:
            data[at] = dice.randrange(256)
        elif change == 1:
            data[at:at] = dice.randbytes(dice.randint(1, 4))
        elif change == 2:
            del data[at : at + dice.randint(1, 8)]
        elif data:
            data[at] ^= 1 << dice.randrange(8)
    if dice.random() < 0.1:
        data = data[: dice.randrange(len(data) + 1)]
    return bytes(data + data if dice.random() < 0.05 else data)


def a_zip(dice: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", dice.choice(WAYS)) as archive:
        for _ in range(dice.randint(1, 3)):
            archive.writestr(dice.choice(NAMES), json.dumps(a_notebook(dice)))
    return file.getvalue()


def a_notebook(dice: random.Random):
    """The release with some of its values replaced by others of any type."""
    notebook = copy.deepcopy(RELEASED)
    for _ in range(dice.randint(0, 6)):
        place, steps = notebook, dice.randint(1, 6)
        for _ in range(steps):
            keys = (
                list(place)
                if isinstance(place, dict)
                else range(len(place))
                if isinstance(place, list)
                else ()
            )
            if not keys:
                break
            key = dice.choice(list(keys))
            if dice.random() < 0.4 or not isinstance(place[key], (dict, list)):
                place[key] = copy.deepcopy(dice.choice(VALUES))
                break
            place = place[key]
    return notebook


def try_zip(data: bytes, folder: Path) -> str:
    path = folder / "Bente.zip"
    path.write_bytes(data)
    report = Report()
    try:
        found = taking_in._zipped(path, [], None, KNOWN, datetime(2026, 1, 1), folder, report)
    except Fault as fault:
        list(Report(refused=[("Bente.zip", fault)]).lines("da"))
        return fault.key
    list(report.lines("en"))
    for one in found:
        taking_in.as_utf8(one.notebook).decode("utf-8")
    return "taken" if found else "nothing"


def try_notebook(data: bytes) -> str:
    try:
        taking_in.assignment_of(data, KNOWN)
    except Fault as fault:
        return fault.key
    text = taking_in.as_utf8(data).decode("utf-8")
    taking_in._words(data)
    cells = json.loads(text)["cells"]
    for course in (RELEASED["cells"], guessed(cells)):
        found = gather(cells, course)
        put_right(cells, course, found)
    return "taken"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--zips", type=int, default=25_000)
    options.add_argument("--notebooks", type=int, default=25_000)
    options.add_argument("--seed", type=int, default=1)
    args = options.parse_args()
    dice, counted = random.Random(args.seed), {}
    bases = [a_zip(dice) for _ in range(60)]
    with tempfile.TemporaryDirectory() as place:
        for at in range(args.zips + args.notebooks):
            if at < args.zips:
                data = mutated(dice.choice(bases), dice)
            else:
                data = json.dumps(a_notebook(dice)).encode()
                data = mutated(data, dice) if dice.random() < 0.5 else data
            try:
                kind = try_zip(data, Path(place)) if at < args.zips else try_notebook(data)
            except Exception:
                traceback.print_exc()
                Path("crash.bin").write_bytes(data)
                print(f"crash at input {at}, kept in crash.bin", file=sys.stderr)
                return 1
            counted[kind] = counted.get(kind, 0) + 1
    print(f"{args.zips} zips and {args.notebooks} notebooks, seed {args.seed}: no crash")
    print(", ".join(f"{kind} {number}" for kind, number in sorted(counted.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
