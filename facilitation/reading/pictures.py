"""Pictures that learners paste into their answers: shown to a reader as what they are, or not at all.

A notebook carries them as attachments of a cell, in base64. What is shown is made of the bytes again, and
only of those that begin as a picture of their kind does: nothing that acts (SVG is a page of its own), and
nothing that is fetched.
"""

import base64
import binascii
from html import escape
from typing import Any

SIGNS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}
MOST_BYTES = 8_000_000
MOST = 20


def pictures(cell: Any) -> tuple[str, ...]:
    """The addresses (``data:image/…;base64,…``) of the pictures attached to a cell, at most MOST."""
    attached = cell.get("attachments")
    bundles = list(attached.values())[:MOST] if isinstance(attached, dict) else []
    found = (_address(bundle) for bundle in bundles if isinstance(bundle, dict))
    return tuple(filter(None, found))


def _address(bundle):
    """The address of the first kind that a picture is there in, or None."""
    for kind, sign in SIGNS.items():
        data = bundle.get(kind)
        text = "".join(data) if isinstance(data, list) and all(isinstance(d, str) for d in data) else data
        if not isinstance(text, str) or len(text) > MOST_BYTES * 4 // 3:
            continue
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if content.startswith(sign):
            return f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return None


def html(cell: Any) -> str:
    """The pictures of a cell as HTML."""
    return "".join(f'<p><img src="{escape(one)}" alt=""></p>' for one in pictures(cell))
