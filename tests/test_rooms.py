"""Each room's map names every file of it, and no other."""

import re
from pathlib import Path

import pytest

from exercises import places

ROOT = places.root()
# One file a stem, each the twin of one in the next room; and the author's tools, one page for one reader.
NO_MAP = ("authoring", "figures", "models", "rules", "texts", "views")
ROOMS = sorted(
    path.parent
    for top in ("exercises", "facilitation")
    for path in (ROOT / top).glob("*/__init__.py")
    if path.parent.name
    not in ("data", "figures", "models", "rules", "texts", "templates", "views", "authoring")
    or path.parent == ROOT / "facilitation" / "views"
)
NAMED = re.compile(r"^ *(\w+)(?:\.py)?  +\S", re.MULTILINE)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_the_map_of_a_room_names_every_file_of_it_and_no_other(room):
    files = {path.stem for path in room.glob("*.py")} - {"__init__"}
    rooms = {path.parent.name for path in room.glob("*/__init__.py")}
    text = (room / "__init__.py").read_text(encoding="utf-8").split('"""')[1]
    named = set(NAMED.findall(text))
    assert files - named == set(), "not on the map"
    assert named - files - rooms == set(), "not in the room"


def test_the_house_has_few_loose_files():
    assert len(list((ROOT / "facilitation").glob("*.py"))) <= 17
    views = {path.stem for path in (ROOT / "exercises" / "views").glob("*.py")} - {"__init__"}
    shown = {
        match
        for notebook in ROOT.glob("*/*/*.ipynb")
        for match in re.findall(r"exercises\.views\.(\w+) import", notebook.read_text(encoding="utf-8"))
    }
    assert views - shown == set(), "a view that no page shows"
    assert Path(ROOT / "exercises" / "kit").is_dir()
