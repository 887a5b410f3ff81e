"""Where the course's own files lie: lessons, reflections, references and the Lab's settings."""

import sys
from pathlib import Path


def root() -> Path:
    """The folder that holds lessons/, source/, lab/ and references.bib.

    A checkout answers with itself; an installed wheel with ``<sys.prefix>/share/netvaerk``. The folder
    is not made here and may be missing when the wheel was installed without its data files.
    """
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "lessons").is_dir():
        return checkout
    return Path(sys.prefix) / "share" / "netvaerk"
