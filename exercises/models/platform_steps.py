"""The steps on the platforms, one dated file a platform: ``exercises/data/platforms/<name>.toml``.

Each has ``written`` (a date), ``name`` ({da, en}) and ``task``: a list of ``title`` ({da, en}) with ``steps``
(a list of {da, en}). They are written in general terms and not looked up on the platform.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data" / "platforms"


def names() -> list[str]:
    """The platforms there are steps for."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def read(name: str) -> dict[str, Any]:
    """The file of one platform as a dict. Raises FileNotFoundError for a platform without one."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
