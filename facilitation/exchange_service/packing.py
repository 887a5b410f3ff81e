"""The zip in which a reflection or a hand-in travels: a few plain files, never more than they may be."""

import hashlib
import io
import zipfile
from typing import Any

from facilitation.exchange_service.refusals import Refusal
from facilitation.taking_in import FIGURES, MOST_BYTES, MOST_FIGURES, SECRET

MOST_PACKED = 20_000_000
MOST_UNPACKED = MOST_BYTES + MOST_FIGURES
MOST_NAMES = 50
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(files: Any) -> bytes:
    """A zip of ``files`` ({name: bytes}); the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpack(data: bytes) -> dict:
    """``{name: bytes}`` of a zip that has nothing but files of ours, right in it. Raises Refusal."""
    if len(data) > MOST_PACKED:
        raise Refusal("too_large", most=MOST_PACKED // 1_000_000)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except Refusal:
        raise
    except Exception:  # zipfile promises no list of what it raises for a broken file
        raise Refusal("broken") from None


def _read(archive):
    entries, files, rest = archive.infolist(), {}, MOST_UNPACKED
    if len(entries) > MOST_NAMES:
        raise Refusal("too_many_files", most=MOST_NAMES)
    for entry in entries:
        if not is_ours(entry.filename) or entry.filename in files:
            raise Refusal("strange_file")
        with archive.open(entry) as file:
            # what a zip says of its own sizes may be untrue
            files[entry.filename] = file.read(rest + 1)
        rest -= len(files[entry.filename])
        if rest < 0:
            raise Refusal("too_large", most=MOST_UNPACKED // 1_000_000)
    return files


def is_ours(name: str) -> bool:
    """Whether a file of that name travels: a notebook, its figures, and the key to its feedback."""
    plain = not set(name) & set("/\\\0:") and name.isprintable() and len(name) <= 120
    return plain and not name.startswith(".") and (name.endswith(".ipynb") or name in (FIGURES, SECRET))


def mark(files: Any) -> str:
    """What tells one release (``{name: bytes}``) from another, however it was packed."""
    return digest("".join(f"{name} {digest(data)}\n" for name, data in sorted(files.items())).encode())


def digest(data: bytes) -> str:
    """SHA-256 of a zip or a page, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
