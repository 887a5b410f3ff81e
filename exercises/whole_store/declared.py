"""What the exercises say of what they keep (`exercises.keeps`), gathered from their models."""

import importlib
import pkgutil
from functools import cache

from exercises import models
from exercises.keeps import Keeps

NOTHING = Keeps()


@cache
def declared() -> dict[str, Keeps]:
    """``{stem: Keeps}`` of every model that has something to say."""
    names = (one.name for one in pkgutil.iter_modules(models.__path__, f"{models.__name__}."))
    found = map(importlib.import_module, names)
    return {model.STEM: model.KEEPS for model in found if hasattr(model, "KEEPS")}


def keeps(stem: str) -> Keeps:
    """What the exercise says, which may be nothing."""
    return declared().get(stem, NOTHING)


@cache
def _keepers() -> dict[str, str]:
    return {kind: stem for stem, said in declared().items() for kind in said.kinds}


def keeper(kind: str) -> str:
    """The exercise that keeps a kind of row."""
    return _keepers().get(kind, kind)


def spoken_by(kind: str) -> str:
    """The exercise whose texts name what is in the rows of a kind."""
    stem = keeper(kind)
    return keeps(stem).worded_by.get(kind, stem)


@cache
def scenes() -> dict[str, str]:
    """``{texts of scenes: the exercise that plays them}``."""
    return {said.scenes: stem for stem, said in declared().items() if said.scenes}
