"""Change the sample contact files at random and read them: no crash, no broken promise, no long wait.

    .venv/bin/python benchmarks/fuzz_contact_files.py --inputs 100000 --seed 1

Each input is a sample, two samples spliced, or plain bytes, with one to eight changes; the same seed gives
the same inputs. An input that fails is written to --keep, and its number and seed are printed. Exits with 1
where any input failed.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "contact_files")]

from test_contact_mutations import SAMPLES, assert_sound  # noqa: E402

from exercises.contact_files.reading import read_strictly  # noqa: E402

TOKENS = [
    *(b'"', b'""', b";", b",", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"=", b"=\r\n", b"\\", b":", b"@"),
    *(b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"AGENT:\r\n", b"N:;;;;\r\n"),
    *(b";ENCODING=QUOTED-PRINTABLE", b";CHARSET=utf-16", b"sep=;\n", b"Navn", b"E-mail", b"First Name"),
    *(b"PK\x03\x04", b"<row>", b"</c>", b"<v>1e999</v>", b't="d"', b"&#x1F;"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xe6\xf8\xe5", "æøå".encode(), "\u2028\u202e".encode()),
    *(b"Hvem;Firma;E-mail\n", b"Navn;;Firma\n", b":::", b"END:VCARDBEGIN:VCARD", b'="', b"4,52E+09"),
    *(b"31 Feb 2024", b"9" * 400, b"+45 20 12 34 56"),
]
SECONDS = 5  # of the processor's: others may be at work on it


def change(rng, content, samples):
    """``content`` (bytearray) changed in place once."""
    at = rng.randrange(len(content) + 1)
    length = min(int(rng.expovariate(1 / 40)) + 1, 4000)
    kind = rng.randrange(8)
    if kind == 0:
        del content[at:]
    elif kind == 1:
        del content[at : at + length]
    elif kind == 2:
        content[at:at] = rng.choice(TOKENS) * rng.choice((1, 1, 1, 50))
    elif kind == 3:
        content[at:at] = content[at : at + length] * rng.choice((1, 1, 20))
    elif kind == 4:
        content[at : at + length] = rng.randbytes(length)
    elif kind == 5 and content:
        content[min(at, len(content) - 1)] ^= 1 << rng.randrange(8)
    elif kind == 6:
        other = rng.choice(samples)[1]
        start = rng.randrange(len(other) + 1)
        content[at:at] = other[start : start + length * 10]
    else:
        lines = content.split(b"\n")
        rng.shuffle(lines)
        content[:] = b"\n".join(lines)


def inside(rng, data, samples):
    """``data``, a zip archive, with one of its parts changed and the archive made whole again."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        parts = source.infolist()
        chosen = rng.choice(parts).filename
        for part in parts:
            content = bytearray(source.read(part))
            if part.filename == chosen:
                for _ in range(rng.randint(1, 4)):
                    change(rng, content, samples)
            target.writestr(part.filename, bytes(content))
    return out.getvalue()


def make(rng, samples):
    """One (name, bytes)."""
    if rng.random() < 0.02:
        return rng.choice(samples)[0], rng.randbytes(rng.randrange(600))
    name, data = rng.choice(samples)
    if zipfile.is_zipfile(BytesIO(data)) and rng.random() < 0.7:
        return name, inside(rng, data, samples)
    content = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        change(rng, content, samples)
    if rng.random() < 0.1:
        name = rng.choice(samples)[0]
    return name, bytes(content[:200_000])


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--keep",
        type=Path,
        default=Path(tempfile.gettempdir(), "fuzz-contact-files"),
        help="where failing inputs go",
    )
    options = parser.parse_args()

    warnings.simplefilter("ignore")  # zipfile's note of a part that is there twice
    rng = random.Random(options.seed)
    samples = [(path.name, path.read_bytes()) for path in SAMPLES]
    outcomes, failures, slowest = Counter(), 0, (0.0, "")
    console = Console()
    columns = (
        "[progress.description]{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    began = time.perf_counter()
    with Progress(*columns, console=console) as progress:
        for number in progress.track(range(options.inputs), description="Reading changed files"):
            name, data = make(rng, samples)
            started = time.process_time()
            try:
                reading = read_strictly(name, data)
                assert_sound(reading)
                if reading.choices:  # as the person may answer: every column, none
                    for names_in in (tuple(index for index, *_ in reading.choices), ()):
                        assert_sound(read_strictly(name, data, names_in))
                taken = time.process_time() - started
                assert taken < SECONDS, f"took {taken:.1f} s"
            except Exception:
                failures += 1
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{options.seed}-{number}-{Path(name).name}").write_bytes(data)
                console.print(f"[red]input {number} of seed {options.seed} ({name})")
                console.print(traceback.format_exc(limit=-3), markup=False)
                continue
            slowest = max(slowest, (taken, f"input {number}, {name}"))
            outcomes[reading.problem[0] if reading.problem else f"read as {reading.kind}"] += 1
    for outcome, count in outcomes.most_common():
        console.print(f"{count:8,}  {outcome}")
    seconds = time.perf_counter() - began
    console.print(f"slowest: {slowest[0]:.2f} s ({slowest[1]})")
    console.print(f"{options.inputs:,} inputs, seed {options.seed}: {failures} failures in {seconds:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
