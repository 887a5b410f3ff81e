"""Puts the folder together in a place of its own and swaps it in whole."""

import tempfile
from importlib.util import find_spec
from pathlib import Path

from facilitation.problems import Problem, of_writing
from facilitation.site import contents, pages, precache, shelves

MARK = "netvaerk-site.txt"
FIRST_VISIT = 14  # MB, as benchmarks/site.py measures it


def build(to: Path, root: Path, hand_in: str = "") -> None:
    """Make the site in the folder ``to``; an older one there is replaced when the new one is whole.

    ``hand_in`` is where learners send reflections: a mail address, an https address, or nothing.
    Raises Problem: another's folder, no right to write, a full disk, or parts that are missing.
    """
    if find_spec("jupyterlite_core") is None:
        raise Problem("site_needs_parts")
    if to.exists() and (not to.is_dir() or (any(to.iterdir()) and not (to / MARK).is_file())):
        raise Problem("site_folder_taken", folder=to)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".netvaerk-site-") as made:
            site = Path(made) / "site"
            site.mkdir()
            _lay(site, root, hand_in)
            site.chmod(0o755)
            if to.exists():
                to.rename(Path(made) / "before")
            site.rename(to)
    except OSError as error:
        raise of_writing(error, to) from error


def _lay(site, root, hand_in):
    from facilitation.site import front_end

    files = contents.course_files(root)
    front_end.lay(site, root, hand_in)
    contents.lay(site, files)
    course = contents.for_python(files) | {
        "share/netvaerk/references.bib": (root / "references.bib").read_bytes()
    }
    shelves.lay(site, root, contents.first_cells(files), course)
    pages.lay(site, files, FIRST_VISIT)
    precache.lay(site)
    (site / MARK).write_text("netvaerk site\n", encoding="utf-8")
